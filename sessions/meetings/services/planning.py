"""Plan, change and cancel a meeting, and its agenda."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from sessions.meetings import emails
from sessions.meetings.models import AgendaTemplate, Meeting
from sessions.meetings.services import agendas, places
from spaces.models import Space

INVITATION_TEMPLATE = gettext_noop(
    "We would love to have you at the table. We look at how things stand, "
    "work on the topics below, and agree who does what next.\n\nPlease tell us whether you can come: "
    "it takes less than a minute, and you can change your answer later."
)


@dataclass(frozen=True)
class Change:
    """What came of changing a meeting: whether people got an update, and were asked again."""

    announced: bool
    asked_again: bool


def default_invitation(space: Space) -> str:
    """The text a coordinator begins with, in the language of the space."""
    with translation.override(space.language):
        return _(INVITATION_TEMPLATE)


@transaction.atomic
def plan(meeting: Meeting, template: AgendaTemplate | None = None) -> Meeting:
    """Save a new meeting, with the agenda of ``template``, or with the usual one of its space.

    Without a place it is at its usual one.
    """
    meeting.place = meeting.place or meeting.usual_place
    meeting.save()
    agendas.begin(meeting, template)
    return meeting


@transaction.atomic
def change(meeting: Meeting, by: User) -> Change:
    """Save a changed meeting. People who were invited get an update when their calendar would differ.

    A meeting moved in time asks everybody for a new answer. With another host it moves from the one's address to the
    other's, unless somebody chose another place. Raises ValidationError when it was
    cancelled meanwhile, or was moved to the past after people were invited.
    """
    before = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if before.is_cancelled:
        raise ValidationError(_("This meeting was cancelled, so it cannot be changed any more."))
    # Not what the form began with: somebody may have sent invitations since.
    meeting.invited_at, meeting.sequence = before.invited_at, before.sequence
    if before.host_id != meeting.host_id and meeting.place in ("", before.usual_place):
        meeting.place = meeting.usual_place
    differs = any(getattr(before, name) != getattr(meeting, name) for name in Meeting.CALENDAR_FIELDS)
    moved = (before.starts_at, before.ends_at) != (meeting.starts_at, meeting.ends_at)
    invited = meeting.invited_at is not None
    if invited and moved and meeting.is_over():
        raise ValidationError(_("People were invited already, so the meeting cannot be moved to the past."))
    meeting.asked_sequence = before.asked_sequence
    if invited and differs:
        meeting.sequence += 1
    if invited and moved:
        meeting.asked_sequence = meeting.sequence
    meeting.save()
    if moved:
        meeting.invitees.update(expires_at=meeting.ends_at)
        # Whoever confirmed that they come; a registration that waits to be confirmed has a time of its own.
        meeting.registrations.exclude(invitee=None).update(expires_at=meeting.ends_at)
    # Nobody is bothered about a meeting that is over: correcting its place is for the minutes.
    announced = invited and differs and not meeting.is_over()
    if announced and moved:
        # The colleague is kept: they have an invitation, which a new answer may take back.
        meeting.invitees.update(
            answer="", answered_at=None, remark="", colleague_name="", suits="",
            calendar_sequence=None, calendar_stamp=None, asked_again_at=None, reminded_at=None,
        )  # fmt: skip
    if (meeting.capacity or 0) != (before.capacity or 0):
        places.fill(meeting)
    if announced:
        emails.queue_updates(meeting, by=by, moved=moved)
    return Change(announced=announced, asked_again=announced and moved)


@transaction.atomic
def cancel(meeting: Meeting, by: User) -> bool:
    """Cancel a meeting that is not over; whoever was invited is told. False when it was cancelled already."""
    now = timezone.now()
    cancelled = Meeting.objects.filter(pk=meeting.pk, cancelled_at=None, ends_at__gt=now).update(
        cancelled_at=now, sequence=models.F("sequence") + 1
    )
    if not cancelled:
        return False
    meeting.refresh_from_db()
    if meeting.invited_at is not None:
        emails.queue_cancellations(meeting, by=by)
    return True


def next_meeting(meeting: Meeting) -> Meeting | None:
    """The first meeting of the space after ``meeting`` that is still to come, drafts too; None when there is none.
    A lunch or another gathering is none."""
    later = Meeting.objects.filter(space=meeting.space_id, starts_at__gt=meeting.starts_at).exclude(pk=meeting.pk)
    later = later.filter(kind=Meeting.Kind.MEETING)
    return later.upcoming().select_related("space").first()
