"""Intervision days: one that was held, with its report, and one to come, with what people hand in."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import User
from demo.data.shapes import DayData, RoundData, StoryData
from demo.load.calendar import Calendar, moment
from sessions.intervision.models import Contribution, IntervisionDay, Round
from sessions.intervision.services import asking, contributing, matching, planning, reporting
from spaces.models import Member, Person, Space


def make_past(data: DayData, space: Space, by: User, calendar: Calendar) -> None:
    """A day that was held: its rounds with their reports, finished."""
    day = _plan(data, space, calendar)
    for round_data in data.rounds:
        _report(day.rounds.get(title=round_data.title), round_data)
    reporting.finish(day, by)


def make_coming(
    data: DayData, space: Space, by: User, calendar: Calendar, *, matched: Iterable[tuple[str, str]]
) -> None:
    """A day to come: everybody is asked, some have handed in, the facilitator put some together."""
    day = _plan(data, space, calendar)
    asking.ask(day, [one.person.pk for one in asking.candidates(day)], by)
    for story in data.stories:
        _hand_in(day, story)
    numbers = dict(Contribution.objects.filter(day=day).values_list("title", "pk"))
    matching.arrange(day, {}, [(numbers[question], numbers[success]) for question, success in matched])


def _plan(data: DayData, space: Space, calendar: Calendar) -> IntervisionDay:
    on = data.on or calendar.working_day(data.in_days)
    day = IntervisionDay.objects.create(
        space=space,
        title=data.title,
        themes=data.themes,
        starts_at=moment(on, data.starts, space),
        ends_at=moment(on, data.ends, space),
        place=data.place,
        introduction=data.introduction,
        guiding_questions=data.guiding_questions,
    )
    for round_data in data.rounds:
        planning.save_round(_round(day, round_data, space))
    return day


def _round(day: IntervisionDay, data: RoundData, space: Space) -> Round:
    return Round(
        day=day,
        title=data.title,
        theme=data.theme,
        starts=data.starts,
        ends=data.ends,
        place=data.place,
        host=Member.objects.get(space=space, organisation__name=data.host) if data.host else None,
        facilitator=data.facilitator,
    )


def _report(round_: Round, data: RoundData) -> None:
    text = {name: getattr(data, name) for name in Round.REPORT if name != "others_attending"}
    text["others_attending"] = "\n".join(data.others_attending)
    tips = [reporting.TipText(tip.text, tip.url, tip.given_by) for tip in data.tips]
    reporting.save_report(round_, text, attending=[], tips=tips, version=round_.version)


def _hand_in(day: IntervisionDay, data: StoryData) -> None:
    contributing.hand_in(
        day,
        Person.objects.get(space=day.space, name=data.by),
        contributing.Story(
            kind=data.kind,
            title=data.title,
            story=data.story,
            round=day.rounds.get(title=data.round) if data.round else None,
            shows_name=data.shows_name,
        ),
    )
