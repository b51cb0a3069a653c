"""Whatever points to a person is told to them, also by a room that says nothing of its own."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.apps import apps

from core.personal import held_about
from partners.suggestions.models import Suggestion
from privacy import wishes
from sessions.meetings.models import ActionPoint
from spaces.held import TOLD_MORE_FULLY, _pointing
from tests.meetings.factories import MeetingFactory
from tests.relations.factories import a_member, asked, met, says
from tests.spaces.factories import AllianceFactory, PersonFactory, user_with

pytestmark = pytest.mark.django_db


def lines(space, address: str) -> dict[str, str]:
    return {str(label): value for one in held_about(address).get(space.pk, []) for label, value in one.lines}


def test_each_kind_is_counted_in_its_own_space() -> None:
    space, other = AllianceFactory().space, AllianceFactory().space
    els = PersonFactory(space=space, email="els@example.org")
    elsewhere = PersonFactory(space=other, email="els@example.org")
    jan = PersonFactory(space=space, email="jan@example.org")
    for person, number in ((els, 2), (elsewhere, 1), (jan, 3)):
        for _one in range(number):
            Suggestion.objects.create(space=person.space, person=person, kind="person", name="Piet", why="Goed")
    point = ActionPoint.objects.create(space=space, meeting=MeetingFactory(space=space), thread=uuid4(), text="Bellen")
    point.people.add(els, jan)
    assert (lines(space, "els@example.org")["Suggesties"], lines(space, "els@example.org")["Actiepunten"]) == ("2", "1")
    assert lines(other, "els@example.org")["Suggesties"] == "1"
    assert "Actiepunten" not in lines(other, "els@example.org")


def test_answers_to_questions_are_told_too() -> None:
    space = AllianceFactory().space
    one, two = a_member(space, "Huis"), a_member(space, "Werk")
    met(space, one, two)
    asked(one)
    says(one, two)
    address = one.representatives.get().person.email
    assert {"Antwoorden over relaties", "Verzoeken over relaties"} <= set(lines(space, address))


def test_who_is_erased_is_in_nothing_any_more() -> None:
    space = AllianceFactory().space
    els = PersonFactory(space=space, email="els@example.org")
    Suggestion.objects.create(space=space, person=els, kind="person", name="Piet", why="Goed")
    wishes.erase(space, "els@example.org", by=user_with("coordinator", space))
    assert held_about("els@example.org") == {}
    assert "Els" not in str(Suggestion.objects.get().person)


def test_what_is_told_more_fully_exists() -> None:
    """A label that is typed wrongly would count it twice; one of a model that is gone would hide another."""

    assert {apps.get_model(label)._meta.label for label in TOLD_MORE_FULLY} == TOLD_MORE_FULLY
    assert len(list(_pointing())) > 10
