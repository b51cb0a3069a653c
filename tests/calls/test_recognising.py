"""Who is granted and is in the directory already, stays one entry there."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from partners.organisations.likeness import Named, likely_entries
from partners.organisations.models import Organisation
from partners.stakeholders.models import Stakeholder
from places.models import Municipality, MunicipalityInRegion
from programmes.calls.models import Call, Proposal
from programmes.calls.services import applying, deciding, recognising
from spaces.models import Member
from tests.at_once import together
from tests.calls.factories import make_call, partner, region, submitted, written
from tests.calls.test_deciding import network
from tests.spaces.factories import AllianceFactory, user_with

pytestmark = pytest.mark.django_db

FORM = {
    "name": "Alliantie Waasland",
    "slug": "waas",
    "coordinator_name": "Els Maes",
    "coordinator_email": "els@stekene.example",
    "reason": "",
}


def entry(name: str, host: str = "", municipality: str = "") -> Organisation:
    website = f"https://www.{host}" if host else ""
    return Organisation.objects.create(name=name, website=website, website_host=host, municipality=municipality)


def call_in_waasland(*names: str) -> Call:
    """A call in a region with these municipalities."""
    call = make_call()
    for name in names:
        row = Municipality.objects.create(name=name, code=name)
        MunicipalityInRegion.objects.create(municipality=row, region=region())
    return call


def page(proposal: Proposal) -> str:
    return reverse("calls:proposal_grant", args=[proposal.call.space.slug, proposal.call_id, proposal.pk])


def coordinator(proposal: Proposal) -> Client:
    client = Client()
    client.force_login(user_with("coordinator", proposal.call.space))
    return client


def two(call: Call | None = None) -> Proposal:
    """A proposal of a municipality and of its OCMW, with one site."""
    proposal = written(call, email="els@stekene.example")
    partner(proposal, "yes", organisation="OCMW Stekene", email="karel@stekene.example")
    return applying.submit(proposal)


def test_the_same_host_stands_first_and_is_proposed() -> None:
    site, alike = entry("Lokaal bestuur", "stekene.example"), entry("Gemeente Stekene (oud)")
    entry("Voetbalclub Temse", "temse.example")
    (asked,) = recognising.questions(submitted(email="els@stekene.example"))
    assert [one.pk for one in asked.entries] == [site.pk, alike.pk]
    assert asked.proposed == site.pk


def test_a_similar_name_is_shown_and_not_proposed() -> None:
    call = call_in_waasland("Stekene", "Temse")
    alike, short = entry("Gemeente Stekene", "elders.example"), entry("Stekene", municipality="Stekene")
    entry("Gemeente Temse", municipality="Temse")
    (asked,) = recognising.questions(submitted(call))
    assert ([one.pk for one in asked.entries], asked.proposed) == ([alike.pk, short.pk], None)


def test_of_two_with_one_name_that_of_the_municipality_stands_first_and_at_most_five_are_shown() -> None:
    call = call_in_waasland("Stekene")
    for _more in range(6):
        entry("Huis van het Kind", municipality="Gent")
    here = entry("Huis van het Kind", municipality="Stekene")
    (asked,) = recognising.questions(submitted(call, organisation="Huis van het Kind Stekene"))
    assert (asked.entries[0].pk, len(asked.entries)) == (here.pk, 5)


def test_a_mailbox_that_everybody_can_have_tells_nothing() -> None:
    entry("De mailpost", "gmail.com")
    (asked,) = recognising.questions(submitted(email="els@gmail.com"))
    assert asked.entries == []


def test_one_site_of_two_that_apply_is_proposed_to_the_one_most_alike() -> None:
    site = entry("OCMW Stekene", "stekene.example")
    lead, ocmw = recognising.questions(two())
    assert (lead.entries[0].pk, lead.proposed, ocmw.proposed) == (site.pk, None, site.pk)


def test_many_that_apply_ask_no_more_questions_than_one() -> None:
    def asked(proposal: Proposal) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            recognising.questions(proposal)
        return len(queries)

    call = make_call()
    assert asked(submitted(call)) == asked(two(call)) == 3
    assert likely_entries([]) == []


def test_the_directory_can_be_searched_with_its_indexes_alone() -> None:
    with CaptureQueriesContext(connection) as queries:
        likely_entries([Named("Gemeente Stekene", "stekene.example")])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # so few rows are read faster without
        cursor.execute("EXPLAIN " + queries[0]["sql"])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "organisation_name_alike" in plan and "organisation_host" in plan and "Seq Scan" not in plan


def test_proposal_grant_keeps_one_entry_for_who_is_in_the_directory() -> None:
    site = entry("Lokaal bestuur Stekene", "stekene.example")
    proposal = submitted(email="els@stekene.example")
    client = coordinator(proposal)
    assert client.get(page(proposal)).context["form"]["entry_lead"].initial == str(site.pk)
    assert client.post(page(proposal), {**FORM, "entry_lead": site.pk}).status_code == 302
    assert Organisation.objects.get() == site
    member, row = Member.objects.get(), Stakeholder.objects.get()
    assert (member.organisation, row.organisation, row.name) == (site, site, "Gemeente Stekene")
    site.refresh_from_db()
    assert site.name == "Lokaal bestuur Stekene"


def test_proposal_grant_makes_a_new_entry_when_it_is_none_of_them() -> None:
    entry("Gemeente Stekene")
    proposal = submitted()
    client = coordinator(proposal)
    assert client.get(page(proposal)).context["form"]["entry_lead"].initial == "new"
    assert client.post(page(proposal), {**FORM, "entry_lead": "new"}).status_code == 302
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize("said", ["other", "", "x", "99999999999999999999"])
def test_proposal_grant_refuses_an_entry_that_was_not_shown(said: str) -> None:
    entry("Gemeente Stekene")
    other = entry("Iets heel anders")
    proposal = submitted()
    said = str(other.pk) if said == "other" else said
    response = coordinator(proposal).post(page(proposal), {**FORM, "entry_lead": said})
    assert response.status_code == 422
    assert "entry_lead" in response.context["form"].errors
    assert Proposal.objects.get().state == "submitted"


def test_proposal_grant_says_that_the_entry_is_gone() -> None:
    gone = entry("Gemeente Stekene")
    entry("Gemeente Stekene vzw")
    proposal = submitted()
    number = gone.pk
    gone.delete()
    response = coordinator(proposal).post(page(proposal), {**FORM, "entry_lead": number})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["entry_lead"])
    by = user_with("coordinator", proposal.call.space)
    # The page was in the language of who asked for it.
    with translation.override("en"), pytest.raises(ValidationError, match="not in the directory any more"):
        deciding.grant(proposal, network(entries={"lead": number}), reason="", by=by)


def test_grant_refuses_one_entry_for_two_and_one_for_who_does_not_apply() -> None:
    site = entry("OCMW Stekene", "stekene.example")
    proposal = two()
    by = user_with("coordinator", proposal.call.space)
    both = {one.key: site.pk for one in recognising.applying_together(proposal)}
    with pytest.raises(ValidationError, match="cannot both be “OCMW Stekene”"):
        deciding.grant(proposal, network(entries=both), reason="", by=by)
    with pytest.raises(ValidationError, match="others by now"):
        deciding.grant(proposal, network(entries={"0": site.pk}), reason="", by=by)
    assert not Member.objects.exists()


def test_proposal_grant_shows_public_facts_alone() -> None:
    known = entry("Gemeente Stekene", "stekene.example", "Stekene")
    space = AllianceFactory(space__name="Alliantie Geheim").space
    Stakeholder.objects.create(
        space=space, organisation=known, name="Stiekem", contact_person="Piet Privaat", email="piet@privaat.example"
    )
    proposal = submitted()
    shown = coordinator(proposal).get(page(proposal)).content.decode()
    assert "Gemeente Stekene · Stekene · stekene.example" in shown
    assert not [word for word in ("Geheim", "Stiekem", "Privaat", "privaat") if word in shown]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_grant_at_once_with_the_same_entry_one_does() -> None:
    site = entry("Gemeente Stekene")
    proposal = submitted()
    by = user_with("coordinator", proposal.call.space)
    chosen = {"lead": site.pk}
    found = together(
        lambda: deciding.grant(proposal, network(entries=chosen), reason="", by=by),
        lambda: deciding.grant(proposal, network(slug="waas-2", entries=chosen), reason="", by=by),
    )
    assert sorted(isinstance(one, ValidationError) for one in found) == [False, True]
    assert (Organisation.objects.count(), Member.objects.get().organisation) == (1, site)


@pytest.mark.django_db(transaction=True)
def test_two_proposals_granted_at_once_may_take_the_same_entry() -> None:
    site = entry("Gemeente Stekene")
    call = make_call()
    first, second = submitted(call), submitted(call, email="jan@example.org", region=region("Kempen"))
    by = user_with("coordinator", call.space)
    found = together(
        lambda: deciding.grant(first, network(entries={"lead": site.pk}), reason="", by=by),
        lambda: deciding.grant(second, network(slug="kempen", entries={"lead": site.pk}), reason="", by=by),
    )
    assert not [one for one in found if isinstance(one, Exception)]
    assert Member.objects.filter(organisation=site).count() == 2
