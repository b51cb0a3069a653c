"""Plan, change and end a series. Nobody is mailed: its meetings are drafts until people are invited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from sessions.meetings.models import Meeting
from sessions.meetings.services import planning
from sessions.series.models import Series, Turn, mark_of_meeting
from spaces.models import Member
from spaces.services import hold


@dataclass(frozen=True)
class Line:
    """A meeting as it is going to be planned."""

    day: dt.date
    host: Member | None = None
    moderator: Member | None = None


@dataclass
class Outcome:
    """What became of the meetings to come: those done, and those left alone because of what a person did."""

    done: list[Meeting] = field(default_factory=list)
    invited: list[Meeting] = field(default_factory=list)
    by_hand: list[Meeting] = field(default_factory=list)


@transaction.atomic
def plan(series: Series, lines: Sequence[Line]) -> Series:
    """Save a new series and its meetings, which are drafts."""
    hold(series.space_id)
    series.save()
    for line in lines:
        _plan(series, line)
    return series


@transaction.atomic
def add(series: Series, line: Line) -> Meeting:
    """One meeting more. Raises ValidationError when the series ended, or has a meeting on that day."""
    hold(series.space_id)
    series = Series.objects.select_related("space").get(pk=series.pk)
    if series.ended_at is not None:
        raise ValidationError(_("This series was ended before."))
    planned = Meeting.objects.filter(turn__series=series, cancelled_at=None).select_related("space")
    if any(one.local_start.date() == line.day for one in planned):
        raise ValidationError(_("There is another meeting of this series on that day."))
    return _plan(series, line)


def _plan(series: Series, line: Line) -> Meeting:
    text = planning.default_invitation(series.space)
    meeting = Meeting(space=series.space, host=line.host, invitation_text=text)
    _fill(meeting, series, line.day)
    planning.plan(meeting)
    Turn.objects.create(series=series, meeting=meeting, moderator=line.moderator, mark=mark_of_meeting(meeting))
    return meeting


@transaction.atomic
def change(series: Series, by: User) -> Outcome:
    """Save a changed series: name, times, place and video link go to its meetings to come.

    Left alone are those to which people were invited, and those that somebody changed by hand.
    """
    hold(series.space_id)
    series.save()
    outcome = Outcome()
    for turn in _untouched(series, outcome):
        _fill(turn.meeting, series, turn.meeting.local_start.date())
        planning.change(turn.meeting, by=by)
        turn.mark = mark_of_meeting(turn.meeting)
        turn.save(update_fields=["mark"])
        outcome.done.append(turn.meeting)
    return outcome


@transaction.atomic
def end(series: Series, by: User) -> Outcome | None:
    """Cancel what is still to come and nobody touched; the rest stays. None when it was ended before."""
    hold(series.space_id)
    if not Series.objects.filter(pk=series.pk, ended_at=None).update(ended_at=timezone.now()):
        return None
    outcome = Outcome()
    for turn in _untouched(series, outcome):
        if planning.cancel(turn.meeting, by=by):
            outcome.done.append(turn.meeting)
    return outcome


@transaction.atomic
def let_host(meeting: Meeting, host: Member, by: User) -> None:
    """Another host for ``meeting``. Raises ValidationError when it was cancelled meanwhile."""
    hold(meeting.space_id)
    meeting = Meeting.objects.select_related("space").get(pk=meeting.pk)
    meeting.host = host
    planning.change(meeting, by=by)


@transaction.atomic
def share_out(turns: Iterable[tuple[Turn, Member | None, Member | None]], by: User) -> None:
    """Save who hosts and who moderates each of ``turns``, which the caller holds the space of."""
    for turn, host, moderator in turns:
        if turn.meeting.host != host:
            turn.meeting.host = host
            planning.change(turn.meeting, by=by)
        if turn.moderator != moderator:
            turn.moderator = moderator
            turn.save(update_fields=["moderator"])


def to_come(series: Series) -> QuerySet[Turn]:
    """The meetings of a series that are not over and not cancelled, soonest first."""
    rows = series.turns.filter(meeting__cancelled_at=None, meeting__ends_at__gt=timezone.now())
    rows = rows.select_related("meeting__space", "meeting__host__organisation", "moderator__organisation")
    return rows.order_by("meeting__starts_at", "pk")


def _untouched(series: Series, outcome: Outcome) -> list[Turn]:
    """Those to come that nobody was invited to or changed; the others are noted in ``outcome``."""
    free = []
    for turn in to_come(series):
        if turn.meeting.invited_at is not None:
            outcome.invited.append(turn.meeting)
        elif turn.was_changed_by_hand:
            outcome.by_hand.append(turn.meeting)
        else:
            free.append(turn)
    return free


def _fill(meeting: Meeting, series: Series, day: dt.date) -> None:
    """Give ``meeting`` what the series decides, on ``day``."""
    zone = ZoneInfo(series.space.time_zone)
    meeting.title, meeting.video_url = series.name, series.video_url
    meeting.place = series.place or meeting.usual_place
    meeting.starts_at = dt.datetime.combine(day, series.from_time, zone)
    meeting.ends_at = dt.datetime.combine(day, series.until_time, zone)
