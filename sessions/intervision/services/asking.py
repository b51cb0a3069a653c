"""Ask people for a question or a success story."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from sessions.intervision import emails
from sessions.intervision.models import ContributionRequest, IntervisionDay
from sessions.intervision.services.planning import locked
from sessions.meetings.services.inviting import Candidate, usual_people


def candidates(day: IntervisionDay) -> list[Candidate]:
    """Everybody who takes part in the space and is not asked yet, by organisation and name."""
    asked = set(day.requests.filter(withdrawn_at=None).values_list("person", flat=True))
    return [one for one in usual_people(day.space) if one.person.pk not in asked]


@transaction.atomic
def ask(day: IntervisionDay, people: Collection[int], by: User) -> list[ContributionRequest]:
    """Mail a link to these candidates (numbers of persons); returns their requests.

    Who has no address, was asked already or is no candidate is passed over, so that the same press of
    the button twice asks once. Who was taken off the list before gets a new link. Raises
    ValidationError once the day has begun.
    """
    day = locked(day)
    if not day.is_open():
        raise ValidationError(_("This day has begun, so nothing can be handed in for it any more."))
    chosen = [one.person for one in candidates(day) if one.person.pk in people and one.person.email]
    withdrawn = {row.person_id: row for row in day.requests.filter(person__in=chosen)}
    rows = [withdrawn.get(person.pk) or ContributionRequest(day=day, person=person) for person in chosen]
    for row in rows:
        row.revision += 1 if row.pk else 0
        row.asked_at, row.expires_at, row.withdrawn_at = timezone.now(), day.ends_at, None
    _save(rows)
    if rows:
        emails.queue_requests(day, rows, by=by)
    return rows


def _save(rows: list[ContributionRequest]) -> None:
    ContributionRequest.objects.bulk_update(
        [row for row in rows if row.pk], ["revision", "asked_at", "expires_at", "withdrawn_at"]
    )
    ContributionRequest.objects.bulk_create([row for row in rows if not row.pk])


@transaction.atomic
def withdraw(request: ContributionRequest) -> bool:
    """End somebody's link; what they handed in stays. False when it had ended already."""
    open_ones = ContributionRequest.objects.filter(pk=request.pk, withdrawn_at=None)
    return bool(open_ones.update(withdrawn_at=timezone.now()))


def still_to_come(people: Collection[int]) -> QuerySet[ContributionRequest]:
    """What these people were asked for and can still hand in, by day."""
    asked = ContributionRequest.objects.filter(person__in=people, withdrawn_at=None, day__starts_at__gt=timezone.now())
    return asked.select_related("day__space").order_by("day__starts_at", "pk")


def end_links(people: Collection[int]) -> None:
    """End the links of these people (``spaces.end_links``); what they handed in stays, and they can be asked again."""
    ContributionRequest.objects.filter(person__in=people, withdrawn_at=None).filter(
        expires_at__gt=timezone.now()
    ).update(withdrawn_at=timezone.now())
