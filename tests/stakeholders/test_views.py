"""The register's pages: list, form, export, membership; and what others never see."""

import pytest
from django.urls import reverse

from core.mail.models import Mail
from partners.organisations.models import Organisation
from partners.stakeholders.models import Stakeholder
from partners.stakeholders.sheets.reading import read_table
from spaces.models import Member, Representative, Role
from tests.pages import save
from tests.spaces.factories import AllianceFactory, OrganisationFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return AllianceFactory().space


@pytest.fixture
def client(space):
    return client_with("coordinator", space)


def address(name: str, space, *more) -> str:
    return reverse(f"stakeholders:{name}", args=[space.slug, *more])


def names_in(response) -> list[str]:
    return [row.name for row in response.context["page"].object_list]


def test_empty_register_offers_to_bring_in_a_sheet(client, space) -> None:
    content = client.get(address("list", space)).content.decode()
    assert address("import_upload", space) in content


def test_list_sorts_names_as_people_do(client, space) -> None:
    for name in ("Zeeman", "Élise", "de Vries", "Aalst"):
        StakeholderFactory(space=space, organisation__name=name)
    assert names_in(client.get(address("list", space))) == ["Aalst", "de Vries", "Élise", "Zeeman"]
    assert names_in(client.get(address("list", space), {"sort": "-name"})) == ["Zeeman", "Élise", "de Vries", "Aalst"]


def test_list_sorts_influence_with_the_unknown_last(client, space) -> None:
    for value in ("low", "unknown", "high", "medium"):
        StakeholderFactory(space=space, influence=value, organisation__name=value)
    assert names_in(client.get(address("list", space), {"sort": "influence"})) == ["high", "medium", "low", "unknown"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "elise"}, ["Élise Dok"]),
        ({"q": "brugge"}, ["Zorg"]),
        ({"q": "dok ELISE"}, ["Élise Dok"]),
        ({"sector": "health"}, ["Zorg"]),
        ({"influence": "high"}, ["Élise Dok"]),
        ({"member": "yes"}, []),
        ({"sort": "'; DROP TABLE"}, ["Élise Dok", "Zorg"]),
        ({"page": "999999999999"}, ["Élise Dok", "Zorg"]),
        ({"influence": "nonsense"}, ["Élise Dok", "Zorg"]),
    ],
)
def test_list_filters(client, space, query, found) -> None:
    StakeholderFactory(space=space, organisation__name="Élise Dok", influence="high")
    StakeholderFactory(
        space=space, organisation__name="Zorg", organisation__sectors=["health"], organisation__municipality="Brugge"
    )
    assert names_in(client.get(address("list", space), query)) == found


def test_list_pages_fifty_at_a_time(client, space) -> None:
    StakeholderFactory.create_batch(53, space=space)
    assert len(names_in(client.get(address("list", space)))) == 50
    assert len(names_in(client.get(address("list", space), {"page": 2}))) == 3


@pytest.mark.parametrize("rows", [1, 30])
def test_list_costs_the_same_number_of_queries(client, space, rows, django_assert_num_queries) -> None:
    StakeholderFactory.create_batch(rows, space=space)
    client.get(address("list", space))
    with django_assert_num_queries(6):
        client.get(address("list", space))


def test_add_makes_an_organisation_with_its_public_facts(client, space) -> None:
    response = client.post(
        address("add", space),
        {
            "name": "Huis van het Kind",
            "influence": "medium",
            "interest": "unknown",
            "mandate": "unknown",
            "website": "hvhk.example.org",
            "sectors": ["social"],
        },
    )
    assert response.status_code == 302
    stakeholder = Stakeholder.objects.get()
    assert stakeholder.organisation.name == "Huis van het Kind"
    assert stakeholder.organisation.website_host == "hvhk.example.org"
    assert stakeholder.organisation.sectors == ["social"]


def test_add_an_individual_makes_no_organisation(client, space) -> None:
    client.post(
        address("add", space),
        {"name": "Amina Yusuf", "is_individual": "on", "influence": "unknown", "interest": "unknown", "mandate": "yes"},
    )
    assert Stakeholder.objects.get().organisation is None
    assert not Organisation.objects.exists()


def test_add_with_a_known_number_takes_the_organisation_of_the_directory(client, space) -> None:
    known = OrganisationFactory(name="OCMW Gent", official_number="0207451227")
    client.post(
        address("add", space),
        {
            "name": "Het OCMW",
            "official_number": "BE 0207.451.227",
            "influence": "high",
            "interest": "high",
            "mandate": "yes",
        },
    )
    stakeholder = Stakeholder.objects.get()
    assert (stakeholder.organisation, stakeholder.name) == (known, "Het OCMW")
    known.refresh_from_db()
    assert known.name == "OCMW Gent"


def test_the_same_number_twice_is_refused(client, space) -> None:
    StakeholderFactory(space=space, organisation__official_number="0207451227")
    response = client.post(
        address("add", space),
        {
            "name": "Nog eens",
            "official_number": "0207451227",
            "influence": "high",
            "interest": "high",
            "mandate": "yes",
        },
    )
    assert response.status_code == 422
    assert Stakeholder.objects.count() == 1


def test_public_facts_of_a_shared_organisation_are_not_one_alliances_to_change(client, space) -> None:
    organisation = OrganisationFactory(website="https://oud.example.org")
    entry = StakeholderFactory(space=space, organisation=organisation)
    StakeholderFactory(organisation=organisation, notes="Geheim van de buren")
    response = client.get(address("change", space, entry.pk))
    assert "Geheim van de buren" not in response.content.decode()
    save(
        client,
        address("change", space, entry.pk),
        {
            "name": "Onze naam",
            "website": "https://nieuw.example.org",
            "influence": "low",
            "interest": "high",
            "mandate": "no",
        },
    )
    organisation.refresh_from_db()
    entry.refresh_from_db()
    assert organisation.website == "https://oud.example.org"
    assert entry.name == "Onze naam"


def test_remove_asks_first(client, space) -> None:
    entry = StakeholderFactory(space=space)
    assert client.get(address("remove", space, entry.pk)).status_code == 200
    assert Stakeholder.objects.filter(pk=entry.pk).exists()
    client.post(address("remove", space, entry.pk))
    assert not Stakeholder.objects.filter(pk=entry.pk).exists()


@pytest.mark.parametrize("name", ["change", "remove", "make_member"])
def test_an_entry_of_another_alliance_does_not_exist(client, space, name) -> None:
    theirs = StakeholderFactory(space=AllianceFactory().space)
    assert client.get(address(name, space, theirs.pk)).status_code == 404
    assert client.get(address(name, theirs.space, theirs.pk)).status_code == 404


@pytest.mark.parametrize("role", ["member", "chair", "secretary", "communications"])
def test_only_coordinators_see_the_register(space, role) -> None:
    StakeholderFactory(space=space)
    assert client_with(role, space).get(address("list", space)).status_code == 404


def test_make_member_prefills_the_contact_and_gives_the_mandate(client, space) -> None:
    entry = StakeholderFactory(space=space, contact_person="Els Peeters", email="els@example.org")
    assert client.get(address("make_member", space, entry.pk)).context["form"].initial["name"] == "Els Peeters"
    response = client.post(
        address("make_member", space, entry.pk),
        {"name": "Els Peeters", "email": "els@example.org", "role": "chair", "may_speak": "on", "may_sign": "on"},
    )
    assert response.status_code == 302
    seat = Representative.objects.get(member__space=space)
    assert (seat.person.name, seat.may_speak, seat.may_decide, seat.may_sign) == ("Els Peeters", True, False, True)
    assert set(Role.objects.filter(person=seat.person).values_list("kind", flat=True)) == {"member", "chair"}
    assert names_in(client.get(address("list", space), {"member": "yes"})) == [entry.name]


@pytest.mark.parametrize("wanted", [True, False])
def test_make_member_welcomes_by_mail_when_wanted(client, space, wanted) -> None:
    entry = StakeholderFactory(space=space)
    data = {
        "name": "Els Peeters",
        "email": "els@example.org",
        "role": "member",
        **({"welcomes": "on"} if wanted else {}),
    }
    client.post(address("make_member", space, entry.pk), data)
    assert Mail.objects.filter(to="els@example.org").exists() is wanted


def test_make_member_twice_is_refused(client, space) -> None:
    entry = StakeholderFactory(space=space)
    data = {"name": "Els Peeters", "email": "els@example.org", "role": "member"}
    client.post(address("make_member", space, entry.pk), data)
    assert client.post(address("make_member", space, entry.pk), data).status_code == 422
    assert Member.objects.count() == 1


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_export_is_what_is_on_the_screen(client, space, form) -> None:
    StakeholderFactory(space=space, organisation__name="=HYPERLINK(1)", notes="regel 1\nregel 2", influence="high")
    StakeholderFactory(space=space, organisation__name="Verborgen", influence="low")
    response = client.get(address("export", space, form), {"influence": "high", "columns": "name.notes.influence"})
    data = b"".join(response.streaming_content) if response.streaming else response.content
    assert b"'=HYPERLINK" in data or form == "xlsx"
    table = read_table(data, f"x.{form}")
    assert len(table.rows) == 1
    assert "=HYPERLINK(1)" in table.rows[0].cells
    assert table.headers == ["Naam", "Notities", "Invloed"]
    assert table.rows[0].cells[1] == "regel 1\nregel 2"


def test_what_is_seldom_used_opens_when_it_holds_something_or_is_wrong(client, space) -> None:
    def opened(response) -> list[bool]:
        return [group.is_open for group in response.context["form"].groups()]

    assert opened(client.get(address("add", space))) == [False, False, False]
    entry = StakeholderFactory(space=space, strategy="Ask them to lead a table")
    assert opened(client.get(address("change", space, entry.pk))) == [False, False, True]
    wrong = client.post(address("add", space), {"name": "Élan", "official_number": "?" * 30, "mandate": "unknown"})
    assert opened(wrong) == [False, True, False]
    assert b'<details class="more-fields" open>' in wrong.content


def test_number_of_filters_in_use_stands_on_their_button(client, space) -> None:
    StakeholderFactory(space=space)
    badge = '<span class="badge">{}</span>'
    assert badge.format(2) in client.get(address("list", space), {"influence": "low", "member": "no"}).content.decode()
    assert 'class="badge"' not in client.get(address("list", space), {"q": "a"}).content.decode()
