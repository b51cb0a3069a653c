"""What calls and coaching keep about people: told to them by link, and erased."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from core.personal import SOMEBODY, held_about
from privacy import wishes
from programmes.calls.models import Answer, Nomination, Partner, PartnerSearch, Proposal
from programmes.calls.services import applying
from programmes.coaching.models import Coach
from spaces.models import Space
from tests.calls.factories import draft, make_call, partner, region, submitted
from tests.spaces.factories import user_with

pytestmark = pytest.mark.django_db
ELS, KAREL = "els@example.org", "karel@example.org"


def said(address: str) -> str:
    return str([record for records in held_about(address).values() for record in records])


def nomination(call, **facts) -> Nomination:
    values = {"organisation": "Welzijn Waas", "words": "Zij kennen elk dorp", "name": "Jo Aerts", "language": "nl"}
    given = {**values, "email": "jo@example.org", "contact_name": "Els Maes", "contact_email": ELS, **facts}
    now = call.closes_at
    return Nomination.objects.create(call=call, region=region(), confirmed_at=now, expires_at=now, **given)


def search(call) -> PartnerSearch:
    facts = {"organisation": "De Stuw", "words": "Wie heeft een zaal?", "name": "Els Maes", "email": ELS}
    return PartnerSearch.objects.create(call=call, region=region(), language="nl", expires_at=call.closes_at, **facts)


def coach(space: Space, **facts) -> Coach:
    values = {"name": "Els Maes", "email": ELS, "language": "nl", "note": "Streng", **facts}
    return Coach.objects.create(programme=space, region=region(), **values)


def test_each_is_told_what_is_theirs_and_not_who_named_them_or_what_is_thought() -> None:
    call = make_call()
    proposal = draft(call)
    partner(proposal)
    nomination(call)
    search(call)
    coach(call.space)
    text = said(ELS)
    for words in ("Gemeente Stekene", "De Stuw", "Wie heeft een zaal?", "Welzijn Waas", "Netwerken 2027"):
        assert words in text
    for words in ("Jo Aerts", "Zij kennen elk dorp", "Streng", "Karel"):
        assert words not in text
    assert "OCMW Lokeren" in said(KAREL)
    assert "Zij kennen elk dorp" in said("jo@example.org")


def test_a_draft_a_search_and_names_go_and_two_of_a_region_may_go() -> None:
    call = make_call()
    first, second = draft(call), draft(call, email="ann@example.org")
    Answer.objects.create(proposal=first, question=call.questions.first(), text="Mijn plan")
    joint = partner(second, email=ELS, name="Els Maes")
    named = nomination(call)
    search(call)
    by = user_with("coordinator", call.space)
    wishes.erase(call.space, ELS, by=by)
    wishes.erase(call.space, "ann@example.org", by=by)
    assert held_about(ELS) == held_about("ann@example.org") == {}
    first.refresh_from_db()
    joint.refresh_from_db()
    named.refresh_from_db()
    assert (first.state, first.lead_name) == ("withdrawn", str(SOMEBODY))
    assert (Answer.objects.count(), PartnerSearch.objects.count()) == (0, 0)
    assert (joint.name, Partner.objects.filter(email=ELS).exists()) == (str(SOMEBODY), False)
    assert (named.contact_name, named.contact_email, named.name) == ("", "", "Jo Aerts")


def test_what_was_handed_in_is_decided_first_and_its_document_stays() -> None:
    call = make_call()
    proposal = submitted(call)
    by = user_with("coordinator", call.space)
    with pytest.raises(ValidationError):
        wishes.erase(call.space, ELS, by=by)
    assert Proposal.objects.get().lead_email == ELS
    applying.withdraw(proposal)
    before = bytes(proposal.document.content)  # type: ignore[union-attr]
    wishes.erase(call.space, ELS, by=by)
    proposal.refresh_from_db()
    assert proposal.lead_name == str(SOMEBODY)
    assert bytes(proposal.document.content) == before  # type: ignore[union-attr]


def test_a_coach_is_erased_once_it_ended() -> None:
    call = make_call()
    row = coach(call.space)
    by = user_with("coordinator", call.space)
    with pytest.raises(ValidationError):
        wishes.erase(call.space, ELS, by=by)
    Coach.objects.update(starts_on="2026-01-01", ends_on="2026-02-01")
    wishes.erase(call.space, ELS, by=by)
    row.refresh_from_db()
    assert (row.name, row.email, row.note) == (str(SOMEBODY), "", "")


def test_another_programme_is_left_alone() -> None:
    call = make_call()
    nomination(call)
    other = Space.objects.create(kind=Space.Kind.PROGRAMME, name="Elders", slug="elders")
    wishes.erase(other, ELS, by=user_with("coordinator", other))
    assert Nomination.objects.get().contact_email == ELS
