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
from sessions.meetings.models import AgendaItem, Meeting
from spaces.models import Space

# What a meeting of an alliance usually is about, with minutes for each (docs/status.md, D2).
ABOUT_MINUTES = gettext_noop("Minutes of the previous meeting")
AGENDA_TEMPLATE = (
    (gettext_noop("Welcome, and who is at the table"), 10),
    (ABOUT_MINUTES, 10),
    (gettext_noop("News of our projects since last time"), 30),
    (gettext_noop("Our own topics"), 45),
    (gettext_noop("Other business"), 10),
    (gettext_noop("Next meeting: date, time and place"), 10),
    (gettext_noop("Round-up and thanks"), 5),
)
INVITATION_TEMPLATE = gettext_noop(
    "We would love to have you at the table. We look at how things stand, "
    "work on the topics below, and agree who does what next.\n\nPlease tell us whether you can come: "
    "it takes one press of a button, and you can change your answer later."
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
def plan(meeting: Meeting) -> Meeting:
    """Save a new meeting, with the usual agenda in the language of the space."""
    meeting.save()
    with translation.override(meeting.space.language):
        AgendaItem.objects.bulk_create(
            AgendaItem(
                meeting=meeting,
                position=position,
                title=_(title),
                duration=duration,
                is_about_minutes=title == ABOUT_MINUTES,
            )
            for position, (title, duration) in enumerate(AGENDA_TEMPLATE, start=1)
        )
    return meeting


@transaction.atomic
def change(meeting: Meeting, by: User) -> Change:
    """Save a changed meeting. People who were invited get an update when their calendar would differ.

    A meeting moved in time asks everybody for a new answer. Raises ValidationError when it was
    cancelled meanwhile, or was moved to the past after people were invited.
    """
    before = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if before.is_cancelled:
        raise ValidationError(_("This meeting was cancelled, so it cannot be changed any more."))
    # Not what the form began with: somebody may have sent invitations since.
    meeting.invited_at, meeting.sequence = before.invited_at, before.sequence
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
    # Nobody is bothered about a meeting that is over: correcting its place is for the minutes.
    announced = invited and differs and not meeting.is_over()
    if announced and moved:
        # The colleague is kept: they have an invitation, which a new answer may take back.
        meeting.invitees.update(
            answer="", answered_at=None, remark="", colleague_name="", calendar_sequence=None, calendar_stamp=None,
            asked_again_at=None, reminded_at=None,
        )  # fmt: skip
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


def hold(meeting: Meeting) -> Meeting:
    """The meeting as it is now; whoever else changes it, its agenda or its list waits until the transaction ends."""
    return Meeting.objects.select_related("space").select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)


@transaction.atomic
def move_item(item: AgendaItem, *, up: bool) -> None:
    """Let an agenda item change places with its neighbour; at the end of the list nothing happens."""
    hold(item.meeting)
    item.refresh_from_db()
    others = AgendaItem.objects.filter(meeting=item.meeting_id)
    if up:
        neighbour = others.filter(position__lt=item.position).order_by("-position").first()
    else:
        neighbour = others.filter(position__gt=item.position).order_by("position").first()
    if neighbour is None:
        return
    item.position, neighbour.position = neighbour.position, item.position
    AgendaItem.objects.bulk_update([item, neighbour], ["position"])


@transaction.atomic
def add_item(meeting: Meeting, *, title: str, duration: int) -> AgendaItem:
    """A new item at the end of the agenda."""
    hold(meeting)
    last = meeting.agenda.aggregate(last=models.Max("position"))["last"] or 0
    return AgendaItem.objects.create(meeting=meeting, position=last + 1, title=title, duration=duration)


def add_item_about_minutes(meeting: Meeting) -> AgendaItem:
    """The item under which the previous minutes are decided about, near the beginning of an agenda that lacks it. The
    meeting is held."""
    meeting.agenda.filter(position__gte=2).update(position=models.F("position") + 1)
    first = meeting.agenda.order_by("position").first()
    with translation.override(meeting.space.language):
        return AgendaItem.objects.create(
            meeting=meeting,
            position=2 if first and first.position < 2 else 1,
            title=_(ABOUT_MINUTES),
            is_about_minutes=True,
        )


def next_meeting(meeting: Meeting) -> Meeting | None:
    """The first meeting of the space after ``meeting`` that is still to come, drafts too; None when there is none."""
    later = Meeting.objects.filter(space=meeting.space_id, starts_at__gt=meeting.starts_at).exclude(pk=meeting.pk)
    return later.upcoming().select_related("space").first()


@transaction.atomic
def carry_on(item: AgendaItem, to: Meeting, *, keep: bool) -> AgendaItem:
    """Put an agenda item at the end of the agenda of ``to``; unless ``keep``, it leaves its own.

    Both meetings are held, the earlier one first, so that nobody waits in a circle.
    """
    hold(item.meeting)
    carried = add_item(to, title=item.title, duration=item.duration)
    if not keep:
        item.delete()
    return carried
