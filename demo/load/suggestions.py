"""Whom else to involve: the members are asked, one suggestion waits, one was taken up and one declined."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import User
from demo.data.suggestions import SUGGESTIONS, WORDS, SuggestionData
from partners.suggestions import asking, deciding, services
from partners.suggestions.models import Question, Suggestion
from spaces.models import Person, Space

GOES_ON = dt.timedelta(days=9)


def make(space: Space, by: User) -> None:
    question = Question(space=space, words=WORDS, closes_on=timezone.localdate() + GOES_ON)
    asking.ask(question, [person.pk for person in asking.people_to_ask(space)], by=by)
    people = {person.name: person for person in space.people.all()}
    for data in SUGGESTIONS:
        _suggest(data, space, people[data.person], by)


def _suggest(data: SuggestionData, space: Space, person: Person, by: User) -> None:
    moment = timezone.now() - dt.timedelta(days=data.days_ago)
    one = services.suggest(Suggestion(space=space, person=person, suggested_at=moment, **data.facts))
    if data.accepts:
        deciding.accept_as_new(one, by=by)
    elif data.answer:
        deciding.decline(one, answer=data.answer, by=by)
