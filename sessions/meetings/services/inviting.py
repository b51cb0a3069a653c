"""Who is asked to a meeting: working out whom, inviting, taking off the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from core import slots
from partners.organisations.models import Organisation
from sessions.meetings import emails
from sessions.meetings.beside import SAID_OF_DAY
from sessions.meetings.models import SUITS_WORDS, CorrectionRequest, Invitee, Meeting
from sessions.meetings.services import actions, feeds, places
from sessions.meetings.services.holding import hold
from spaces.models import Member, Person, Representative, Role, Space
from spaces.rules import TEAM
from spaces.services import person_in


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be asked, and the organisation they speak for (None: for themselves)."""

    person: Person
    organisation: Organisation | None
    suits: str = ""  # what they said of the day before (``Suits``)

    @property
    def suits_words(self) -> str | Promise:
        return SUITS_WORDS.get(self.suits, "")


def candidates(meeting: Meeting) -> list[Candidate]:
    """Everybody who takes part in the space and is not on the list of ``meeting``, by organisation and name."""
    listed = set(meeting.invitees.on_the_list().values_list("person", flat=True))
    said: dict[int, str] = {}
    for answers in slots.collect(SAID_OF_DAY, meeting):
        said |= answers
    new = (one for one in usual_people(meeting.space) if one.person.pk not in listed)
    return [replace(one, suits=said.get(one.person.pk, "")) for one in new]


def usual_people(space: Space, today: dt.date | None = None) -> list[Candidate]:
    """The current representatives, the individual members and the team of ``space``, each once; of members that
    pause nobody.

    Who represents several organisations speaks for the one they have represented longest.
    """
    today = today or timezone.localdate()
    found: dict[int, Candidate] = {}
    members = Member.objects.active(today).filter(space=space)
    seats = Representative.objects.filter(member__in=members, starts_on__lte=today).exclude(ends_on__lt=today)
    for seat in seats.select_related("person", "member__organisation").order_by("starts_on", "pk"):
        found.setdefault(seat.person_id, Candidate(seat.person, seat.member.organisation))
    for member in members.exclude(individual=None).select_related("individual"):
        found.setdefault(member.individual_id, Candidate(member.individual, None))
    team = Role.objects.current(today).filter(space=space, kind__in=TEAM).select_related("person")
    for role in team:
        found.setdefault(role.person_id, Candidate(role.person, None))
    return sorted(found.values(), key=_by_organisation_and_name)


def _by_organisation_and_name(one: Candidate) -> tuple[str, str]:
    # People without an organisation come last.
    return (one.organisation.name.casefold() if one.organisation else "\uffff", one.person.name.casefold())


@transaction.atomic
def invite(meeting: Meeting, people: Collection[int], by: User) -> list[Invitee]:
    """Put these candidates (numbers of persons) on the list and mail them an invitation; returns who is new.

    Who has no address is invited by a letter that somebody prints (``letters``). Who is on the list already or is no
    candidate is passed over, so that the same press of the button twice invites once. Raises ValidationError for a
    meeting that was cancelled or is over.
    """
    meeting = hold(meeting)
    require_open(meeting)
    chosen = [one for one in candidates(meeting) if one.person.pk in people]
    return _send(meeting, put_on_list(meeting, chosen), by)


@transaction.atomic
def invite_guest(meeting: Meeting, *, name: str, email: str, by: User) -> list[Invitee]:
    """Invite one person more, known or new in the space. As :func:`invite`."""
    meeting = hold(meeting)
    require_open(meeting)
    return _send(meeting, put_on_list(meeting, [_guest(meeting, name, email)]), by)


def _guest(meeting: Meeting, name: str, email: str) -> Candidate:
    person = person_in(meeting.space, name=name, email=email)
    usual = {one.person.pk: one for one in usual_people(meeting.space)}
    return usual.get(person.pk, Candidate(person, None))


@transaction.atomic
def list_without_mail(meeting: Meeting, chosen: Iterable[Candidate]) -> list[Invitee]:
    """Put people on the list of a meeting they were not invited to through us, to note their attendance."""
    return put_on_list(hold(meeting), chosen)


@transaction.atomic
def add_attendant(meeting: Meeting, *, name: str, email: str = "") -> Invitee:
    """Somebody came who was not on the list. Raises ValidationError when they are on it."""
    meeting = hold(meeting)
    new = put_on_list(meeting, [_guest(meeting, name, email)])
    if not new:
        raise ValidationError(_("%(name)s is on the list already.") % {"name": name})
    Invitee.objects.filter(pk=new[0].pk).update(attendance=Invitee.Attendance.PRESENT)
    return new[0]


def put_on_list(meeting: Meeting, chosen: Iterable[Candidate], **facts: object) -> list[Invitee]:
    """A row for each of ``chosen`` who is not on the list; who was removed comes back with a new link.

    The caller holds the lock on the meeting. Returns the rows that are new or back.
    """
    wanted = {one.person.pk: one for one in chosen}
    known = {row.person_id: row for row in meeting.invitees.filter(person__in=wanted)}
    rows = []
    for pk, one in wanted.items():
        row = known.get(pk) or Invitee(meeting=meeting, person=one.person)
        if row.pk and row.withdrawn_at is None:
            continue
        row.revision += 1 if row.pk else 0
        row.withdrawn_at, row.expires_at, row.organisation = None, meeting.ends_at, one.organisation
        row.answer, row.answered_at, row.remark, row.colleague, row.colleague_name = "", None, "", None, ""
        row.suits = one.suits
        row.is_stand_in, row.invited_at, row.asked_again_at, row.reminded_at = False, None, None, None
        for name, value in facts.items():
            setattr(row, name, value)
        rows.append(row)
    _save(rows)
    return rows


def _save(rows: list[Invitee]) -> None:
    back = [row for row in rows if row.pk]  # asked for first: creating gives the others a number too
    Invitee.objects.bulk_create([row for row in rows if not row.pk])
    fields = [field.name for field in Invitee._meta.concrete_fields if not field.primary_key]
    Invitee.objects.bulk_update(back, fields)


def _send(meeting: Meeting, rows: list[Invitee], by: User) -> list[Invitee]:
    """Note that these are invited now, and queue their mails."""
    if not rows:
        return rows
    now = timezone.now()
    numbers = [row.pk for row in rows]
    Invitee.objects.filter(pk__in=numbers).update(invited_at=now)
    Meeting.objects.filter(pk=meeting.pk, invited_at=None).update(invited_at=now)
    emails.queue_invitations(meeting, numbers, by=by)
    return rows


def send_to_stand_in(meeting: Meeting, row: Invitee) -> None:
    """As :func:`_send`, for a colleague whom another invitee named: nobody of the team pressed a button."""
    Invitee.objects.filter(pk=row.pk).update(invited_at=timezone.now())
    emails.queue_invitations(meeting, [row.pk], by=None)


@transaction.atomic
def remove(invitee: Invitee, by: User | None, *, tells: bool = True) -> bool:
    """Take somebody off the list: their link dies, and their calendar is told, unless ``tells`` says otherwise.

    False when they were off it.
    """
    meeting = hold(invitee.meeting)
    removed = Invitee.objects.filter(pk=invitee.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
    if not removed:
        return False
    if tells and invitee.invited_at is not None and not meeting.is_over() and not meeting.is_cancelled:
        emails.queue_removal(
            Invitee.objects.select_related("person__space", "meeting__space").get(pk=invitee.pk), by=by
        )
    places.fill(meeting)
    return True


@transaction.atomic
def end_links(people: Collection[int], *, left: bool) -> None:
    """Take these people off the lists of what they were invited to and is still to come (``spaces.end_links``).

    Who left the space is told. Who has another address now can be invited anew, at that one.
    Their links to minutes end.
    """
    actions.end_links(people)
    feeds.end(people)
    minutes = CorrectionRequest.objects.filter(invitee__person__in=people, withdrawn_at=None)
    minutes.update(withdrawn_at=timezone.now())
    for row in still_to_come(people):
        remove(row, by=None, tells=left)


def still_to_come(people: Collection[int]) -> Iterable[Invitee]:
    """What these people were invited to and is still to come, by meeting."""
    invited = Invitee.objects.invited().filter(person__in=people, meeting__ends_at__gt=timezone.now())
    return invited.select_related("meeting__space").order_by("meeting", "pk")


def require_open(meeting: Meeting) -> None:
    """Raise ValidationError when ``meeting`` was cancelled or is over."""
    if meeting.is_cancelled:
        raise ValidationError(_("This meeting was cancelled."))
    if meeting.is_over():
        raise ValidationError(_("This meeting is over."))
