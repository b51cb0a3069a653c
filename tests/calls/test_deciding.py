"""Granting makes a whole network or nothing; refusing says why."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliances.models import Alliance, AllianceRegion
from core.mail.models import Mail
from programmes.calls.models import Proposal
from programmes.calls.services import deciding
from spaces.models import Invitation, Member, Role, Space
from tests.at_once import together
from tests.calls.factories import make_call, partner, programme_with_regions, region, submitted, written
from tests.spaces.factories import AllianceFactory, user_with

pytestmark = pytest.mark.django_db


def network(**facts: Any) -> deciding.Network:
    coordinators = [deciding.Someone("Els Maes", "els@example.org"), deciding.Someone("Jo Wils", "jo@example.org")]
    return deciding.Network(**{"name": "Alliantie Waasland", "slug": "waas", "coordinators": coordinators, **facts})


def test_grant_makes_the_region_s_network() -> None:
    proposal = written()
    partner(proposal, "yes")
    partner(proposal, "no", organisation="Nee vzw", email="nee@example.org")
    from programmes.calls.services import applying

    proposal = applying.submit(proposal)
    by = user_with("coordinator", proposal.call.space)
    alliance = deciding.grant(proposal, network(), reason="Sterk verhaal.", by=by)
    proposal.refresh_from_db()
    space = alliance.space
    assert (space.kind, space.parent, space.slug) == ("alliance", proposal.call.space, "waas")
    assert [row.region.name for row in alliance.alliance_regions.all()] == ["Waasland"]
    assert alliance.steps.count() == 6
    members = Member.objects.filter(space=space).order_by("pk")
    assert [(m.name, m.representatives.get().person.name) for m in members] == [
        ("Gemeente Stekene", "Els Maes"),
        ("OCMW Lokeren", "Karel Peeters"),
    ]
    assert {seat.mandate_words for m in members for seat in m.representatives.all()} == {"speaks, decides"}
    assert [one.name for one in space.stakeholders.order_by("pk")] == ["Gemeente Stekene", "OCMW Lokeren"]
    coordinators = Role.objects.filter(space=space, kind="coordinator").order_by("pk")
    assert [(r.person.email, r.given_by) for r in coordinators] == [
        ("els@example.org", by.name_and_address),
        ("jo@example.org", by.name_and_address),
    ]
    assert Invitation.objects.filter(role__space=space).count() == 2
    assert (proposal.state, proposal.alliance, proposal.reason) == ("granted", alliance, "Sterk verhaal.")
    decided = Mail.objects.filter(kind="proposal granted").values_list("to", flat=True)
    assert sorted(decided) == ["els@example.org", "karel@example.org"]


def test_grant_pressed_twice_makes_one_network() -> None:
    proposal = submitted()
    by = user_with("coordinator", proposal.call.space)
    deciding.grant(proposal, network(), reason="", by=by)
    with pytest.raises(ValidationError, match="nothing to decide"):
        deciding.grant(proposal, network(slug="waas-2"), reason="", by=by)
    assert Alliance.objects.count() == 1


def test_grant_leaves_nothing_when_the_region_has_an_alliance() -> None:
    call = make_call()
    proposal = submitted(call)
    other = AllianceFactory(space__parent=call.space)
    AllianceRegion(alliance=other, region=region()).save()
    before = (Space.objects.count(), Mail.objects.count())
    with pytest.raises(ValidationError, match="has an alliance in Waasland already"):
        deciding.grant(proposal, network(), reason="", by=user_with("coordinator", call.space))
    proposal.refresh_from_db()
    assert proposal.state == "submitted"
    assert (Space.objects.count(), Mail.objects.count()) == before


def test_grant_refuses_a_short_name_that_is_taken() -> None:
    proposal = submitted()
    AllianceFactory(space__slug="waas")
    with pytest.raises(ValidationError):
        deciding.grant(proposal, network(), reason="", by=user_with("coordinator", proposal.call.space))
    assert Proposal.objects.get().state == "submitted"


def test_a_second_lead_for_a_region_is_refused_in_words_and_by_the_database() -> None:
    call = make_call()
    first, second = submitted(call), submitted(call, email="jan@example.org", organisation="Gemeente Temse")
    by = user_with("coordinator", call.space)
    alliance = deciding.grant(first, network(), reason="", by=by)
    with pytest.raises(ValidationError, match="Gemeente Stekene leads Waasland in this programme already"):
        deciding.grant(second, network(slug="waas-2"), reason="", by=by)
    spare = AllianceFactory()
    assert alliance != spare
    rows = Proposal.objects.filter(pk=second.pk)
    with pytest.raises(IntegrityError, match="one_granted_proposal_per_region_and_programme"), transaction.atomic():
        rows.update(state="granted", alliance=spare, decided_at=timezone.now(), decided_by="x")


def test_the_same_region_in_another_programme_is_free() -> None:
    one = submitted()
    deciding.grant(one, network(), reason="", by=user_with("coordinator", one.call.space))
    other = programme_with_regions("Elders")
    call = make_call(other)
    call.regions.add(region())
    two = submitted(call)
    deciding.grant(two, network(slug="waas-2"), reason="", by=user_with("coordinator", other))
    assert Proposal.objects.filter(state="granted").count() == 2


def test_refuse_tells_everybody_the_reason() -> None:
    proposal = submitted()
    by = user_with("coordinator", proposal.call.space)
    deciding.refuse(proposal, reason="Er ontbreken <b>bewoners</b>.", by=by)
    mail = Mail.objects.get(kind="proposal refused")
    assert "Er ontbreken <b>bewoners</b>." in mail.text
    assert "Er ontbreken &lt;b&gt;bewoners&lt;/b&gt;." in mail.html
    assert (mail.to, mail.reply_to) == ("els@example.org", by.email)
    with pytest.raises(ValidationError):
        deciding.refuse(proposal, reason="Nog eens.", by=by)


def test_the_database_wants_a_reason_with_a_refusal() -> None:
    rows = Proposal.objects.filter(pk=submitted().pk)
    with pytest.raises(IntegrityError, match="proposal_refused_with_a_reason"), transaction.atomic():
        rows.update(state="refused", decided_at=timezone.now(), decided_by="x")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does() -> None:
    proposal = submitted()
    by = user_with("coordinator", proposal.call.space)
    found = together(
        lambda: deciding.grant(proposal, network(), reason="", by=by),
        lambda: deciding.grant(proposal, network(slug="waas-2"), reason="", by=by),
        lambda: deciding.refuse(proposal, reason="Nee.", by=by),
    )
    assert sorted(isinstance(one, ValidationError) for one in found) == [False, True, True]
    proposal.refresh_from_db()
    assert proposal.state in ("granted", "refused")


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_granted_at_once_one_is() -> None:
    call = make_call()
    first, second = submitted(call), submitted(call, email="jan@example.org")
    by = user_with("coordinator", call.space)
    found = together(
        lambda: deciding.grant(first, network(), reason="", by=by),
        lambda: deciding.grant(second, network(slug="waas-2"), reason="", by=by),
    )
    assert sorted(type(one).__name__ for one in found) == ["Alliance", "ValidationError"]
    assert Alliance.objects.count() == 1
