"""How far an organisation is, computed from what was noted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from programmes.branches.matrix import Matrix, State, listed, matrix_of
from programmes.branches.models import members_of
from programmes.branches.road import road_of
from spaces.models import Member, Space
from tests.branches.factories import A_MONTH, BranchFactory, activity, mentoring, need, organisation_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    return BranchFactory().space


def matrix(space: Space) -> Matrix:
    return matrix_of(space, members_of(space))


def states(space: Space, organisation: Any) -> list[State]:
    found = matrix(space)
    road = road_of(space, organisation, found.phases, None, timezone.localdate())
    (row,) = found.rows(listed(members_of(space).filter(pk=organisation.pk), space))
    computed = [one.cell.state for one in row.cells]
    assert computed == [stop.state for stop in road], "the page of an organisation says the same"
    return computed


N, P, T, R = State.NOTHING, State.PLANNED, State.TOOK_PART, State.RESULT


def test_a_new_member_has_nothing_in_any_of_the_five_phases(space: Space) -> None:
    assert states(space, organisation_in(space)) == [N, N, N, N, N]


def test_an_activity_counts_by_its_day_and_its_result(space: Space) -> None:
    one, other = organisation_in(space), organisation_in(space)
    activity(space, one, number=1, result="Twaalf noden in kaart.")
    activity(space, one, number=2)
    activity(space, one, number=3, starts_on=timezone.localdate() + A_MONTH)
    assert states(space, one) == [R, T, P, N, N]
    assert states(space, other) == [N, N, N, N, N]


def test_what_happens_today_was_taken_part_in(space: Space) -> None:
    one = organisation_in(space)
    activity(space, one, starts_on=timezone.localdate())
    activity(space, one, number=2, starts_on=timezone.localdate() + dt.timedelta(days=1))
    assert states(space, one) == [T, P, N, N, N]


def test_the_furthest_state_shows_and_the_times_add_up(space: Space) -> None:
    one = organisation_in(space)
    activity(space, one)
    activity(space, one, result="Ja.")
    activity(space, one, starts_on=timezone.localdate() + A_MONTH)
    (row,) = matrix(space).rows(listed(members_of(space), space))
    cell = row.cells[0].cell
    assert (cell.state, cell.held, cell.results, cell.planned, cell.times) == (R, 2, 1, 1, 2)
    assert row.last_on == timezone.localdate() - A_MONTH


def test_mentoring_counts_in_its_phase(space: Space) -> None:
    one, other, third = (organisation_in(space) for _ in range(3))
    mentoring(space, one)
    mentoring(space, other, outcome="Een aanvraag ingediend.")
    mentoring(space, third, held_on=timezone.localdate() + A_MONTH)
    assert [states(space, which)[3] for which in (one, other, third)] == [T, R, P]


def test_the_heads_count_members_only(space: Space) -> None:
    one, gone = organisation_in(space), organisation_in(space)
    activity(space, one, gone, result="Ja.")
    activity(space, one, number=2)
    assert [head.reached for head in matrix(space).heads] == [2, 1, 0, 0, 0]
    Member.objects.filter(organisation=gone).update(ends_on=timezone.localdate())
    assert [head.reached for head in matrix(space).heads] == [1, 1, 0, 0, 0]


def test_who_comes_back_has_one_road(space: Space) -> None:
    one = organisation_in(space)
    activity(space, one, result="Ja.")
    Member.objects.filter(organisation=one).update(ends_on=timezone.localdate() - A_MONTH)
    assert matrix(space).members == {}
    Member.objects.create(space=space, organisation=one)
    assert states(space, one) == [R, N, N, N, N]


def test_nothing_of_another_branch_counts(space: Space) -> None:
    one, elsewhere = organisation_in(space), BranchFactory().space
    Member.objects.create(space=elsewhere, organisation=one)
    activity(elsewhere, one, result="Ja.")
    mentoring(elsewhere, one)
    need(elsewhere, one)
    assert states(space, one) == [N, N, N, N, N]
    (row,) = matrix(space).rows(listed(members_of(space), space))
    assert (row.needs, row.open_needs) == (0, 0)


def test_needs_are_counted_open_and_all(space: Space) -> None:
    one = organisation_in(space)
    need(space, one)
    need(space, one, answer="Via de studiereis.", answered_on=timezone.localdate())
    (row,) = matrix(space).rows(listed(members_of(space), space))
    assert (row.needs, row.open_needs) == (2, 1)
