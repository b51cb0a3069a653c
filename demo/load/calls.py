"""The programme's open call: who applies, who assesses, and an evening at which one can hear more."""

from __future__ import annotations

import datetime as dt

from accounts.models import User
from demo.data import calls as data
from demo.load.calendar import Calendar, moment
from places.models import Region
from programmes.calls.models import Assessment, Call, InformationSession, Nomination, Partner, PartnerSearch, Proposal
from programmes.calls.services import applying, assessing, introducing, naming, opening
from sessions.meetings.models import Meeting
from sessions.meetings.services import planning
from spaces.models import Space


def make(programme: Space, by: User, calendar: Calendar) -> None:
    regions = [
        Region.objects.create(code=place.code, name=place.name, kind=place.kind, country=place.country)
        for place in data.REGIONS
    ]
    call = Call(
        space=programme,
        title=data.TITLE,
        text=data.TEXT,
        budget=data.BUDGET,
        opens_at=moment(calendar.day(-data.OPENED_DAYS_AGO), dt.time(9), programme),
        closes_at=moment(calendar.working_day(data.CLOSES_IN_DAYS), data.CLOSES_AT, programme),
    )
    opening.add(call, regions)
    opening.publish(call)
    call.refresh_from_db()
    _plan_session(call, regions, calendar)
    proposals = [_proposal(call, one) for one in data.PROPOSALS]
    _assess(proposals[0], by)
    for one in data.NOMINATIONS:
        _nominate(call, one)
    for search in data.SEARCHES:
        _look_for_partners(call, search)


def _plan_session(call: Call, regions: list[Region], calendar: Calendar) -> None:
    day = calendar.working_day(6)
    meeting = Meeting(
        space=call.space,
        title="Informatieavond over de oproep",
        starts_at=moment(day, dt.time(19, 30), call.space),
        ends_at=moment(day, dt.time(21), call.space),
        place="Dorpshuis De Brink (verzonnen), Assen",
        invitation_text=planning.default_invitation(call.space),
    )
    session = InformationSession.objects.create(call=call, meeting=planning.plan(meeting))
    session.regions.set(regions)


def _proposal(call: Call, one: data.ProposalData) -> Proposal:
    region = Region.objects.get(code=one.region, division=None)
    proposal = applying.begin(
        call, applying.Applicant(one.organisation, one.lead.name, one.lead.email, region, one.lead.language)
    )
    for question, text in zip(call.questions.all(), one.answers, strict=False):
        applying.save_answer(proposal, question, text, version=0)
    for organisation, someone in one.partners:
        partner = applying.ask_partner(proposal, organisation=organisation, name=someone.name, email=someone.email)
        applying.reply(partner, Partner.Reply.YES)
    return applying.submit(proposal) if one.is_submitted else proposal


def _nominate(call: Call, one: data.NominationData) -> None:
    nomination = Nomination(
        call=call,
        region=Region.objects.get(code=one.region, division=None),
        organisation=one.organisation,
        words=one.words,
        name=one.by.name,
        email=one.by.email,
        language=one.by.language,
        contact_name=one.contact.name if one.contact else "",
        contact_email=one.contact.email if one.contact else "",
    )
    naming.confirm(naming.name(nomination))


def _look_for_partners(call: Call, one: data.SearchData) -> None:
    search = PartnerSearch(
        call=call,
        region=Region.objects.get(code=one.region, division=None),
        organisation=one.organisation,
        words=one.words,
        name=one.by.name,
        email=one.by.email,
        language=one.by.language,
    )
    introducing.agree(introducing.look(search))


def _assess(proposal: Proposal, by: User) -> None:
    criteria = list(proposal.call.criteria.all())
    for one in data.ASSESSMENTS:
        (row,) = assessing.ask(proposal.call, [proposal], name=one.assessor.name, email=one.assessor.email, by=by)
        assessing.declare(row, Assessment.Interest.NONE)
        assessing.write(row, dict(zip(criteria, one.points, strict=True)), one.note, hands_in=True)
    someone, words = data.CONFLICTED
    (row,) = assessing.ask(proposal.call, [proposal], name=someone.name, email=someone.email, by=by)
    assessing.declare(row, Assessment.Interest.CONFLICT, words)
