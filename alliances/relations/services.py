"""Asking the members with whom they work, and what they answer; each in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from alliances.relations import emails
from alliances.relations.models import (
    DAYS_BETWEEN_REMINDERS,
    MAX_REMINDERS,
    Answer,
    Asking,
    RelationRequest,
    speaks_for,
)
from core.text import SortKey
from spaces.models import Member, Person, Representative, Space
from spaces.services import hold


def seats_to_ask(space: Space) -> list[Representative]:
    """Who can be asked for which organisation: each representative with an address, of members that do not pause."""
    active = Member.objects.active().filter(space=space, organisation__isnull=False)
    seats = Representative.objects.current().filter(member__in=active).exclude(person__email="")
    return list(
        seats.select_related("person__space", "member__organisation").order_by(
            SortKey("member__organisation__name"), SortKey("person__name"), "pk"
        )
    )


@transaction.atomic
def ask(asking: Asking, seats: Collection[int], *, by: User) -> int:
    """Begin this question (not saved yet) and mail a link to these seats (numbers); returns how many that were.

    One whose days are over is closed by it. Raises ValidationError while one still goes on.
    """
    hold(asking.space_id)
    before = Asking.objects.filter(space=asking.space, closed_at=None).first()
    if before and before.is_open:
        raise ValidationError(_("The members were asked already, and can still answer. Remind them instead."))
    if before:
        Asking.objects.filter(pk=before.pk).update(closed_at=timezone.now())
    asking.save()
    ends = timezone.now() + dt.timedelta(days=(asking.closes_on - timezone.localdate()).days + 1)
    chosen = [seat for seat in seats_to_ask(asking.space) if seat.pk in seats]
    rows = RelationRequest.objects.bulk_create(
        RelationRequest(asking=asking, member=seat.member, person=seat.person, expires_at=ends) for seat in chosen
    )
    return emails.send_requests(rows, reply_to=by.email)


@transaction.atomic
def remind(asking: Asking, *, by: User) -> int:
    """Mail those of whose organisation nobody answered since it was asked, not too often; returns how many."""
    hold(asking.space_id)
    if not asking.is_open:
        return 0
    now = timezone.now()
    answered = Answer.objects.filter(member=OuterRef("member"), answered_at__gte=asking.asked_at)
    due = asking.requests.filter(~Exists(answered), withdrawn_at=None, reminders__lt=MAX_REMINDERS)
    due = due.filter(contacted_at__lte=now - dt.timedelta(days=DAYS_BETWEEN_REMINDERS)).order_by("pk")
    seated = {(seat.person_id, seat.member_id) for seat in seats_to_ask(asking.space)}
    rows = [row for row in due.select_related(*emails.RELATED) if (row.person_id, row.member_id) in seated]
    for row in rows:
        row.reminders, row.contacted_at = row.reminders + 1, now
    RelationRequest.objects.bulk_update(rows, ["reminders", "contacted_at"])
    return emails.send_requests(rows, reply_to=by.email)


@dataclass(frozen=True)
class Said:
    """What is answered about one other member (its number); ``about`` only counts with "together"."""

    other: int
    says: str
    about: str = ""


@transaction.atomic
def answer(space: Space, member: Member, person: Person, said: Iterable[Said]) -> int:
    """Note what ``member`` says of others, by ``person``; a later answer comes in the place of an earlier one.

    What they do together stays when they say "together" again without words. Returns how many were noted. Raises
    ValidationError when this person speaks no more for the member, or another is no member any more.
    """
    hold(space.pk)
    if member.space_id != space.pk or not speaks_for(person.pk, member):
        raise ValidationError(_("You can no longer answer for %(member)s.") % {"member": member})
    said = list(said)
    current = Member.objects.current().filter(space=space, organisation__isnull=False).exclude(pk=member.pk)
    known = set(current.filter(pk__in=[one.other for one in said]).values_list("pk", flat=True))
    if any(one.other not in known for one in said):
        raise ValidationError(_("One of these organisations is no member any more. Look at the list again."))
    before = {one.other_id: one for one in Answer.objects.filter(member=member)}
    for one in said:
        kept = before[one.other].about if one.other in before else ""
        about = (one.about or kept) if one.says == Answer.Says.TOGETHER else ""
        facts = {"says": one.says, "about": about, "person": person, "answered_at": timezone.now()}
        Answer.objects.update_or_create(member=member, other_id=one.other, defaults=facts)
    return len(said)


@transaction.atomic
def end_links(people: Collection[int]) -> None:
    """End what was mailed to these people (``spaces.end_links``). What they answered stays."""
    RelationRequest.objects.filter(person__in=people, withdrawn_at=None).update(withdrawn_at=timezone.now())
