"""Write the minutes, send them round, correct them with a new revision."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from core.frozen.services import freeze
from sessions.meetings import document, emails
from sessions.meetings.models import ActionPoint, Meeting, Minutes, MinutesRow
from spaces.models import Person

# "all" as people type it, in our three languages.
ALL = frozenset({"all", "everybody", "everyone", "allen", "iedereen", "alle", "tous", "toutes", "tout le monde"})
BETWEEN_NAMES = re.compile(r"[,;/]")


class Conflict(Exception):
    """Somebody else saved the line since; ``row`` is what stands there now."""

    def __init__(self, row: MinutesRow) -> None:
        super().__init__()
        self.row = row


@transaction.atomic
def start(meeting: Meeting) -> Minutes:
    """The minutes that are being written, or new ones with a line for each item of the agenda."""
    Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    latest = meeting.minutes.order_by("-revision").first()
    if latest:
        return latest
    minutes = Minutes.objects.create(meeting=meeting)
    MinutesRow.objects.bulk_create(
        MinutesRow(minutes=minutes, position=position, agenda_item=item, subject=item.title)
        for position, item in enumerate(meeting.agenda.all(), start=1)
    )
    return minutes


@transaction.atomic
def correct(meeting: Meeting) -> Minutes:
    """A new revision that begins as a copy of the one that went round. The one in the making is given as it is."""
    Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    latest = meeting.minutes.order_by("-revision").first()
    if latest is None or not latest.is_circulated:
        return latest or start(meeting)
    minutes = Minutes.objects.create(meeting=meeting, revision=latest.revision + 1)
    rows = list(latest.rows.all())
    for row in rows:
        row.pk, row.minutes, row.version = None, minutes, 1
        row._state.adding = True
    MinutesRow.objects.bulk_create(rows)
    return minutes


@transaction.atomic
def save_row(row: MinutesRow, text: Mapping[str, Any], *, version: int, by: User) -> MinutesRow:
    """Save what somebody typed in a line (``MinutesRow.TEXT``), when they began from its newest ``version``.

    What is there already is not saved again. Raises Conflict when somebody saved other text since,
    and ValidationError when the minutes went round.
    """
    _lock_draft(row.minutes_id)
    now = MinutesRow.objects.get(pk=row.pk)
    if all(getattr(now, name) == text[name] for name in MinutesRow.TEXT):
        return now
    if now.version != version:
        raise Conflict(now)
    for name in MinutesRow.TEXT:
        setattr(now, name, text[name])
    now.version, now.changed_by = version + 1, by
    now.save(update_fields=[*MinutesRow.TEXT, "version", "changed_at", "changed_by"])
    return now


@transaction.atomic
def add_row(minutes: Minutes, *, after: MinutesRow | None = None) -> MinutesRow:
    """An empty line below ``after``, under the same agenda item, or at the end."""
    _lock_draft(minutes.pk)
    position = (minutes.rows.aggregate(last=models.Max("position"))["last"] or 0) + 1
    if after is not None:
        position = after.position + 1
        minutes.rows.filter(position__gte=position).update(position=models.F("position") + 1)
    return MinutesRow.objects.create(
        minutes=minutes, position=position, agenda_item=after.agenda_item if after else None
    )


@transaction.atomic
def remove_row(row: MinutesRow) -> None:
    """Take a line out. Raises ValidationError when the minutes went round."""
    _lock_draft(row.minutes_id)
    row.delete()


def _lock_draft(minutes_id: int) -> Minutes:
    """Minutes that may be written in; sending them round waits until we are done."""
    minutes = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__space").get(pk=minutes_id)
    if minutes.is_circulated:
        raise ValidationError(_("These minutes went round, so they do not change any more. Make a correction instead."))
    return minutes


@transaction.atomic
def circulate(minutes: Minutes, by: User) -> Minutes:
    """Freeze the minutes as PDF in the language of the space, and mail them to everybody on the list.

    Raises ValidationError when they went round already.
    """
    minutes = _lock_draft(minutes.pk)
    meeting = minutes.meeting
    minutes.circulated_at = timezone.now()
    _publish_action_points(minutes)
    content = document.render(minutes, language=meeting.space.language)
    minutes.document = freeze(
        chain=f"space:{meeting.space_id}",
        kind="minutes",
        subject_id=minutes.pk,
        title=f"{meeting.title}, {meeting.local_start:%Y-%m-%d} ({minutes.revision})",
        content=content,
        facts={
            "meeting": meeting.uid,
            "revision": minutes.revision,
            "language": meeting.space.language,
            "sent_round_by": by.email,
        },
    )
    minutes.save(update_fields=["circulated_at", "document"])
    emails.queue_minutes(minutes, by=by)
    return minutes


def filename(minutes: Minutes) -> str:
    """What the PDF is called on somebody's disk."""
    return f"{slugify(minutes.meeting.title)[:80]}-{minutes.meeting.local_start:%Y-%m-%d}-{minutes.revision}.pdf"


def _publish_action_points(minutes: Minutes) -> None:
    """One action point for each line with an action; a later revision changes the same ones."""
    meeting = minutes.meeting
    rows = [row for row in minutes.rows.all() if row.action.strip()]
    meeting.action_points.exclude(thread__in=[row.thread for row in rows]).delete()
    names = {person.name.casefold(): person for person in Person.objects.filter(space=meeting.space_id)}
    for row in rows:
        mentioned = [part.strip().casefold() for part in BETWEEN_NAMES.split(row.who)]
        point, _created = ActionPoint.objects.update_or_create(
            thread=row.thread,
            defaults={
                "space_id": meeting.space_id,
                "meeting": meeting,
                "text": row.action,
                "who": row.who,
                "is_for_all": not ALL.isdisjoint(mentioned),
                "due_on": row.due_on,
            },
        )
        point.people.set(names[name] for name in mentioned if name in names)
