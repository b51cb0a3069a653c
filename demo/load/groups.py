"""A working group of the alliance, with a meeting to come and two recommendations."""

from __future__ import annotations

import datetime as dt

from accounts.models import User
from accounts.services import account_for
from alliances.workinggroups import services
from alliances.workinggroups.models import Recommendation
from demo.data.friesland_work import GROUP, RECOMMENDATIONS
from demo.load.calendar import Calendar, moment
from sessions.meetings.models import Meeting
from sessions.meetings.services import inviting, planning
from spaces.models import Space


def make(space: Space, by: User, calendar: Calendar) -> None:
    name, why, lead, people = GROUP
    known = {person.name: person for person in services.people_of(space)}
    group = services.found(space, name=name, why=why, lead=known[lead], people=[known[one] for one in people])
    account = account_for(known[lead].email, name=lead, language=known[lead].mail_language)
    day = calendar.working_day(9)
    meeting = planning.plan(
        Meeting(
            space=group.space,
            title="Wat vragen bedrijven?",
            place="Werkplaats Noord, Drachten",
            invitation_text=planning.default_invitation(group.space),
            starts_at=moment(day, dt.time(15), group.space),
            ends_at=moment(day, dt.time(16, 30), group.space),
        )
    )
    inviting.invite(meeting, {one.person.pk for one in inviting.candidates(meeting)}, by=account)
    for title, text, state, reason in RECOMMENDATIONS:
        one = Recommendation.objects.create(space=group.space, title=title, text=text, handed_over_on=calendar.day(-20))
        if state != Recommendation.State.HANDED_OVER:
            services.decide(one, state=state, reason=reason, by=by)
