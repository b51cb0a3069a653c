"""The calendar that a person's program fetches: whose it is, what stands in it, a new address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.mail import calendar
from sessions.meetings.models import CalendarFeed, Invitee
from spaces.models import Person

VALID = dt.timedelta(days=5 * 365)
# What was lately stays to be found; what lies longer ago is in the workspace.
KEPT = dt.timedelta(days=90)
DECLINED = (Invitee.Answer.NO, Invitee.Answer.COLLEAGUE)


def of(person: Person) -> CalendarFeed:
    """The feed of this person, made where there is none; one that ended begins again at a new address."""
    feed, _made = CalendarFeed.objects.get_or_create(person=person, defaults={"expires_at": timezone.now() + VALID})
    if feed.withdrawn_at is not None:
        CalendarFeed.objects.filter(pk=feed.pk).update(
            withdrawn_at=None, revision=F("revision") + 1, expires_at=timezone.now() + VALID
        )
        feed.refresh_from_db()
    return feed


@transaction.atomic
def renew(feed: CalendarFeed) -> CalendarFeed:
    """Another address: whoever has the old one reads nothing any more."""
    CalendarFeed.objects.filter(pk=feed.pk).update(revision=F("revision") + 1, expires_at=timezone.now() + VALID)
    feed.refresh_from_db()
    return feed


def end(people: Collection[int]) -> None:
    """These people left, or have another address: what was given out works no more."""
    CalendarFeed.objects.filter(person__in=people, withdrawn_at=None).update(withdrawn_at=timezone.now())


def content(feed: CalendarFeed, now: dt.datetime | None = None) -> bytes:
    """The calendar file: what the person is invited to and did not decline, as it stands now."""
    now = now or timezone.now()
    rows = Invitee.objects.invited().filter(person=feed.person_id, meeting__ends_at__gt=now - KEPT)
    rows = rows.exclude(answer__in=DECLINED).select_related("meeting__space").order_by("meeting__starts_at", "pk")
    space = feed.person.space
    return calendar.feed(space.name, space.time_zone, [_entry(row) for row in rows])


def _entry(row: Invitee) -> calendar.FeedEntry:
    meeting = row.meeting
    status = "CONFIRMED" if row.answer == Invitee.Answer.YES else "TENTATIVE"
    return calendar.FeedEntry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        start=meeting.starts_at,
        end=meeting.ends_at,
        stamp=row.answered_at or row.invited_at or meeting.created_at,
        summary=meeting.title,
        location=meeting.place or meeting.video_url,
        description=meeting.video_url if meeting.place else "",
        status="CANCELLED" if meeting.is_cancelled else status,
    )
