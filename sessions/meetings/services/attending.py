"""Who was there. A fact of its own: an answer beforehand proves nothing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.links import limits
from sessions.meetings.models import Invitee, Meeting
from sessions.meetings.services.holding import hold

CODE_DIGITS = 4
# How often one person may guess at the code.
TRIES = {"limit": 10, "seconds": 3600}


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
    """Save what is noted of these people on the list (by the number of their row); others stay as they are, and so does
    who was noted before where nothing is: they may have entered the code since the page was opened."""
    rows = list(meeting.invitees.on_the_list().filter(pk__in=noted).select_for_update().order_by("pk"))
    for row in rows:
        presence = noted[row.pk]
        if not presence.attendance:
            continue
        row.attendance = presence.attendance
        row.replaced_by = presence.replaced_by if presence.attendance == Invitee.Attendance.REPLACED else ""
    Invitee.objects.bulk_update(rows, ["attendance", "replaced_by"])


@transaction.atomic
def show_code(meeting: Meeting) -> str:
    """A code for the room; the same one while it is shown. Raises ValidationError before the day and after the end."""
    meeting = hold(meeting)
    if not meeting.has_come() or meeting.is_over() or meeting.is_cancelled:
        raise ValidationError(_("A code can be shown on the day of the meeting, until it is over."))
    if not meeting.attendance_code:
        meeting.attendance_code = "".join(secrets.choice("0123456789") for _digit in range(CODE_DIGITS))
        meeting.save(update_fields=["attendance_code"])
    return meeting.attendance_code


@transaction.atomic
def enter_code(invitee: Invitee, code: str) -> None:
    """Somebody on the list says with the code of the room that they are there.

    Raises ValidationError for another code, when none is shown, and when they tried too often.
    """
    if limits.is_over(f"attendance-code:{invitee.pk}", **TRIES):
        raise ValidationError(_("That was wrong too often. Ask who chairs the meeting to note that you are here."))
    meeting = hold(invitee.meeting)
    if not meeting.asks_for_code() or not secrets.compare_digest(
        code.strip().encode(), meeting.attendance_code.encode()
    ):
        raise ValidationError(_("This is not the code that is shown in the room."))
    rows = meeting.invitees.on_the_list().filter(pk=invitee.pk)
    rows.update(attendance=Invitee.Attendance.PRESENT, replaced_by="")
