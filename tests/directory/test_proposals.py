"""Corrections of facts that several registers share: proposed by one, agreed by another, nobody named."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.mail.models import Mail
from partners.directory.models import FactProposal
from partners.organisations.models import Organisation
from partners.stakeholders.models import Stakeholder
from tests.spaces.factories import MemberFactory, OrganisationFactory, SpaceFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return OrganisationFactory(name="Zorggroep Greiden", municipality="Sneek", website="https://oud.example")


@pytest.fixture
def ours(organisation: Organisation) -> Stakeholder:
    return StakeholderFactory(organisation=organisation, space=SpaceFactory(name="Alliantie Friesland"))


@pytest.fixture
def theirs(organisation: Organisation) -> Stakeholder:
    return StakeholderFactory(organisation=organisation, space=SpaceFactory(name="Alliantie Drenthe"))


def address(name: str, *numbers: object) -> str:
    return reverse(f"directory:{name}", args=numbers)


def propose(client: Client, entry: Stakeholder, **facts: object):
    page = address("proposal_add", entry.space.slug, entry.pk)
    organisation = entry.organisation
    as_they_are = {
        name: getattr(organisation, name)
        for name in ("name", "sectors", "website", "official_number", "street", "postcode", "municipality")
    }
    return client.post(page, {**as_they_are, **facts})


def test_another_one_who_works_with_it_agrees_and_the_fact_changes(ours: Stakeholder, theirs: Stakeholder) -> None:
    client, other = client_with("coordinator", ours.space), client_with("coordinator", theirs.space)
    assert propose(client, ours, website="https://nieuw.example", why="hun eigen site").status_code == 302
    proposal = FactProposal.objects.get()
    assert proposal.facts == {"website": "https://nieuw.example"}
    mail = Mail.objects.get()
    assert "https://nieuw.example" in mail.text
    assert "Friesland" not in mail.text + mail.html + mail.subject, "nobody is told whose idea it was"
    page = other.get(address("proposal_list", theirs.space.slug)).content.decode()
    assert "https://oud.example" in page
    assert "hun eigen site" in page
    assert "Friesland" not in page
    for _press in range(2):
        answer = address("proposal_answer", theirs.space.slug, proposal.pk)
        assert other.post(answer, {"answer": "change"}).status_code == 302
    ours.organisation.refresh_from_db()
    assert (ours.organisation.website, ours.organisation.website_host) == ("https://nieuw.example", "nieuw.example")
    assert Mail.objects.filter(to=person_mail(ours)).count() == 1, "who proposed it is told once"


def person_mail(entry: Stakeholder) -> str:
    return entry.space.roles.get(kind="coordinator").person.email


def test_left_as_it_is(ours: Stakeholder, theirs: Stakeholder) -> None:
    propose(client_with("coordinator", ours.space), ours, municipality="Drachten")
    proposal = FactProposal.objects.get()
    other = client_with("coordinator", theirs.space)
    other.post(address("proposal_answer", theirs.space.slug, proposal.pk), {"answer": "leave"})
    proposal.refresh_from_db()
    ours.organisation.refresh_from_db()
    assert (proposal.state, ours.organisation.municipality) == ("declined", "Sneek")


def test_nobody_answers_their_own_proposal_or_one_that_is_not_theirs(ours: Stakeholder, theirs: Stakeholder) -> None:
    client = client_with("coordinator", ours.space)
    propose(client, ours, municipality="Drachten")
    proposal = FactProposal.objects.get()
    stranger = StakeholderFactory().space
    for who, space in ((client, ours.space), (client_with("coordinator", stranger), stranger)):
        who.post(address("proposal_answer", space.slug, proposal.pk), {"answer": "change"})
        assert (
            "Drachten"
            not in client_with("coordinator", stranger).get(address("proposal_list", stranger.slug)).content.decode()
        )
    proposal.refresh_from_db()
    assert proposal.state == "open"


def test_a_member_without_an_entry_in_the_register_counts_too(ours: Stakeholder) -> None:
    member = MemberFactory(organisation=ours.organisation)
    propose(client_with("coordinator", ours.space), ours, municipality="Drachten")
    assert list(FactProposal.objects.for_space(member.space)) == [FactProposal.objects.get()]


@pytest.mark.parametrize("choice", ["", "yes", "CHANGE"])
def test_an_answer_that_is_none(ours: Stakeholder, theirs: Stakeholder, choice: str) -> None:
    propose(client_with("coordinator", ours.space), ours, municipality="Drachten")
    proposal = FactProposal.objects.get()
    other = client_with("coordinator", theirs.space)
    answer = other.post(address("proposal_answer", theirs.space.slug, proposal.pk), {"answer": choice})
    assert answer.status_code == 404


def test_nothing_to_propose(ours: Stakeholder, theirs: Stakeholder) -> None:
    client = client_with("coordinator", ours.space)
    assert propose(client, ours).status_code == 422
    assert propose(client, ours, website="geen adres").status_code == 422
    assert propose(client, ours, name="").status_code == 422
    assert not FactProposal.objects.exists()
    theirs.delete()
    assert propose(client, ours, municipality="Drachten").status_code == 422, "now it is one's own to change"


def test_a_second_proposal_takes_the_place_of_the_first(ours: Stakeholder, theirs: Stakeholder) -> None:
    client = client_with("coordinator", ours.space)
    propose(client, ours, municipality="Drachten")
    propose(client, ours, municipality="Heerenveen")
    assert FactProposal.objects.get().facts == {"municipality": "Heerenveen"}
    with pytest.raises(IntegrityError), transaction.atomic():
        FactProposal.objects.create(organisation=ours.organisation, space=ours.space, facts={"name": "x"})


def test_a_number_that_another_organisation_has_is_refused(ours: Stakeholder, theirs: Stakeholder) -> None:
    OrganisationFactory(official_number="0403019261")
    propose(client_with("coordinator", ours.space), ours, official_number="0403.019.261")
    proposal = FactProposal.objects.get()
    other = client_with("coordinator", theirs.space)
    answer = address("proposal_answer", theirs.space.slug, proposal.pk)
    page = other.post(answer, {"answer": "change"}, follow=True).content.decode()
    assert "nummer" in page
    proposal.refresh_from_db()
    assert proposal.state == "open"


def test_the_pages_cost_the_same_with_one_or_thirty(ours: Stakeholder, django_assert_max_num_queries) -> None:
    client = client_with("coordinator", ours.space)
    page = address("proposal_list", ours.space.slug)
    for number in range(30):
        other = SpaceFactory()
        organisation = OrganisationFactory()
        StakeholderFactory(space=ours.space, organisation=organisation)
        FactProposal.objects.create(organisation=organisation, space=other, facts={"name": f"Naam {number}"})
        if number == 0:
            with django_assert_max_num_queries(12) as one:
                client.get(page)
    with django_assert_max_num_queries(len(one)):
        assert "Naam 29" in client.get(page).content.decode()


def test_the_form_of_an_entry_leads_to_proposing_when_its_facts_are_shared(
    ours: Stakeholder, theirs: Stakeholder
) -> None:
    client = client_with("coordinator", ours.space)
    form = reverse("stakeholders:change", args=[ours.space.slug, ours.pk])
    correct = address("proposal_add", ours.space.slug, ours.pk)
    assert correct in client.get(form).content.decode()
    theirs.delete()
    assert correct not in client.get(form).content.decode()
