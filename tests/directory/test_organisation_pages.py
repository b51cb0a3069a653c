"""The shared directory seen from a register: found in spite of typing errors, taken over, nothing told of others."""

import pytest
from django.urls import reverse

from partners.organisations.finding import in_municipality, organisations_called
from partners.organisations.models import Organisation
from partners.stakeholders.models import Stakeholder
from spaces.models import Space
from tests.spaces.factories import OrganisationFactory, SpaceFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    return SpaceFactory()


def names(rows) -> list[str]:
    return [row.name for row in rows]


@pytest.mark.parametrize(
    "words", ["bibliotheek", "Biblioteek", "BIBLIOTHÈEK", "leeszaal", "de leeszal", "  leeszaal  de "]
)
def test_a_name_is_found_in_spite_of_case_accents_and_typing_errors(words: str) -> None:
    OrganisationFactory(name="Bibliotheek De Leeszaal")
    OrganisationFactory(name="Sportclub De Terp")
    assert names(organisations_called(words)) == ["Bibliotheek De Leeszaal"]


def test_the_likeliest_comes_first_and_no_words_give_the_alphabet() -> None:
    for name in ("Zorggroep Sneek", "Élan Welzijn", "Welzijn Sneek", "Zorggroep Drachten"):
        OrganisationFactory(name=name)
    assert names(organisations_called("zorggroep drachten"))[0] == "Zorggroep Drachten"
    assert names(organisations_called("")) == ["Élan Welzijn", "Welzijn Sneek", "Zorggroep Drachten", "Zorggroep Sneek"]
    assert names(organisations_called("z")) == []
    assert names(organisations_called("%_\\")) == []


def test_a_municipality_is_the_same_without_case_and_accents() -> None:
    OrganisationFactory(name="Doarpswurk", municipality="Súdwest-Fryslân")
    OrganisationFactory(name="Elders", municipality="Leeuwarden")
    assert names(in_municipality(Organisation.objects.all(), " sudwest-fryslan ")) == ["Doarpswurk"]


def test_one_press_takes_an_organisation_into_the_register_once(space: Space) -> None:
    organisation = OrganisationFactory(name="Vrouwenkring", sectors=["newcomers"], municipality="Ninove")
    client = client_with("coordinator", space)
    page = reverse("directory:organisation_list", args=[space.slug])
    assert "Vrouwenkring" in client.get(page, {"sector": "newcomers", "place": "ninove"}).content.decode()
    take = reverse("directory:organisation_take", args=[space.slug, organisation.pk])
    for _press in range(2):
        answer = client.post(take, {"sector": "newcomers", "q": "vrouwen kring"})
        assert answer.headers["Location"] == f"{page}?q=vrouwen+kring&sector=newcomers"
    entry = Stakeholder.objects.get(space=space)
    assert (entry.organisation, entry.name) == (organisation, "Vrouwenkring")
    listed = client.get(page, {"q": "vrouwenkring"}).content.decode()
    assert reverse("stakeholders:change", args=[space.slug, entry.pk]) in listed
    assert take not in listed


def test_what_another_register_says_stands_nowhere(space: Space) -> None:
    theirs = StakeholderFactory(
        organisation__name="Zorggroep Greiden",
        contact_person="Aukje Geheim",
        email="aukje.geheim@example.org",
        notes="moeilijk in de omgang",
        influence="high",
    )
    client = client_with("coordinator", space)
    for address in (
        reverse("directory:organisation_list", args=[space.slug]) + "?q=zorggroep",
        reverse("directory:organisation_suggest", args=[space.slug]) + "?name=zorggroep",
        reverse("stakeholders:add", args=[space.slug]) + f"?organisation={theirs.organisation_id}",
    ):
        page = client.get(address).content.decode()
        assert "Zorggroep Greiden" in page
        for secret in ("Geheim", "geheim", "moeilijk", theirs.space.name, theirs.space.slug):
            assert secret not in page
    # Whoever looks for the person finds nothing either.
    assert (
        "Greiden"
        not in client.get(reverse("directory:organisation_list", args=[space.slug]), {"q": "Geheim"}).content.decode()
    )


def test_a_new_entry_for_a_known_organisation_keeps_its_facts(space: Space) -> None:
    organisation = OrganisationFactory(name="Pastiel", municipality="Sneek", sectors=["work"])
    client = client_with("coordinator", space)
    page = reverse("stakeholders:add", args=[space.slug]) + f"?organisation={organisation.pk}"
    sent = {
        "name": "Pastiel",
        "municipality": "Elders",
        "influence": "high",
        "interest": "unknown",
        "mandate": "unknown",
    }
    assert client.post(page, sent).status_code == 302
    entry = Stakeholder.objects.get(space=space)
    organisation.refresh_from_db()
    assert (entry.organisation, entry.influence) == (organisation, "high")
    assert organisation.municipality == "Sneek"
    assert client.post(page, {**sent, "name": "Pastiel 2"}).status_code == 422, (
        "an organisation is in the register once"
    )


@pytest.mark.parametrize("number", ["", "x", "0", "999999999999999999999", "1.5"])
def test_an_organisation_that_is_not_there(space: Space, number: str) -> None:
    client = client_with("coordinator", space)
    page = client.get(reverse("stakeholders:add", args=[space.slug]) + f"?organisation={number}")
    assert page.status_code == (404 if number == "0" else 200)


def test_a_page_of_the_directory_costs_the_same_with_one_or_thirty(space: Space, django_assert_max_num_queries) -> None:
    client = client_with("coordinator", space)
    page = reverse("directory:organisation_list", args=[space.slug])
    OrganisationFactory()
    with django_assert_max_num_queries(12) as one:
        client.get(page)
    OrganisationFactory.create_batch(29)
    with django_assert_max_num_queries(len(one)):
        client.get(page)


@pytest.mark.parametrize("role", ["chair", "secretary", "member"])
def test_the_directory_is_for_coordinators(space: Space, role: str) -> None:
    organisation = OrganisationFactory()
    client = client_with(role, space)
    assert client.get(reverse("directory:organisation_list", args=[space.slug])).status_code == 403
    assert client.post(reverse("directory:organisation_take", args=[space.slug, organisation.pk])).status_code in (
        403,
        404,
    )
    assert not Stakeholder.objects.exists()
