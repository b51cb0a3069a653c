"""A series at a glance: each meeting with who hosts it, and what has to be looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sessions.meetings import overview
from sessions.meetings.models import Meeting
from sessions.series import dates
from sessions.series.models import Series, Turn
from sessions.series.rota import Rota
from spaces.models import Member, Space


@dataclass
class Row:
    """One meeting of a series, as its page shows it."""

    turn: Turn
    number: int
    badge: str
    words: str | Promise
    is_to_come: bool
    host_is_missing: bool = False
    suggestion: Member | None = None
    remarks: list[str] = field(default_factory=list)

    @property
    def meeting(self) -> Meeting:
        return self.turn.meeting


def rows(series: Series) -> list[Row]:
    """All meetings of the series in their order, with what has to be looked at."""
    turns = series.turns.select_related("meeting__space", "meeting__host__organisation", "moderator__organisation")
    found = [_row(turn, number) for number, turn in enumerate(turns.order_by("meeting__starts_at", "pk"), start=1)]
    _look_at(series.space, [row for row in found if row.is_to_come])
    return found


def _row(turn: Turn, number: int) -> Row:
    state = turn.meeting.state(timezone.now())
    badge, words = overview.STATES[state]
    return Row(turn, number, badge, words, is_to_come=state in (Meeting.State.DRAFT, Meeting.State.INVITED))


def _look_at(space: Space, coming: Sequence[Row]) -> None:
    """Note at each what does not suit, and who could host where the host is missing."""
    if not coming:
        return
    suggestions = missing_hosts(space, [row.meeting for row in coming])
    days = [row.meeting.local_start.date() for row in coming]
    closed = dates.public_holidays(dates.countries_of(space), min(days), max(days))
    taken = taken_days(space, without=[row.meeting.pk for row in coming])
    for row, day in zip(coming, days, strict=True):
        if row.meeting.pk in suggestions:
            row.host_is_missing, row.suggestion = True, suggestions[row.meeting.pk]
        if day in closed:
            row.remarks.append(_("A public holiday: %(name)s.") % {"name": closed[day]})
        if day in taken:
            row.remarks.append(_("On the same day: %(title)s.") % {"title": taken[day]})
        if row.turn.was_changed_by_hand:
            row.remarks.append(_("Changed by hand."))


def missing_hosts(space: Space, meetings: Sequence[Meeting]) -> dict[int, Member | None]:
    """Of ``meetings`` those without a host who is a member on the day: their number, and whose turn it fairly is."""
    rota = Rota(space)
    missing = {one.pk: one.local_start.date() for one in meetings if not rota.can(one.host, one.local_start.date())}
    if not missing:
        return {}
    fair = Rota(space, without=list(missing))
    fair.candidates = rota.candidates
    turns = fair.hosts(list(missing.values()))
    numbers = {key: fair.member(turns[day], day) for key, day in missing.items()}
    members = Member.objects.select_related("organisation").in_bulk([one for one in numbers.values() if one])
    return {key: members.get(number) if number else None for key, number in numbers.items()}


def taken_days(space: Space, *, without: Sequence[int] = ()) -> dict[dt.date, str]:
    """The days to come on which the space meets already, with the title of the meeting."""
    rows: Any = Meeting.objects.filter(space=space).exclude(pk__in=without)
    return {one.local_start.date(): one.title for one in rows.upcoming().select_related("space")}
