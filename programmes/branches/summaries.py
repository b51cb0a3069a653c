"""What a programme's list shows of each of its branches, in one query."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.text import SortKey
from programmes.branches.models import Activity, Branch, Need
from spaces.models import Member, Role, Space


class Summary(NamedTuple):
    """One branch in the list."""

    name: str
    slug: str
    why: str
    coordinators: tuple[str, ...]
    organisations: int
    held: int
    results: int
    open_needs: int
    next_on: dt.date | None
    next_title: str


def of(programme: Space) -> list[Summary]:
    """The branches of this programme, by name."""
    today = timezone.localdate()
    here = OuterRef("space")
    activities = Activity.objects.filter(phase__branch=OuterRef("pk")).annotate(branch=F("phase__branch"))
    held = activities.held(today)
    coming = activities.coming(today).order_by("starts_on", "pk")
    members = Member.objects.filter(space=here, ends_on=None, starts_on__lte=today).exclude(organisation=None)
    coordinators = Role.objects.current(today).filter(space=here, kind=Role.Kind.COORDINATOR)
    needs = Need.objects.filter(branch=OuterRef("pk"), answered_on=None)
    rows = (
        Branch.objects.filter(space__parent=programme)
        .annotate(
            coordinators=ArraySubquery(coordinators.order_by("starts_on", "pk").values("person__name")),
            organisations=_count(members, "space"),
            held=_count(held, "branch"),
            results=_count(held.exclude(result=""), "branch"),
            open_needs=_count(needs, "branch"),
            next_on=Subquery(coming.values("starts_on")[:1]),
            next_title=Subquery(coming.values("title")[:1]),
        )
        .select_related("space")
        .order_by(SortKey("space__name"), "pk")
    )
    return [_summary(row) for row in rows]


def _summary(row: Any) -> Summary:
    return Summary(
        name=row.space.name,
        slug=row.space.slug,
        why=row.space.why,
        coordinators=tuple(row.coordinators),
        organisations=row.organisations,
        held=row.held,
        results=row.results,
        open_needs=row.open_needs,
        next_on=row.next_on,
        next_title=row.next_title or "",
    )


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
