"""What really happened in alliances, counted by month: for a small chart, never for a comparison.

Only that something happened is counted, not what: meetings and intervision days that took place, minutes and
reports that went round, signatures, questions and stories handed in, action points done, members who joined,
charters opened for signing and plans adopted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Count, DateField, F, QuerySet
from django.db.models.functions import Cast, TruncMonth
from django.utils import timezone

from actionplans.models import PlanVersion
from charters.models import CharterVersion
from documents.models import SigningEvent
from sessions.intervision.models import Contribution, DayReport, IntervisionDay
from sessions.meetings.models import ActionPoint, Meeting, Minutes
from spaces.models import Member

MONTHS = 12


def months_until(last: dt.date, count: int = MONTHS) -> list[dt.date]:
    """The first days of ``count`` months, the last of which is the month of ``last``."""
    final = last.year * 12 + last.month - 1
    return [dt.date(number // 12, number % 12 + 1, 1) for number in range(final - count + 1, final + 1)]


def per_month(spaces: Collection[int], months: Sequence[dt.date], now: dt.datetime) -> dict[int, list[int]]:
    """How much happened until ``now`` in each of these months (in a row, by their first days), by space.

    One query for all of them; a space in which nothing happened is there with zeros.
    """
    places = {month: place for place, month in enumerate(months)}
    counts = {space: [0] * len(months) for space in spaces}
    within = {"in_space__in": spaces, "month__range": (months[0], months[-1])}
    first, *others = (
        _by_month(*source).filter(**within).values_list("in_space", "month").annotate(n=Count("pk"))
        for source in _sources(now)
    )
    for space, month, number in first.union(*others, all=True):
        counts[space][places[month]] += number
    return counts


def _sources(now: dt.datetime) -> tuple[tuple[QuerySet[Any], str, str], ...]:
    """What happened, the way to its space, and the field that says when."""
    today = timezone.localdate(now)
    return (
        (Meeting.objects.held(now), "space", "starts_at"),
        (Minutes.objects.exclude(circulated_at=None), "meeting__space", "circulated_at"),
        (ActionPoint.objects.exclude(done_at=None), "space", "done_at"),
        (IntervisionDay.objects.held(now), "space", "starts_at"),
        (Contribution.objects.all(), "day__space", "created_at"),
        (DayReport.objects.exclude(sent_at=None), "day__space", "sent_at"),
        (SigningEvent.objects.filter(kind=SigningEvent.Kind.SIGNED), "space", "created_at"),
        (CharterVersion.objects.all(), "charter__space", "opened_at"),
        (PlanVersion.objects.all(), "plan__space", "adopted_on"),
        (Member.objects.filter(starts_on__lte=today), "space", "starts_on"),
    )


def _by_month(rows: QuerySet[Any], path: str, when: str) -> QuerySet[Any]:
    return rows.order_by().annotate(in_space=F(path), month=Cast(TruncMonth(when), DateField()))
