"""Reminders of a meeting: who did not answer is asked again, who comes is told when the day is near."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from sessions.meetings import emails
from sessions.meetings.models import Invitee, Meeting
from sessions.meetings.models.invitees import InviteeQuerySet
from sessions.meetings.services import inviting
from sessions.meetings.services.holding import hold

# Who was just invited, or asked again by hand, is left alone for so long.
QUIET = dt.timedelta(days=2)
LONGEST_BEFORE = dt.timedelta(days=15)


def remind(now: dt.datetime | None = None) -> int:
    """Every morning: what is due of every meeting to come; how many people are mailed.

    A morning that was missed is made up for the next one.
    """
    now = now or timezone.now()
    coming = Meeting.objects.upcoming(now).exclude(invited_at=None).filter(starts_at__lte=now + LONGEST_BEFORE)
    wanted = Q(remind_unanswered__isnull=False) | Q(remind_coming__isnull=False)
    rows = coming.filter(wanted, starts_at__gt=now).select_related("space")
    return sum(_remind_of(one, now) for one in rows if not one.space.is_read_only)


@transaction.atomic
def _remind_of(meeting: Meeting, now: dt.datetime) -> int:
    # Two mornings at once wait for each other here.
    meeting = hold(meeting)
    days = meeting.days_until(now)
    count = 0
    if meeting.remind_unanswered is not None and days <= meeting.remind_unanswered:
        quiet = unanswered(meeting).filter(asked_again_at=None, invited_at__lte=now - QUIET)
        count += _send(meeting, quiet, "asked_again_at", now, emails.queue_asking_again)
    if meeting.remind_coming is not None and days <= meeting.remind_coming:
        come = meeting.invitees.invited().filter(answer=Invitee.Answer.YES, reminded_at=None)
        count += _send(meeting, come.filter(answered_at__lte=now - dt.timedelta(hours=1)), "reminded_at", now,
                       emails.queue_reminders)  # fmt: skip
    return count


def unanswered(meeting: Meeting) -> InviteeQuerySet:
    """Who was invited and has not said yes or no."""
    asked: InviteeQuerySet = meeting.invitees.invited().filter(answer__in=["", Invitee.Answer.MAYBE])
    return asked.exclude(person__email="")


@transaction.atomic
def ask_again(meeting: Meeting, by: User, now: dt.datetime | None = None) -> int:
    """Ask everybody who has not answered once more, by hand; how many. Who was asked today is left alone, so that a
    second press asks nobody twice. Raises ValidationError for a meeting that was cancelled or has begun."""
    now = now or timezone.now()
    meeting = hold(meeting)
    inviting.require_open(meeting)
    if meeting.starts_at <= now:
        raise ValidationError(_("This meeting has begun."))
    today = Q(asked_again_at__gt=now - dt.timedelta(hours=12)) | Q(invited_at__gt=now - dt.timedelta(hours=1))
    return _send(meeting, unanswered(meeting).exclude(today), "asked_again_at", now, emails.queue_asking_again, by)


def _send(
    meeting: Meeting,
    rows: InviteeQuerySet,
    moment: str,
    now: dt.datetime,
    queue: Callable[[Meeting, list[int], dt.datetime, User | None], None],
    by: User | None = None,
) -> int:
    numbers = list(rows.order_by("pk").values_list("pk", flat=True))
    if numbers:
        Invitee.objects.filter(pk__in=numbers).update(**{moment: now})
        queue(meeting, numbers, now, by)
    return len(numbers)
