"""A mail in the coordinator's own words to the people of a meeting, by what they answered."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from sessions.meetings import emails
from sessions.meetings.models import Invitee, Meeting
from sessions.meetings.models.invitees import InviteeQuerySet
from sessions.meetings.services.holding import hold

EVERYBODY = "all"
UNANSWERED = "none"
ABSENT = "absent"


def group(meeting: Meeting, which: str) -> InviteeQuerySet:
    """Who of the invited is meant by EVERYBODY, UNANSWERED, ABSENT (was not there) or an answer; those with an address.

    Raises ValueError for anything else.
    """
    rows: InviteeQuerySet = meeting.invitees.invited().exclude(person__email="")
    if which == EVERYBODY:
        return rows
    if which == UNANSWERED:
        return rows.filter(answer="")
    if which == ABSENT:
        return rows.filter(attendance__in=[Invitee.Attendance.ABSENT, Invitee.Attendance.EXCUSED])
    return rows.filter(answer=Invitee.Answer(which))


@transaction.atomic
def write(meeting: Meeting, which: str, *, subject: str, text: str, by: User) -> int:
    """Mail a :func:`group`; replies go to ``by``. Returns how many; raises ValidationError for a group of nobody and
    for a meeting that was cancelled."""
    meeting = hold(meeting)
    if meeting.is_cancelled:
        raise ValidationError(_("This meeting was cancelled."))
    numbers = list(group(meeting, which).order_by("pk").values_list("pk", flat=True))
    if not numbers:
        raise ValidationError(_("There is nobody in this group."))
    emails.queue_word(meeting, numbers, timezone.now(), by, subject=subject, text=text)
    return len(numbers)
