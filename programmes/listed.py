"""A row of the dashboard's table: a tuple of what it shows, so that the page can keep it (``{% keep %}``)."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.utils import timezone

from programmes.steps import Place, Road


class Listed(NamedTuple):
    """What the table shows of one alliance."""

    region_names: str
    alliance: str
    slug: str
    public_page: bool
    coordinator_names: str
    place: Place
    steps_done: int
    steps_total: int
    members: int
    signatures: int
    actions: int
    activity: tuple[int, ...]
    until: dt.date  # the month of the last of these, by its first day
    next_meeting_on: dt.date | None
    closed_on: dt.date | None


# What is read of each summary; a row of the table has them in this order.
COLUMNS = (
    "region_names",
    "alliance__space__name",
    "alliance__space__slug",
    "alliance__public_page",
    "coordinator_names",
    "step_now",
    "steps_done",
    "steps_total",
    "members",
    "signatures",
    "actions",
    "activity",
    "counted_at",
    "next_meeting_at",
    "closed_on",
)


def listed(row: tuple[Any, ...], road: Road) -> Listed:
    """The row of one alliance, from its ``COLUMNS``."""
    names, alliance, slug, public_page, coordinators, step_now, done, total, members, signatures, actions, *times = row
    activity, counted_at, next_meeting_at, closed_on = times
    return Listed(
        region_names=names,
        alliance=alliance,
        slug=slug,
        public_page=public_page,
        coordinator_names=coordinators,
        place=road.place(step_now, total),
        steps_done=done,
        steps_total=total,
        members=members,
        signatures=signatures,
        actions=actions,
        activity=tuple(activity),
        until=timezone.localdate(counted_at).replace(day=1),
        next_meeting_on=timezone.localdate(next_meeting_at) if next_meeting_at else None,
        closed_on=closed_on,
    )
