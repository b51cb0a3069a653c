"""The places of a gathering: who says yes when it is full waits, and comes in as places come free."""

from __future__ import annotations

from django.utils import timezone

from sessions.meetings import emails
from sessions.meetings.models import Invitee, InviteeQuerySet, Meeting

Answer = Invitee.Answer


def free(meeting: Meeting, *, but: Invitee | None = None) -> int | None:
    """How many places are left, not counting that of ``but``; None: as many as want to come."""
    if meeting.capacity is None:
        return None
    coming = _listed(meeting).filter(answer=Answer.YES)
    return max(0, meeting.capacity - (coming.exclude(pk=but.pk) if but else coming).count())


def waiting(meeting: Meeting) -> InviteeQuerySet:
    """Who waits for a place, the longest first."""
    return _listed(meeting).filter(answer=Answer.WAITLIST).order_by("answered_at", "pk")


def place_in_line(invitee: Invitee) -> int:
    """1 for who comes in next; for somebody who waits."""
    return list(waiting(invitee.meeting).values_list("pk", flat=True)).index(invitee.pk) + 1


def fill(meeting: Meeting) -> list[Invitee]:
    """Let in who waits, as far as there are places, and tell them. The caller holds the meeting."""
    left = free(meeting)
    if meeting.is_over() or meeting.is_cancelled:
        return []
    rows = list(
        waiting(meeting).select_related("person__space", "meeting__space", "meeting__host__organisation")[:left]
    )
    for row in rows:
        row.answer, row.answered_at = Answer.YES, timezone.now()
        row.save(update_fields=["answer", "answered_at"])
        emails.queue_place(row)
    return rows


def _listed(meeting: Meeting) -> InviteeQuerySet:
    return Invitee.objects.filter(meeting=meeting).invited()
