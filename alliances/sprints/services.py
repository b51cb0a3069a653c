"""Asking everybody something, and what they answer; each in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from alliances.sprints import emails
from alliances.sprints.models import DAYS_BETWEEN_REMINDERS, MAX_REMINDERS, Reply, Round, RoundRequest
from sessions.meetings.services.inviting import usual_people
from spaces.models import Person, Space
from spaces.services import hold


def people_to_ask(space: Space) -> list[Person]:
    """Everybody who takes part in ``space`` and has an address, by organisation and name."""
    return [one.person for one in usual_people(space) if one.person.email]


@transaction.atomic
def ask(round_: Round, people: Collection[int], *, by: User) -> int:
    """Begin this round (not saved yet) and mail a link to these people (numbers); returns how many that were.

    One of this kind whose days are over is closed by it. Raises ValidationError while one still goes on.
    """
    hold(round_.space_id)
    if round_.sprint and round_.sprint.rounds.exists():
        raise ValidationError(_("Everybody was asked to look back on this sprint already."))
    before = Round.objects.filter(space=round_.space, kind=round_.kind, closed_at=None).first()
    if before and before.is_open:
        raise ValidationError(_("The round before still goes on. Close that one first."))
    if before:
        close(before)
    round_.save()
    ends = timezone.now() + dt.timedelta(days=(round_.closes_on - timezone.localdate()).days + 1)
    chosen = [person for person in people_to_ask(round_.space) if person.pk in people]
    rows = RoundRequest.objects.bulk_create(
        RoundRequest(round=round_, person=person, expires_at=ends) for person in chosen
    )
    return emails.send_requests(rows, reply_to=by.email)


@transaction.atomic
def remind(round_: Round, *, by: User) -> int:
    """Mail those who have not answered and may be reminded now; returns how many that were."""
    hold(round_.space_id)
    now = timezone.now()
    if not round_.is_open:
        return 0
    answered = Reply.objects.filter(round=OuterRef("round"), person=OuterRef("person"))
    due = round_.requests.filter(~Exists(answered), withdrawn_at=None, reminders__lt=MAX_REMINDERS)
    due = due.filter(contacted_at__lte=now - dt.timedelta(days=DAYS_BETWEEN_REMINDERS))
    rows = list(due.select_related("person__space", "round__space", "round__sprint"))
    for row in rows:
        row.reminders, row.contacted_at = row.reminders + 1, now
    RoundRequest.objects.bulk_update(rows, ["reminders", "contacted_at"])
    return emails.send_requests(rows, reply_to=by.email)


@transaction.atomic
def reply(round_: Round, person: Person, **said: Any) -> Reply:
    """Note what ``person`` answers; a later answer comes in the place of an earlier one.

    Raises ValidationError once the round is closed.
    """
    hold(round_.space_id)
    now = Round.objects.get(pk=round_.pk)
    if not now.is_open:
        raise ValidationError(_("This round is closed, so nothing can be answered any more."))
    row, _created = Reply.objects.update_or_create(
        round=now, person=person, defaults={**said, "replied_at": timezone.now()}
    )
    return row


@transaction.atomic
def close(round_: Round) -> bool:
    """End the round, so that its results can be seen; false when it had ended before."""
    return bool(Round.objects.filter(pk=round_.pk, closed_at=None).update(closed_at=timezone.now()))


@transaction.atomic
def end_links(people: Collection[int]) -> None:
    """End what was mailed to these people (``spaces.end_links``). What they answered stays."""
    RoundRequest.objects.filter(person__in=people, withdrawn_at=None).update(withdrawn_at=timezone.now())
