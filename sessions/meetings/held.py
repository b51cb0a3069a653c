"""What meetings keep about a person (core.personal): invitations, answers, whether they were there."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from core import slots
from core.personal import COPIED, ERASE, HELD, Copied, Erasing, Held, Words, day, told
from sessions.meetings.models import (
    ActionPoint,
    AgendaItem,
    Approval,
    Correction,
    EarlierText,
    Invitee,
    MinutesRow,
    Registration,
    Reopening,
    TemplateItem,
    Topic,
)


@slots.fill(HELD, order=40)
def invitations(address: str) -> Iterator[Held]:
    rows = Invitee.objects.filter(person__email=address).select_related("meeting")
    rows = rows.order_by("meeting__space", "-meeting__starts_at")
    yield from told(rows, _space_of, _("Meetings you were asked to"), _line)


@slots.fill(HELD, order=41)
def corrections(address: str) -> Iterator[Held]:
    rows = Correction.objects.filter(person__email=address).select_related("minutes__meeting")
    rows = rows.order_by("minutes__meeting__space", "sent_at", "pk")
    yield from told(rows, lambda row: row.minutes.meeting.space_id, _("What you asked to correct in minutes"), _asked)


@slots.fill(HELD, order=42)
def action_points(address: str) -> Iterator[Held]:
    mine = Q(people__email=address) | Q(said_by__email=address)
    rows = ActionPoint.objects.filter(mine).distinct().order_by("space", "pk")
    yield from told(rows, lambda row: row.space_id, _("What you took on in meetings"), _taken_on)


@slots.fill(HELD, order=43)
def topics(address: str) -> Iterator[Held]:
    rows = Topic.objects.filter(proposed_by__email=address).order_by("space", "pk")
    yield from told(rows, lambda row: row.space_id, _("Topics you proposed for meetings"), _proposed)


@slots.fill(HELD, order=44)
def registrations(address: str) -> Iterator[Held]:
    rows = Registration.objects.filter(email__iexact=address, invitee=None).select_related("meeting")
    rows = rows.order_by("meeting__space", "pk")
    yield from told(rows, lambda row: row.meeting.space_id, _("Registrations that you did not confirm"), _registered)


def _registered(row: Registration) -> tuple[Words, Words]:
    said = (row.meeting.title, row.name, row.organisation_name, row.remark)
    return day(row.created_at), " · ".join(filter(None, said))


def _proposed(row: Topic) -> tuple[Words, Words]:
    return day(row.created_at), " · ".join(filter(None, (row.title, row.note, row.why)))


def _taken_on(row: ActionPoint) -> tuple[Words, Words]:
    said = (row.text, str(row.get_progress_display()) if row.progress else "", row.word)
    return day(row.due_on) if row.due_on else "", " · ".join(filter(None, said))


def _asked(row: Correction) -> tuple[Words, Words]:
    said = (row.minutes.meeting.title, row.subject, row.text, str(row.get_state_display()), row.why)
    return day(row.sent_at), " · ".join(filter(None, said))


def _space_of(row: Invitee) -> int:
    return row.meeting.space_id


def _line(row: Invitee) -> tuple[Words, Words]:
    when = day(row.meeting.starts_at)
    answer = row.get_answer_display() if row.answer else ""
    there = row.get_attendance_display() if row.attendance else ""
    suits = row.get_suits_display() if row.suits else ""
    said = [row.meeting.title, *filter(None, (suits, answer, there, row.remark))]
    return when, " · ".join(map(str, said))


@slots.fill(ERASE, order=40)
def erase(space_id: int, address: str) -> Erasing:
    rows = Invitee.objects.filter(person__email=address, meeting__space=space_id)
    stays = []
    if rows.exclude(attendance="").exists():
        stays.append((_("the name in minutes that were sent round"), _("Approved minutes do not change any more.")))
    goes = [_("remarks with answers to invitations")] if rows.exclude(remark="").exists() else []
    words = ActionPoint.objects.filter(said_by__email=address, space=space_id).exclude(word="")
    if words.exists():
        goes.append(_("what was said about action points"))
    topics = Topic.objects.filter(proposed_by__email=address, space=space_id)
    if topics.exists():
        goes.append(_("topics that were proposed for meetings"))
    registered = Registration.objects.filter(email__iexact=address, meeting__space=space_id)
    if registered.exists():
        goes.append(_("what was filled in to register for a gathering"))
    keys, points, proposed = (list(found.values_list("pk", flat=True)) for found in (rows, words, topics))
    return Erasing(goes, stays, do=lambda: _erase(space_id, address, keys, points, proposed))


def _erase(space_id: int, address: str, invitees: list[int], points: list[int], topics: list[int]) -> None:
    # What lines of minutes said on the way may name anybody; nothing hangs on it.
    EarlierText.objects.filter(row__minutes__meeting__space=space_id).delete()
    Topic.objects.filter(pk__in=topics).delete()
    Registration.objects.filter(email__iexact=address, meeting__space=space_id).delete()
    Invitee.objects.filter(pk__in=invitees).update(remark="", suits="")
    ActionPoint.objects.filter(pk__in=points).update(word="")


@slots.fill(COPIED)
def copied() -> Iterator[Copied]:
    yield Copied(ActionPoint, ("who",), "space")
    yield Copied(AgendaItem, ("owner",), "meeting__space")
    yield Copied(TemplateItem, ("owner",), "template__space")
    yield Copied(Topic, ("owner",), "space")
    yield Copied(Invitee, ("colleague_name", "replaced_by"), "meeting__space")
    yield Copied(MinutesRow, ("who", "objections"), "minutes__meeting__space", only=Q(minutes__document=None))
    stays = _("Minutes that were sent round do not change any more.")
    decided = _("What was decided about minutes does not change any more.")
    yield Copied(Approval, ("noted_by",), "minutes__meeting__space", decided)
    yield Copied(Reopening, ("reopened_by",), "minutes__meeting__space", decided)
    yield Copied(
        MinutesRow, ("who", "objections"), "minutes__meeting__space", stays, only=Q(minutes__document__isnull=False)
    )
