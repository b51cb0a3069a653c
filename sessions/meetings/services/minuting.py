"""Write the minutes, send them round, correct them with a new revision."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from core.frozen.services import freeze
from core.prepared import Given, Prepared, PreparedUpdate, instance
from sessions.meetings import document, emails
from sessions.meetings.models import (
    ActionPoint,
    Approval,
    CorrectionRequest,
    EarlierText,
    Meeting,
    Minutes,
    MinutesRow,
)
from sessions.meetings.services import actions, agendas, decisions, planning
from sessions.meetings.services.holding import hold
from spaces.models import Person

# "all" as people type it, in our three languages.
ALL = frozenset({"all", "everybody", "everyone", "allen", "iedereen", "alle", "tous", "toutes", "tout le monde"})
# A link to minutes works as long as anybody may still decide about them, and to read them a while after.
LINK_VALID = dt.timedelta(days=400)
# Who stops typing for so long has said something that is kept when they go on.
PAUSE = dt.timedelta(minutes=2)
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
    if meeting.brings_things_back:
        _bring_what_comes_back(minutes)
    return minutes


def _bring_what_comes_back(minutes: Minutes) -> None:
    """A line for each action point of earlier meetings that is not done and for each decision to look at again, below
    the item about the previous minutes."""
    about = minutes.rows.filter(agenda_item__is_about_minutes=True).first() or minutes.rows.first()
    after = about.position if about else 0
    with translation.override(minutes.meeting.space.language):
        lines = [_line_of_point(one) for one in actions.carried_to(minutes.meeting)]
        lines += [_line_of_decision(one) for one in decisions.to_look_at(minutes.meeting)]
    minutes.rows.filter(position__gt=after).update(position=models.F("position") + len(lines))
    for position, line in enumerate(lines, start=after + 1):
        line.minutes, line.position, line.agenda_item = minutes, position, about.agenda_item if about else None
    MinutesRow.objects.bulk_create(lines)


def _line_of_point(point: ActionPoint) -> MinutesRow:
    return MinutesRow(
        thread=point.thread,
        subject=_("Action point of %(day)s") % {"day": date_format(point.meeting.local_start, "DATE_FORMAT")},
        comment=_how_it_stands(point),
        action=point.text,
        who=point.who,
        due_on=point.due_on,
        no_due_date=point.due_on is None,
    )


def _line_of_decision(decided: MinutesRow) -> MinutesRow:
    day = date_format(decided.minutes.meeting.local_start, "DATE_FORMAT")
    return MinutesRow(
        reviews=decided.thread,
        subject=_("Decision of %(day)s, to look at again") % {"day": day},
        proposal=decided.proposal,
    )


def _how_it_stands(point: ActionPoint) -> str:
    if not point.progress:
        return ""
    said = f"{point.get_progress_display()} ({point.said_by})" if point.said_by else str(point.get_progress_display())
    return ": ".join(filter(None, (said, point.word)))


def reviewed(minutes: Minutes) -> dict[UUID, ActionPoint]:
    """The action points of earlier meetings that lines of these minutes look at, by their thread."""
    points = ActionPoint.objects.filter(space=minutes.meeting.space_id, thread__in=minutes.rows.values("thread"))
    points = points.exclude(meeting=minutes.meeting_id).select_related("meeting__space")
    return {one.thread: one for one in points}


@transaction.atomic
def correct(meeting: Meeting) -> Minutes:
    """A new revision that begins as a copy of the one that went round. The one in the making is given as it is.

    Raises ValidationError for approved minutes: those are opened again first (``approving.reopen``).
    """
    Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    latest = meeting.minutes.order_by("-revision").first()
    if latest is None or not latest.is_circulated:
        return latest or start(meeting)
    if latest.is_locked:
        raise ValidationError(_("These minutes are approved. Open them again first, with a reason."))
    minutes = Minutes.objects.create(meeting=meeting, revision=latest.revision + 1)
    rows = list(latest.rows.all())
    for row in rows:
        row.pk, row.minutes, row.version = None, minutes, 1
        row._state.adding = True
    MinutesRow.objects.bulk_create(rows)
    return minutes


def save_row(row: MinutesRow, text: Mapping[str, Any], *, version: int, by: User, keeps: bool = False) -> MinutesRow:
    """Save what somebody typed in a line (``MinutesRow.TEXT``), when they began from its newest ``version``.

    What it said before is kept where somebody else wrote it or after a pause; ``keeps``: in any case.

    What is there already is not saved again. Raises Conflict when somebody saved other text since,
    and ValidationError when the minutes went round.
    """
    meeting = row.minutes.meeting
    return save_row_at(meeting.space_id, meeting.pk, row.pk, text, version=version, by=by, keeps=keeps)


@transaction.atomic
def save_row_at(
    space: int, meeting: int, row: int, text: Mapping[str, Any], *, version: int, by: User, keeps: bool = False
) -> MinutesRow:
    """As :func:`save_row`, of the line with the number ``row`` in the minutes of that meeting of that space.

    Raises MinutesRow.DoesNotExist where there is no such line. Asks as little as it can: a line is saved each second
    that somebody types.
    """
    for found in _line_to_write_in.rows(space=space, meeting=meeting, row=row):
        now = instance(MinutesRow, found)
        break
    else:
        raise MinutesRow.DoesNotExist
    if found.circulated_at is not None:
        raise went_round()
    return _written(now, text, version=version, by=by, keeps=keeps)


def _build_line_to_write_in() -> models.QuerySet[Any, Any]:
    """Sending the minutes round waits until who holds them is done. The line itself is not held: its version is."""
    lines = Minutes.objects.filter(meeting=Given("meeting"), meeting__space=Given("space"), rows=Given("row"))
    columns = (f"rows__{field.attname}" for field in MinutesRow._meta.concrete_fields)
    return lines.order_by().select_for_update(of=("self",)).values(*columns, "circulated_at")


_line_to_write_in = Prepared(_build_line_to_write_in)


def go_on_writing(space: int, meeting: int, row: int, text: Mapping[str, Any], *, version: int, by: User) -> Any | None:
    """As :func:`save_row_at`, for who wrote in that line a moment ago, in one statement.

    Returns what changed beside the text: ``version`` and ``changed_at``. None: it was not saved, for this reason or
    any other, and ``save_row_at`` says which.
    """
    typed = {name: convert(text[name], connection) for name, convert in _to_database().items()}
    now = timezone.now()
    changed = _line_being_written.rows(
        space=space, meeting=meeting, row=row, version=version, by=by.pk, now=now, since=now - PAUSE, **typed
    )
    return changed[0] if changed else None


@cache
def _to_database() -> dict[str, Any]:
    """What makes of a value that somebody typed the one that the database takes, by its column."""
    return {name: MinutesRow._meta.get_field(name).get_db_prep_save for name in MinutesRow.TEXT}  # type: ignore[union-attr]


def _build_line_being_written() -> models.QuerySet[Any, Any]:
    drafts = Minutes.objects.filter(meeting=Given("meeting"), meeting__space=Given("space"), circulated_at=None)
    held = drafts.order_by().select_for_update(of=("self",)).values("pk")
    mine = MinutesRow.objects.filter(changed_by=Given("by"), changed_at__gt=Given("since"))
    return mine.filter(pk=Given("row"), version=Given("version"), minutes__in=held)


_line_being_written = PreparedUpdate(
    _build_line_being_written,
    lambda: {
        **{name: Given(name) for name in MinutesRow.TEXT},
        "version": models.F("version") + 1,
        "changed_at": Given("now"),
    },
    returning=("version", "changed_at"),
)


def _written(row: MinutesRow, text: Mapping[str, Any], *, version: int, by: User, keeps: bool) -> MinutesRow:
    if all(getattr(row, name) == text[name] for name in MinutesRow.TEXT):
        return row
    if row.version != version:
        raise Conflict(row)
    facts = {name: text[name] for name in MinutesRow.TEXT}
    facts |= {"version": version + 1, "changed_at": timezone.now(), "changed_by": by}
    if not MinutesRow.objects.filter(pk=row.pk, version=version).update(**facts):
        # Saved by somebody else while we waited for the minutes: what we read is older than that.
        return _written(MinutesRow.objects.get(pk=row.pk), text, version=version, by=by, keeps=keeps)
    if keeps or not _is_on_its_way(row, by):
        _keep_what_it_said(row)
    for name, value in facts.items():
        setattr(row, name, value)
    return row


def _is_on_its_way(row: MinutesRow, by: User) -> bool:
    """Whether ``by`` wrote in it a moment ago: not each letter on its way is kept."""
    return row.changed_by_id == by.pk and timezone.now() - row.changed_at < PAUSE


def _keep_what_it_said(row: MinutesRow) -> None:
    if row.version > 1 and row.is_written:
        EarlierText.objects.create(
            row=row, text=row.text(), version=row.version, written_at=row.changed_at, written_by_id=row.changed_by_id
        )


def put_back(earlier: EarlierText, by: User) -> MinutesRow:
    """Let a line say again what it said; what it says now is kept too.

    Raises Conflict and ValidationError as :func:`save_row`.
    """
    row = MinutesRow.objects.get(pk=earlier.row_id)
    return save_row(row, earlier.as_typed(), version=row.version, by=by, keeps=True)


@transaction.atomic
def add_row(minutes: Minutes, *, after: MinutesRow | None = None) -> MinutesRow:
    """An empty line below ``after``, under the same agenda item, or at the end."""
    lock_draft(minutes.pk)
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
    lock_draft(row.minutes_id)
    row.delete()


def lock_draft(minutes_id: int) -> Minutes:
    """Minutes that may be written in; sending them round waits until we are done."""
    minutes = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__space").get(pk=minutes_id)
    if minutes.is_circulated:
        raise went_round()
    return minutes


def went_round() -> ValidationError:
    """What is said to who would write in minutes that went round."""
    return ValidationError(_("These minutes went round, so they do not change any more. Make a correction instead."))


@transaction.atomic
def throw_away(draft: Minutes) -> None:
    """A correction that is not wanted after all; what went round stays. Raises ValidationError for anything else."""
    minutes = lock_draft(draft.pk)
    if minutes.revision == 1:
        raise ValidationError(_("Nothing went round yet: these are the only minutes."))
    minutes.delete()


@transaction.atomic
def circulate(minutes: Minutes, by: User) -> Minutes:
    """Freeze the minutes as PDF in the language of the space, and mail them to everybody on the list, who can ask to
    correct them until the next meeting decides.

    Raises ValidationError when they went round already, and for a decision that lacks something; core.pdf.PdfError.
    """
    return freeze_and_send(lock_draft(minutes.pk), by=by)


def freeze_and_send(minutes: Minutes, by: User, *, approved: Approval | None = None) -> Minutes:
    """As :func:`circulate`, of minutes that the transaction holds; ``approved``: they are approved in the same act."""
    meeting = minutes.meeting
    for row in minutes.rows.all():
        if row.lacks:
            raise ValidationError(f"{row.subject}: {row.lacks}" if row.subject else str(row.lacks))
    minutes.circulated_at = timezone.now()
    _publish_action_points(minutes)
    content = document.render(minutes, language=meeting.space.language, approved=approved)
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
            **({"approved": True, "changes": approved.minutes.revision} if approved else {}),
        },
    )
    minutes.save(update_fields=["circulated_at", "document"])
    # What went round is what counts; what was said on the way to it is nobody's any more.
    EarlierText.objects.filter(row__minutes=minutes).delete()
    _withdraw_links(minutes)
    CorrectionRequest.objects.bulk_create(
        CorrectionRequest(minutes=minutes, invitee=one, expires_at=timezone.now() + LINK_VALID)
        for one in meeting.invitees.on_the_list().exclude(person__email="")
    )
    if approved is None:
        _put_on_the_next_agenda(meeting)
    emails.queue_minutes(minutes, by=by)
    return minutes


def _withdraw_links(minutes: Minutes) -> None:
    """Of the versions before: the mail with the new one has a link of its own."""
    earlier = CorrectionRequest.objects.filter(minutes__meeting=minutes.meeting_id, withdrawn_at=None)
    earlier.exclude(minutes=minutes).update(withdrawn_at=timezone.now())


def _put_on_the_next_agenda(meeting: Meeting) -> None:
    """The next meeting decides about them: where its agenda says nothing of that, it gets the item."""
    following = planning.next_meeting(meeting)
    if following is not None:
        hold(following)
        if not following.agenda.filter(is_about_minutes=True).exists():
            agendas.add_item_about_minutes(following)


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
        facts = {
            "text": row.action,
            "who": row.who,
            "is_for_all": not ALL.isdisjoint(mentioned),
            "due_on": row.due_on,
        }
        # One of an earlier meeting stays of that meeting.
        origin = {"space_id": meeting.space_id, "meeting": meeting}
        point, _created = ActionPoint.objects.update_or_create(
            thread=row.thread, defaults=facts, create_defaults={**facts, **origin}
        )
        if row.is_done and point.done_at is None:
            actions.settle(point, is_done=True)
        point.people.set(names[name] for name in mentioned if name in names)
