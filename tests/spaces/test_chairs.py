"""The chair that goes round: who comes when, and that rights follow the turns by date."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from spaces import chairs, seats
from spaces.chairs import Rhythm
from spaces.models import Member, Person, Role, Space
from tests.pages import save
from tests.spaces.factories import (
    LONG_AGO,
    AllianceFactory,
    MemberFactory,
    RepresentativeFactory,
    client_with,
    somebody,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.fixture
def space() -> Space:
    found: Space = AllianceFactory().space
    return found


def member_since(space: Space, year: int, name: str) -> Person:
    member = MemberFactory(space=space, starts_on=dt.date(year, 1, 1))
    person: Person = RepresentativeFactory(member=member, person__name=name).person
    return person


def told(space: Space) -> list[tuple[str, str, str]]:
    return [(turn.person.name, str(turn.starts_on), str(turn.ends_on)) for turn in chairs.turns(space)]


def test_members_chair_one_after_the_other_and_no_day_is_left_out(space: Space) -> None:
    for year, name in ((2020, "Els"), (2021, "Jan")):
        member_since(space, year, name)
    chairs.plan(space, Rhythm(dt.date(2199, 11, 30), months=3, turns=3))
    assert told(space) == [
        ("Els", "2199-11-30", "2200-02-27"),
        ("Jan", "2200-02-28", "2200-05-29"),
        ("Els", "2200-05-30", "2200-08-29"),
    ]


def test_who_chaired_least_comes_first_then_whose_time_is_longest_ago(space: Space) -> None:
    els, jan, amina = (
        member_since(space, year, name) for year, name in ((2020, "Els"), (2021, "Jan"), (2022, "Amina"))
    )
    for person, year in ((els, 2023), (jan, 2022)):
        day = dt.date(year, 1, 1)
        Role.objects.create(space=space, person=person, kind="chair", starts_on=day, ends_on=day)
    assert chairs.in_turn(space) == [amina, jan, els]


def test_one_person_of_each_member_that_takes_part(space: Space) -> None:
    first = RepresentativeFactory(member__space=space)
    RepresentativeFactory(member=first.member, starts_on=dt.date(2024, 1, 1))
    RepresentativeFactory(member=MemberFactory(space=space), person=first.person)
    paused = RepresentativeFactory(member__space=space)
    seats.pause(paused.member)
    MemberFactory(space=space)  # vacant
    RepresentativeFactory()  # of another space
    alone = somebody(space)
    Member.objects.create(space=space, individual=alone)
    assert chairs.in_turn(space) == [first.person, alone]


def test_who_chairs_now_does_so_until_the_day_before_and_later_turns_make_place(space: Space) -> None:
    member_since(space, 2020, "Els")
    now = somebody(space, "chair", name="Tom")
    soon = TODAY() + dt.timedelta(days=10)
    chairs.plan(space, Rhythm(soon, months=6, turns=2))
    chairs.plan(space, Rhythm(soon, months=6, turns=1))
    found = chairs.turns(space)
    assert [(turn.person.name, turn.starts_on) for turn in found] == [("Tom", LONG_AGO), ("Els", soon)]
    assert Role.objects.get(person=now).ends_on == soon - dt.timedelta(days=1)


def test_the_right_comes_and_goes_with_the_turn(space: Space) -> None:
    member_since(space, 2020, "Els")
    chairs.plan(space, Rhythm(TODAY(), months=3, turns=1))
    turn = chairs.turns(space).get()
    assert turn.ends_on
    chair = {"space": space, "kind": "chair"}
    days = (turn.starts_on - dt.timedelta(days=1), turn.starts_on, turn.ends_on, turn.ends_on + dt.timedelta(days=1))
    assert [Role.objects.current(day).filter(**chair).exists() for day in days] == [False, True, True, False]


def test_a_plan_from_a_day_that_passed_or_with_nobody_is_refused(space: Space) -> None:
    with pytest.raises(ValidationError):
        chairs.plan(space, Rhythm(TODAY(), months=3, turns=1))
    member_since(space, 2020, "Els")
    with pytest.raises(ValidationError) as refused:
        chairs.plan(space, Rhythm(TODAY() - dt.timedelta(days=1), months=3, turns=1))
    assert list(refused.value.message_dict) == ["first_day"]


def test_turns_are_proposed_from_today_or_where_somebody_chairs_from_the_next_quarter(space: Space) -> None:
    assert chairs.usual_first_day(space) == TODAY()
    somebody(space, "chair")
    day = chairs.usual_first_day(space)
    assert (day.day, day.month % 3, TODAY() < day < TODAY() + dt.timedelta(days=93)) == (1, 1, True)


# --- the pages ------------------------------------------------------------------------------------
def planned(space: Space, turns: int = 2) -> list[Role]:
    for number in range(turns):
        member_since(space, 2020 + number, f"Lid {number}")
    chairs.plan(space, Rhythm(TODAY(), months=3, turns=turns))
    return list(chairs.turns(space))


def address(turn: Role, name: str = "chair_turn_change") -> str:
    return reverse(f"spaces:{name}", args=[turn.space.slug, turn.pk])


def test_turns_are_planned_on_the_page(space: Space) -> None:
    member_since(space, 2020, "Els")
    page = reverse("spaces:chair_plan", args=[space.slug])
    data = {"first_day": TODAY().isoformat(), "months": "6", "turns": "2"}
    response = save(client_with("coordinator", space), page, data)
    assert (response.status_code, len(told(space))) == (302, 2)


def test_everybody_sees_the_turns_and_coordinators_change_them(space: Space) -> None:
    turn = planned(space)[0]
    page = reverse("spaces:chair_show", args=[space.slug])
    shown = {role: client_with(role, space).get(page).content.decode() for role in ("coordinator", "member")}
    assert {role: ["Lid 1" in text, address(turn) in text] for role, text in shown.items()} == {
        "coordinator": [True, True],
        "member": [True, False],
    }


def test_a_turn_to_come_gets_another_person_and_other_days(space: Space) -> None:
    first, second = planned(space)
    day = second.starts_on + dt.timedelta(days=7)
    data = {"person": first.person_id, "starts_on": day.isoformat(), "ends_on": ""}
    assert save(client_with("coordinator", space), address(second), data).status_code == 302
    second.refresh_from_db()
    assert (second.person_id, second.starts_on, second.ends_on) == (first.person_id, day, None)


def test_of_a_turn_that_has_begun_only_the_end_changes(space: Space) -> None:
    first, second = planned(space)
    data = {"person": second.person_id, "starts_on": "2199-01-01", "ends_on": TODAY().isoformat()}
    assert save(client_with("coordinator", space), address(first), data).status_code == 302
    before = (first.person_id, first.starts_on)
    first.refresh_from_db()
    assert (first.person_id, first.starts_on, first.ends_on) == (*before, TODAY())


@pytest.mark.parametrize(
    ("days", "field"), [((-400, None), "starts_on"), ((400, 399), "ends_on"), ((1, None), "__all__")]
)
def test_days_that_cannot_be_are_refused(space: Space, days: tuple[int, int | None], field: str) -> None:
    second = planned(space)[1]
    first, last = (None if one is None else TODAY() + dt.timedelta(days=one) for one in days)
    data = {"person": second.person_id, "starts_on": str(first), "ends_on": str(last) if last else ""}
    response = save(client_with("coordinator", space), address(second), data)
    assert (response.status_code, field in response.context["form"].errors) == (422, True)


def test_a_turn_to_come_is_removed_and_that_of_another_space_is_not_found(space: Space) -> None:
    second, theirs = planned(space)[1], planned(AllianceFactory().space)[1]
    client = client_with("coordinator", space)
    assert client.post(address(second, "chair_turn_remove")).status_code == 302
    foreign = reverse("spaces:chair_turn_remove", args=[space.slug, theirs.pk])
    assert client.post(foreign).status_code == 404
    assert not Role.objects.filter(pk=second.pk).exists()
    assert Role.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize("rows", [1, 12])
def test_the_turns_cost_the_same_number_of_queries(space: Space, rows: int, django_assert_max_num_queries) -> None:
    planned(space, rows)
    client, page = client_with("coordinator", space), reverse("spaces:chair_show", args=[space.slug])
    with django_assert_max_num_queries(5):
        client.get(page)
