"""A branch with its members and what they did."""

from __future__ import annotations

import datetime as dt

from accounts.services import account_for
from demo.data.shapes import BranchData, BranchMember
from demo.load import joining
from demo.load.calendar import Calendar
from partners.organisations.models import Organisation
from partners.organisations.services import organisation_for
from programmes.branches import services
from programmes.branches.models import Activity, Branch, Mentoring, Need
from spaces.models import Member, Representative, Role, Space
from spaces.services import Mandate, add_organisation, give_role, person_in


def make(data: BranchData, programme: Space, calendar: Calendar) -> Space:
    space = Space.objects.create(
        kind=Space.Kind.BRANCH,
        parent=programme,
        name=data.name,
        slug=data.slug,
        language="nl",
        why=data.why,
        vision=data.vision,
        objectives=data.objectives,
        starts_on=calendar.first_of_month(data.mandate[0]),
        ends_on=calendar.last_of_month(data.mandate[1]),
    )
    branch = Branch.objects.create(space=space, open_to_all=bool(data.contact_email), contact_email=data.contact_email)
    someone = data.coordinator
    coordinator = person_in(space, name=someone.name, email=someone.email, language=someone.language)
    give_role(coordinator, Role.Kind.COORDINATOR)
    by = account_for(someone.email, name=someone.name, language=someone.language)
    members = [_join(space, member) for member in data.members]
    Member.objects.filter(space=space).update(starts_on=space.starts_on)
    Representative.objects.filter(member__space=space).update(starts_on=space.starts_on)
    Role.objects.filter(space=space).update(starts_on=space.starts_on)
    _fill(branch, data, members, calendar)
    for asked in data.asked:
        joining.invited(asked, space, by)
    for request in data.requests:
        joining.requested(request, space)
    return space


def _join(space: Space, member: BranchMember) -> Organisation:
    facts = {"sectors": list(member.sectors), "municipality": member.municipality, "country": member.country}
    organisation = organisation_for(member.name, **facts)
    person = person_in(space, name=member.person.name, email=member.person.email)
    add_organisation(space, organisation, representative=person, mandate=Mandate(), role=member.role)
    return organisation


def _fill(branch: Branch, data: BranchData, members: list[Organisation], calendar: Calendar) -> None:
    phases = {phase.number: phase for phase in branch.phases.all()}
    follow_up = next(phase for phase in phases.values() if phase.mentored)
    for one in data.activities:
        first = calendar.day(one.in_days)
        activity = Activity(
            phase=phases[one.phase],
            title=one.title,
            starts_on=first,
            ends_on=first + dt.timedelta(days=one.days - 1) if one.days > 1 else None,
            place=one.place,
            others=one.others,
            result=one.result,
        )
        services.save_activity(
            branch.space, activity, organisations=[members[place].pk for place in one.members], people=()
        )
    for need in data.needs:
        answered_on = calendar.day(need.answered_in_days) if need.answered_in_days is not None else None
        Need.objects.create(
            branch=branch,
            organisation=members[need.member],
            text=need.text,
            brought_on=calendar.day(need.in_days),
            answer=need.answer,
            answered_on=answered_on,
        )
    for mentored in data.mentorings:
        Mentoring.objects.create(
            phase=follow_up,
            organisation=members[mentored.member],
            kind=mentored.kind,
            held_on=calendar.day(mentored.in_days),
            mentor=mentored.mentor,
            mentee=mentored.mentee,
            outcome=mentored.outcome,
        )
