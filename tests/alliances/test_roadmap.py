"""The road is computed from what is there, never ticked."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from alliances import roadmap
from alliances.steps import STEPS
from sessions.meetings.models import Meeting
from spaces.models import Role, Space
from tests.spaces.factories import AllianceFactory, MemberFactory, client_with, somebody
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db


def done_checks(space: Space) -> set[str]:
    facts = roadmap.facts_of(space)
    return {check.key for step in STEPS for check in step.checks if check.done(facts)}


def test_a_new_alliance_has_everything_before_it() -> None:
    space = AllianceFactory().space
    assert done_checks(space) == set()
    steps = roadmap.progress(roadmap.facts_of(space))
    assert [step.step.number for step in steps] == [1, 2, 3, 4, 5, 6]
    assert [step.now for step in steps] == [True, False, False, False, False, False]
    assert [check.key for check in roadmap.next_checks(roadmap.facts_of(space), steps)] == [
        "why",
        "register",
        "mandate",
    ]


def test_nobody_is_told_to_plan_a_meeting_that_is_planned() -> None:
    facts = {**roadmap.facts_of(AllianceFactory().space), "why": "x", "stakeholder_count": 99, "assessed_count": 99}
    for planned, suggested in ((None, True), ("2026-12-08", False)):
        now = {**facts, "next_meeting_at": planned}
        keys = [check.key for check in roadmap.next_checks(now, roadmap.progress(now), limit=99)]
        assert ("first_meeting" in keys) is suggested


def test_what_is_written_and_who_is_there_counts() -> None:
    space = AllianceFactory(
        space__why="Daarom",
        space__vision="Ooit",
        space__objectives="Eerst dit",
        space__starts_on=dt.date(2026, 1, 1),
        space__ends_on=dt.date(2027, 6, 30),
    ).space
    for role in (Role.Kind.CHAIR, Role.Kind.SECRETARY):
        somebody(space, role)
    assert done_checks(space) == {"why", "vision", "objectives", "mandate", "chair", "secretary"}


@pytest.mark.parametrize(("members", "enough"), [(7, False), (8, True)])
def test_eight_members(members: int, enough: bool) -> None:
    space = AllianceFactory().space
    MemberFactory.create_batch(members, space=space)
    MemberFactory.create_batch(8)
    assert ("members" in done_checks(space)) is enough


@pytest.mark.parametrize(("known", "enough"), [(4, False), (5, True)])
def test_influence_of_half_the_register(known: int, enough: bool) -> None:
    space = AllianceFactory().space
    StakeholderFactory.create_batch(known, space=space, influence="low")
    StakeholderFactory.create_batch(10 - known, space=space)
    assert ("influence" in done_checks(space)) is enough


def test_somebody_who_left_no_longer_counts() -> None:
    space = AllianceFactory().space
    somebody(space, "chair")
    Role.objects.update(ends_on=dt.date(2021, 1, 1))
    assert "chair" not in done_checks(space)


@pytest.mark.parametrize("step", STEPS)
def test_each_check_leads_to_a_page(step) -> None:
    for check in step.checks:
        assert reverse(check.url_name, args=["friesland"])


def test_the_overview_shows_the_same_number_of_queries_with_much_in_it(django_assert_num_queries) -> None:
    counts = []
    for rows in (1, 30):
        space = AllianceFactory().space
        StakeholderFactory.create_batch(rows, space=space)
        MemberFactory.create_batch(rows, space=space)
        client = client_with("coordinator", space)
        address = reverse("space_home", args=[space.slug])
        client.get(address)
        with django_assert_num_queries(12, exact=False) as counted:
            assert client.get(address).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_the_prepared_query_goes_by_the_clock_of_the_moment(monkeypatch) -> None:
    """``facts_of`` is worked out once a process: no moment may be kept in it."""
    space = AllianceFactory().space
    now = timezone.now()
    Meeting.objects.create(
        space=space,
        title="Start",
        starts_at=now + dt.timedelta(days=2),
        ends_at=now + dt.timedelta(days=2, hours=2),
        invited_at=now,
    )
    somebody(space, "chair")
    Role.objects.update(ends_on=timezone.localdate() + dt.timedelta(days=5))
    assert roadmap.facts_of(space)["next_meeting_at"] is not None
    later = now + dt.timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: later)
    monkeypatch.setattr(timezone, "localdate", lambda *args: later.date())
    facts = roadmap.facts_of(space)
    assert facts == roadmap.facts_of_many(Space.objects.filter(pk=space.pk))[space.pk]
    assert (facts["next_meeting_at"], facts["has_chair"]) == (None, False)
