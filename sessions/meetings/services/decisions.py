"""What a space decided, as the newest minutes that went round say it, and what it wanted to look at again."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from sessions.meetings.models import Meeting, MinutesRow
from spaces.models import Space


@dataclass(frozen=True)
class Decision:
    """A decision, and the later one that looked at it again."""

    row: MinutesRow
    again: MinutesRow | None

    @property
    def badge(self) -> str:
        """How its outcome is shown (core.templatetags.schakel.state)."""
        if self.again or self.row.outcome == MinutesRow.Outcome.DROPPED:
            return "quiet"
        return "risk" if self.row.outcome == MinutesRow.Outcome.LATER else "ok"


def to_look_at(meeting: Meeting) -> QuerySet[MinutesRow]:
    """What earlier meetings of the space decided and wanted to look at again by the day of this one."""
    due = MinutesRow.objects.to_look_at_again(meeting.local_start.date())
    earlier = due.filter(minutes__meeting__space=meeting.space_id, minutes__meeting__starts_at__lt=meeting.starts_at)
    return earlier.select_related("minutes__meeting__space").order_by("review_on", "pk")


def of_space(space: Space) -> list[Decision]:
    """Everything that a space decided, newest first."""
    rows = MinutesRow.objects.decisions().filter(minutes__meeting__space=space)
    rows = rows.select_related("minutes__meeting__space").order_by("-minutes__meeting__starts_at", "position")
    later = {row.reviews: row for row in rows if row.reviews}
    return [Decision(row, later.get(row.thread)) for row in rows]
