"""Action points after the meeting: how they stand, said by who took them on; reminders; and the next meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.meetings import emails
from sessions.meetings.models import ActionLink, ActionPoint, Meeting
from spaces.models import Person, Space

# Before its last day, so that there is time to do it; then not too often, and not for ever.
DAYS_BEFORE, DAYS_BETWEEN, MOST_REMINDERS = 3, 7, 4
# What has no last day comes up before the next meeting.
DAYS_BEFORE_MEETING = 7
LINK_VALID = dt.timedelta(days=400)


def of_person(person: Person) -> QuerySet[ActionPoint]:
    """What somebody took on, or everybody did: the open ones first, the most urgent on top."""
    theirs = Q(people=person) | Q(is_for_all=True)
    rows = ActionPoint.objects.filter(theirs, space=person.space_id).select_related("meeting__space").distinct()
    return rows.order_by(F("done_at").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")


def carried_to(meeting: Meeting) -> QuerySet[ActionPoint]:
    """What earlier meetings of the space agreed on and is not done: the meeting looks at it."""
    earlier = ActionPoint.objects.filter(space=meeting.space_id, meeting__starts_at__lt=meeting.starts_at)
    rows = earlier.exclude(meeting=meeting).open()
    return rows.select_related("meeting__space", "said_by")


@transaction.atomic
def say(point: ActionPoint, person: Person, progress: str, word: str = "") -> None:
    """How it stands, by somebody who took it on: done, under way, or stuck with what they need.

    Raises ValidationError when the space ended, and for "stuck" without a word: nobody could help.
    """
    row = ActionPoint.objects.select_for_update(of=("self",)).select_related("space").get(pk=point.pk)
    if row.space.is_read_only:
        raise ValidationError(_("This came to its end, so nothing can be changed any more."))
    word = word.strip()
    if progress == ActionPoint.Progress.STUCK and not word:
        raise ValidationError(_("Say in a few words what would help."))
    is_done = progress == ActionPoint.Progress.DONE
    row.progress, row.word, row.said_by, row.said_at = progress, word, person, timezone.now()
    row.done_at = (row.done_at or timezone.now()) if is_done else None
    row.save(update_fields=["progress", "word", "said_by", "said_at", "done_at"])


def settle(point: ActionPoint, *, is_done: bool) -> None:
    """The team says that it is done, or that it is open after all."""
    point.done_at = timezone.now() if is_done else None
    point.progress = ActionPoint.Progress.DONE if is_done else ActionPoint.Progress.NOTHING
    point.save(update_fields=["done_at", "progress"])


def links_of(people: Iterable[Person]) -> dict[int, ActionLink]:
    """The link of each of these people, by their number; valid for long from now."""
    numbers = [one.pk for one in people]
    until = timezone.now() + LINK_VALID
    ActionLink.objects.bulk_create(
        (ActionLink(person_id=number, expires_at=until) for number in numbers),
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["expires_at"],
    )
    rows = ActionLink.objects.filter(person__in=numbers, withdrawn_at=None).select_related("person__space")
    return {one.person_id: one for one in rows}


def end_links(people: Collection[int]) -> None:
    """The address of these people changed, or they left: the links that were mailed work no more.

    The row is raised and not withdrawn: who stays gets a new link with the next mail.
    """
    ActionLink.objects.filter(person__in=people).update(revision=F("revision") + 1)


def due(today: dt.date) -> QuerySet[ActionPoint]:
    """The open points that somebody is reminded of today."""
    soon = Meeting.objects.announced().filter(
        space=OuterRef("space"),
        cancelled_at=None,
        starts_at__date__gte=today,
        starts_at__date__lte=today + dt.timedelta(days=DAYS_BEFORE_MEETING),
    )
    wanted = Q(due_on__lte=today + dt.timedelta(days=DAYS_BEFORE)) | Q(due_on=None) & Exists(soon)
    quiet = Q(reminded_on=None) | Q(reminded_on__lte=today - dt.timedelta(days=DAYS_BETWEEN))
    rows = ActionPoint.objects.filter(wanted, quiet, done_at=None, reminders__lt=MOST_REMINDERS)
    return rows.exclude(meeting__starts_at__date__gte=today - dt.timedelta(days=1))


def remind(today: dt.date | None = None) -> int:
    """Every morning: one mail to each who took on something that is due, with all that is open of theirs; how many."""
    today = today or timezone.localdate()
    spaces = due(today).values_list("space", flat=True).distinct().order_by("space")
    return sum(_remind_in(space, today) for space in Space.objects.filter(pk__in=spaces) if not space.is_read_only)


@transaction.atomic
def _remind_in(space: Space, today: dt.date) -> int:
    # Two mornings at once, and somebody who says at this moment that it is done, wait for each other.
    points = list(due(today).filter(space=space).select_for_update(of=("self",)).order_by("pk"))
    people = Person.objects.filter(action_points__in=points).exclude(email="").distinct().order_by("pk")
    found = list(people.select_related("space"))
    links = links_of(found)
    ActionPoint.objects.filter(pk__in=[one.pk for one in points]).update(
        reminded_on=today, reminders=F("reminders") + 1
    )
    return emails.queue_action_reminders(space, [links[one.pk] for one in found if one.pk in links], today)
