"""Sprints with goals, a start question with answers, check-ins of the past months and one that goes on."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import User
from alliances.sprints import services
from alliances.sprints.models import THEMES, Goal, Reply, Round, Sprint
from demo.data.friesland_work import CHECK_INS, LOOK_BACK, SPRINTS, START_ANSWERS, START_QUESTION
from demo.load.calendar import Calendar
from spaces.models import Space

ANSWER_DAYS = 10


def make(space: Space, by: User, calendar: Calendar) -> None:
    for title, (first, last), order, goals in SPRINTS:
        days = {"starts_on": calendar.first_of_month(first), "ends_on": calendar.last_of_month(last)}
        sprint = Sprint.objects.create(space=space, title=title, order=order, **days)
        Goal.objects.bulk_create(
            Goal(sprint=sprint, text=text, who=who, state=state, position=number)
            for number, (text, who, state) in enumerate(goals, start=1)
        )
    people = services.people_to_ask(space)
    start = _past(space, Round.Kind.START, 160, question=START_QUESTION)
    Reply.objects.bulk_create(
        Reply(round=start, person=person, words=START_ANSWERS[person.name])
        for person in people
        if person.name in START_ANSWERS
    )
    for days_ago, answers, words in CHECK_INS:
        round_ = _past(space, Round.Kind.CHECK_IN, days_ago)
        said = [*words, *[""] * len(answers)]
        Reply.objects.bulk_create(
            Reply(round=round_, person=person, words=said[n], **dict(zip(THEMES, scores, strict=True)))
            for n, (person, scores) in enumerate(zip(people, answers, strict=False))
        )
    _look_back(space)
    now = Round(space=space, kind=Round.Kind.CHECK_IN, closes_on=timezone.localdate() + dt.timedelta(days=ANSWER_DAYS))
    services.ask(now, {person.pk for person in people}, by=by)


def _look_back(space: Space) -> None:
    """On the sprint that ended."""
    ended = Sprint.objects.filter(space=space, ends_on__lt=timezone.localdate()).latest("ends_on")
    round_ = _past(space, Round.Kind.LOOK_BACK, 45, sprint=ended)
    for person in space.people.filter(name__in=LOOK_BACK):
        role, own_role, words, passes_to, how = LOOK_BACK[person.name]
        passing = Reply.Passing.PASSES if passes_to else Reply.Passing.KEEPS
        facts = {"passing": passing, "passes_to": passes_to, "passes_how": how}
        Reply.objects.create(round=round_, person=person, role=role, own_role=own_role, words=words, **facts)


def _past(space: Space, kind: str, days_ago: int, *, question: str = "", sprint: Sprint | None = None) -> Round:
    asked = timezone.now() - dt.timedelta(days=days_ago)
    closed = asked + dt.timedelta(days=ANSWER_DAYS)
    days = {"asked_at": asked, "closes_on": closed.date(), "closed_at": closed}
    return Round.objects.create(space=space, kind=kind, question=question, sprint=sprint, **days)
