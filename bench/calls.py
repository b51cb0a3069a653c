"""A call with as many proposals, assessors and sessions as asked for."""

import datetime as dt

from django.utils import timezone

from accounts.models import User
from places.models import Region
from programmes.calls.models import (
    Answer,
    Assessment,
    Call,
    InformationSession,
    Nomination,
    Partner,
    PartnerSearch,
    Proposal,
)
from programmes.calls.services import applying, assessing, naming, opening
from sessions.meetings.models import Meeting
from spaces.models import Space

IN_A_MONTH = dt.timedelta(days=30)


def call_with(space: Space, rows: int, by: User) -> tuple[Call, Proposal]:
    """The open call, and its one submitted proposal; the others are being written."""
    regions = [Region.objects.create(name=f"Streek {number}", code=f"b{rows}x{number}") for number in range(rows)]
    now = timezone.now()
    call = Call(space=space, title=f"Oproep {rows}", text="Wie trekt?", opens_at=now, closes_at=now + IN_A_MONTH)
    opening.add(call, regions)
    opening.publish(call)
    call.refresh_from_db()
    for number in range(rows):
        _session(call, regions, number)
        _nomination(call, regions[number], number, by)
        _search(call, regions[number], number)
        proposal = _proposal(call, regions[number], number)
    for question in call.questions.all():
        Answer.objects.create(proposal=proposal, question=question, text="Zo doen we dat.", version=1)
    for number in range(rows):
        partner = applying.ask_partner(
            proposal, organisation=f"Partner {number}", name="Jo", email=f"partner{rows}x{number}@example.org"
        ) if number < applying.MOST_PARTNERS else None  # fmt: skip
        if partner:
            applying.reply(partner, Partner.Reply.YES)
    proposal = applying.submit(proposal)
    for number in range(rows):
        _assessment(proposal, number, by)
    return call, proposal


def _session(call: Call, regions: list[Region], number: int) -> None:
    start = timezone.now() + IN_A_MONTH
    meeting = Meeting.objects.create(
        space=call.space, title=f"Infoavond {number}", starts_at=start, ends_at=start + dt.timedelta(hours=2)
    )
    InformationSession.objects.create(call=call, meeting=meeting).regions.set(regions)


def _nomination(call: Call, region: Region, number: int, by: User) -> None:
    naming.name_ourselves(
        Nomination(call=call, region=region, organisation=f"Welzijn {number}", words="Zij kennen iedereen."), by
    )


def _search(call: Call, region: Region, number: int) -> None:
    PartnerSearch.objects.create(
        call=call, region=region, organisation=f"Gemeente {number}", words="Wie doet mee?", name="Jo", language="nl",
        email=f"zoekt{call.pk}x{number}@example.org", expires_at=call.closes_at, confirmed_at=timezone.now(),
    )  # fmt: skip


def _proposal(call: Call, region: Region, number: int) -> Proposal:
    return applying.begin(
        call,
        applying.Applicant(f"Gemeente {number}", "Els", f"els{call.pk}x{number}@example.org", region, "nl"),
    )


def _assessment(proposal: Proposal, number: int, by: User) -> None:
    email = f"lezer{proposal.pk}x{number}@example.org"
    (row,) = assessing.ask(proposal.call, [proposal], name=f"Lezer {number}", email=email, by=by)
    assessing.declare(row, Assessment.Interest.NONE)
    points = dict.fromkeys(proposal.call.criteria.all(), 3)
    assessing.write(row, points, "Goed.", hands_in=True)
