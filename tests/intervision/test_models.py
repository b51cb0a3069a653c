from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sessions.intervision.models import IntervisionDay, Match
from sessions.intervision.models.days import lines_of
from tests.intervision.factories import (
    BRUSSELS,
    ContributionFactory,
    DayFactory,
    RequestFactory,
    RoundFactory,
    at,
    held_day,
)
from tests.spaces.factories import MemberFactory, OrganisationFactory, PersonFactory, SpaceFactory

pytestmark = pytest.mark.django_db


def test_upcoming_are_those_to_come_or_going_on_soonest_first() -> None:
    space = SpaceFactory()
    later = DayFactory(space=space, starts_at=at(30, 9), ends_at=at(30, 17))
    now = timezone.now()
    going_on = DayFactory(space=space, starts_at=now - dt.timedelta(hours=1), ends_at=now + dt.timedelta(hours=1))
    held_day(space)
    assert list(IntervisionDay.objects.upcoming()) == [going_on, later]


def test_held_are_those_over_with_a_round_latest_first() -> None:
    space = SpaceFactory()
    first, second = held_day(space), held_day(space)
    IntervisionDay.objects.filter(pk=first.pk).update(starts_at=at(-9, 9), ends_at=at(-9, 17))
    DayFactory(space=space, starts_at=at(-2, 9), ends_at=at(-2, 17))  # nothing was planned in it
    RoundFactory(day=DayFactory(space=space))
    assert list(IntervisionDay.objects.held()) == [second, first]
    assert list(IntervisionDay.objects.held(now=second.ends_at - dt.timedelta(minutes=1))) == [first]


def test_figures_count_each_kind_of_row_once() -> None:
    day = DayFactory()
    RoundFactory.create_batch(2, day=day)
    RequestFactory.create_batch(3, day=day)
    RequestFactory(day=day, withdrawn_at=timezone.now())
    ContributionFactory.create_batch(4, day=day)
    row = IntervisionDay.objects.with_figures().get(pk=day.pk)
    assert (row.rounds_planned, row.asked, row.contributed) == (2, 3, 4)
    empty = IntervisionDay.objects.with_figures().get(pk=DayFactory().pk)
    assert (empty.rounds_planned, empty.asked, empty.contributed) == (0, 0, 0)


def test_times_are_those_where_the_space_is_also_over_the_change_of_the_clock() -> None:
    winter = DayFactory(
        starts_at=dt.datetime(2027, 12, 3, 9, 30, tzinfo=BRUSSELS),
        ends_at=dt.datetime(2027, 12, 3, 17, tzinfo=BRUSSELS),
    )
    summer = DayFactory(
        starts_at=dt.datetime(2027, 6, 4, 9, 30, tzinfo=BRUSSELS), ends_at=dt.datetime(2027, 6, 4, 17, tzinfo=BRUSSELS)
    )
    assert [IntervisionDay.objects.get(pk=day.pk).hours for day in (winter, summer)] == ["09:30 – 17:00"] * 2


@pytest.mark.parametrize("lines", ["Een\n- Twee\n\n  • Drie  ", "Een\r\n* Twee\r\nDrie"])
def test_lines_lose_what_people_put_before_them(lines: str) -> None:
    assert lines_of(lines) == ["Een", "Twee", "Drie"]


def test_organisations_that_were_there_stand_once_by_name() -> None:
    round_ = RoundFactory(others_attending="Élan vzw\nDe Wissel\nZeemansbond\nbuurtwerk 't Lampeke")
    member = MemberFactory(space=round_.day.space, organisation=OrganisationFactory(name="De Wissel"))
    round_.attending.add(member)
    assert round_.attending_names == ["buurtwerk 't Lampeke", "De Wissel", "Élan vzw", "Zeemansbond"]


def test_the_name_of_an_author_comes_with_their_organisation() -> None:
    person = PersonFactory(name="Sjoukje van der Heide-Hoekstra")
    organisation = OrganisationFactory(name="Fryske Frouljuwu vzw")
    assert ContributionFactory(person=person, organisation=organisation).author == (
        "Sjoukje van der Heide-Hoekstra (Fryske Frouljuwu vzw)"
    )
    assert ContributionFactory(person=person, organisation=None).author == "Sjoukje van der Heide-Hoekstra"


def test_the_database_refuses_what_is_never_true() -> None:
    day = DayFactory()
    one = ContributionFactory(day=day)
    round_ = RoundFactory(day=day)
    refused = [
        lambda: IntervisionDay.objects.filter(pk=day.pk).update(ends_at=day.starts_at),
        lambda: type(round_).objects.filter(pk=round_.pk).update(ends=round_.starts),
        lambda: ContributionFactory(day=day, person=one.person, title=one.title, story=one.story),
        lambda: Match.objects.create(question=one, story=one),
        lambda: RequestFactory.create_batch(2, day=day, person=one.person),
    ]
    for attempt in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_a_day_is_open_until_it_begins() -> None:
    day = DayFactory()
    moment = dt.timedelta(seconds=1)
    assert day.is_open(day.starts_at - moment)
    assert not day.is_open(day.starts_at)
    assert not day.is_over(day.ends_at - moment)
    assert day.is_over(day.ends_at)
