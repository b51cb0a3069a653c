"""What happened is counted in its month, for its own alliance, once."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from alliances import activity, figures
from alliances.models import Alliance, AllianceSnapshot, AllianceSummary
from sessions.meetings.models import ActionPoint, Invitee, Meeting
from tests.alliances.factories import open_charter, sign
from tests.meetings.factories import MeetingFactory
from tests.spaces.factories import AllianceFactory, MemberFactory, PersonFactory

pytestmark = pytest.mark.django_db

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=BRUSSELS)
MONTHS = activity.months_until(NOW.date())


def held(alliance: Alliance, when: dt.datetime) -> Meeting:
    """A meeting that took place then."""
    meeting: Meeting = MeetingFactory(space=alliance.space, starts_at=when, ends_at=when + dt.timedelta(hours=1))
    somebody = PersonFactory(space=alliance.space)
    Invitee.objects.create(meeting=meeting, person=somebody, invited_at=when, expires_at=when)
    return meeting


def counted(*alliances: Alliance) -> list[list[int]]:
    spaces = [alliance.space_id for alliance in alliances]
    return list(activity.per_month(spaces, MONTHS, NOW).values())


def test_twelve_months_end_with_this_one() -> None:
    assert MONTHS[0] == dt.date(2025, 12, 1)
    assert MONTHS[-1] == dt.date(2026, 11, 1)
    assert len(MONTHS) == len(set(MONTHS)) == 12


def test_each_thing_counts_in_its_month_and_its_alliance() -> None:
    alliance, other, quiet = AllianceFactory(), AllianceFactory(), AllianceFactory()
    meeting = held(alliance, dt.datetime(2026, 3, 10, 14, tzinfo=BRUSSELS))
    done = dt.datetime(2026, 4, 1, 0, 30, tzinfo=BRUSSELS)
    ActionPoint.objects.create(space=alliance.space, meeting=meeting, thread=uuid4(), text="Bellen", done_at=done)
    MemberFactory(space=alliance.space, starts_on=dt.date(2026, 4, 30))
    held(other, dt.datetime(2025, 12, 1, 0, 30, tzinfo=BRUSSELS))
    assert counted(alliance, other, quiet) == [[0, 0, 0, 1, 2, *[0] * 7], [1, *[0] * 11], [0] * 12]


def test_what_did_not_happen_or_long_ago_does_not_count() -> None:
    alliance = AllianceFactory()
    held(alliance, dt.datetime(2025, 11, 30, 23, tzinfo=BRUSSELS))
    Meeting.objects.filter(pk=held(alliance, NOW - dt.timedelta(days=9)).pk).update(cancelled_at=NOW)
    MeetingFactory(space=alliance.space, starts_at=NOW - dt.timedelta(days=5))  # nobody was asked
    held(alliance, NOW + dt.timedelta(days=2))
    MemberFactory(space=alliance.space, starts_on=dt.date(2026, 11, 30))
    assert counted(alliance) == [[0] * 12]


def test_signatures_and_the_opened_charter_count() -> None:
    alliance = AllianceFactory()
    sign(open_charter(alliance.space))
    months = activity.months_until(timezone.localdate())
    (counts,) = activity.per_month([alliance.space_id], months, timezone.now()).values()
    assert counts[:-1] == [0] * 11
    assert counts[-1] == 2


def test_a_month_is_kept_once_and_follows_the_figures_until_it_ends() -> None:
    alliance = AllianceFactory()
    figures.refresh(Alliance.objects.all())
    assert figures.keep_month(dt.date(2026, 10, 3)) == 1
    MemberFactory(space=alliance.space)
    figures.refresh(Alliance.objects.all())
    figures.keep_month(dt.date(2026, 10, 31))
    MemberFactory(space=alliance.space)
    figures.refresh(Alliance.objects.all())
    figures.keep_month(dt.date(2026, 11, 1))
    kept = AllianceSnapshot.objects.values_list("month", "members")
    assert list(kept) == [(dt.date(2026, 10, 1), 1), (dt.date(2026, 11, 1), 2)]
    summary = AllianceSummary.objects.get()
    newest = AllianceSnapshot.objects.get(month=dt.date(2026, 11, 1))
    assert [getattr(newest, name) for name in figures.KEPT] == [getattr(summary, name) for name in figures.KEPT]


def test_keeping_a_month_costs_the_same_for_1_and_30(django_assert_num_queries: object) -> None:
    AllianceFactory()
    figures.refresh(Alliance.objects.all())
    with django_assert_num_queries(2):  # type: ignore[operator]
        figures.keep_month(dt.date(2026, 10, 3))
    for _number in range(29):
        AllianceFactory()
    figures.refresh(Alliance.objects.all())
    with django_assert_num_queries(2):  # type: ignore[operator]
        figures.keep_month(dt.date(2026, 10, 3))
