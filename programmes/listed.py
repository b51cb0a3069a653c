"""A row of the dashboard's table: a tuple of what it shows, so that the page can keep it (``{% keep %}``)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.utils import timezone

from alliances.models import AllianceSummary
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


def listed(row: AllianceSummary, road: Road) -> Listed:
    """The row of one alliance; it has ``alliance`` and its space at hand."""
    alliance, space = row.alliance, row.alliance.space
    return Listed(
        region_names=row.region_names,
        alliance=space.name,
        slug=space.slug,
        public_page=alliance.public_page,
        coordinator_names=row.coordinator_names,
        place=road.place(row.step_now, row.steps_total),
        steps_done=row.steps_done,
        steps_total=row.steps_total,
        members=row.members,
        signatures=row.signatures,
        actions=row.actions,
        activity=tuple(row.activity),
        until=timezone.localdate(row.counted_at).replace(day=1),
        next_meeting_on=timezone.localdate(row.next_meeting_at) if row.next_meeting_at else None,
    )
