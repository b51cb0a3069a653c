"""Who was there. A fact of its own: an answer beforehand proves nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from sessions.meetings.models import Invitee, Meeting


@dataclass(frozen=True)
class Presence:
    """What is noted of one person; ``attendance`` is empty while nothing is."""

    attendance: str
    replaced_by: str = ""


# What an answer makes likely.
_FROM_ANSWER = {
    Invitee.Answer.YES: Invitee.Attendance.PRESENT,
    Invitee.Answer.NO: Invitee.Attendance.EXCUSED,
    Invitee.Answer.COLLEAGUE: Invitee.Attendance.REPLACED,
}


def proposal(invitee: Invitee) -> Presence:
    """What the answer suggests, to be looked at before it is saved; what was noted stays.

    No answer suggests nothing, nor does one who did not know.
    """
    if invitee.attendance:
        return Presence(invitee.attendance, invitee.replaced_by)
    attendance = _FROM_ANSWER.get(Invitee.Answer(invitee.answer), "") if invitee.answer else ""
    return Presence(attendance, invitee.colleague_name if attendance == Invitee.Attendance.REPLACED else "")


@transaction.atomic
def note_attendance(meeting: Meeting, noted: Mapping[int, Presence]) -> None:
    """Save what is noted of these people on the list (by the number of their row); others stay as they are."""
    rows = list(meeting.invitees.on_the_list().filter(pk__in=noted).select_for_update().order_by("pk"))
    for row in rows:
        presence = noted[row.pk]
        row.attendance = presence.attendance
        row.replaced_by = presence.replaced_by if presence.attendance == Invitee.Attendance.REPLACED else ""
    Invitee.objects.bulk_update(rows, ["attendance", "replaced_by"])
