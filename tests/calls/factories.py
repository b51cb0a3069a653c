"""Calls, proposals and assessors for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from places.models import Division, Region
from programmes.calls.models import Answer, Assessment, Call, Partner, Proposal
from programmes.calls.services import applying, assessing, opening
from spaces.models import Space
from tests.spaces.factories import ProgrammeFactory, user_with

DAY = dt.timedelta(days=1)


def programme_with_regions(*names: str) -> Space:
    """A programme with a division of these regions."""
    division = Division.objects.create(name="Streken", code=f"streken-{Division.objects.count()}")
    for name in names or ("Waasland", "Kempen"):
        Region.objects.create(name=name, code=name.lower().replace(" ", "-"), division=division)
    return ProgrammeFactory(division=division, space__name="Sterk thuis").space


def make_call(space: Space | None = None, *, published: bool = True, **facts: Any) -> Call:
    """An open call of this programme for all its regions."""
    space = space or programme_with_regions()
    now = timezone.now()
    values = {"title": "Netwerken 2027", "text": "Wie *trekt*?", "opens_at": now - DAY, "closes_at": now + DAY}
    call = opening.add(Call(space=space, **{**values, **facts}), opening.usual_regions(space))
    if published:
        Call.objects.filter(pk=call.pk).update(published_at=now)
    call.refresh_from_db()
    return call


def region(name: str = "Waasland") -> Region:
    return Region.objects.get(name=name)


def applicant(**facts: Any) -> applying.Applicant:
    values = {
        "organisation": "Gemeente Stekene",
        "name": "Els Maes",
        "email": "els@example.org",
        "region": None,
        "language": "nl",
    }
    given = {**values, **facts}
    return applying.Applicant(**{**given, "region": given["region"] or region()})


def draft(call: Call | None = None, **facts: Any) -> Proposal:
    """A proposal that somebody began."""
    return applying.begin(call or make_call(), applicant(**facts))


def written(call: Call | None = None, **facts: Any) -> Proposal:
    """A proposal with every question answered."""
    proposal = draft(call, **facts)
    for question in proposal.call.questions.all():
        Answer.objects.create(proposal=proposal, question=question, text=f"Antwoord op {question.pk}", version=1)
    return proposal


def submitted(call: Call | None = None, **facts: Any) -> Proposal:
    return applying.submit(written(call, **facts))


def partner(proposal: Proposal, reply: str = "", **facts: Any) -> Partner:
    values = {"organisation": "OCMW Lokeren", "name": "Karel Peeters", "email": "karel@example.org", **facts}
    row = applying.ask_partner(proposal, **values)
    return applying.reply(row, reply) if reply else row


def assessment(proposal: Proposal, email: str = "an@example.org", name: str = "An Claes") -> Assessment:
    by = user_with("coordinator", proposal.call.space)
    (row,) = assessing.ask(proposal.call, [proposal], name=name, email=email, by=by)
    return row
