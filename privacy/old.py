"""Data of people that nobody touched for long: somebody looks at them, and keeps or erases them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import DateField, DateTimeField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Greatest, TruncDate
from django.utils import timezone

from accounts.models import User
from core.prepared import Given
from partners.stakeholders.models import Assessment, Stakeholder
from partners.stakeholders.personal import OF_A_PERSON
from privacy.models import StillRight
from spaces.models import Space
from spaces.services import hold

# The law asks that nothing is kept longer than needed, and names no number; two years is what networks usually promise.
YEARS = 2


def rows(space: int | Given, today: dt.date | Given) -> QuerySet[Any, Any]:
    """Entries with data of a person that nobody wrote in, talked with or assessed for ``YEARS``, and that nobody kept
    since after a look. Members are never among them, nor whom somebody plans to speak."""
    day: Any = today if isinstance(today, Given) else Value(today)
    since = ExpressionWrapper(
        Cast(day, DateField()) - Value(dt.timedelta(days=365 * YEARS)), output_field=DateTimeField()
    )
    entry = OuterRef("pk")
    found = Stakeholder.objects.filter(OF_A_PERSON, space=space, changed_at__lt=since)
    found = found.with_membership(today).filter(is_member=False)
    return (
        found.exclude(next_contact_on__gte=Cast(day, DateField()))
        .exclude(last_contact_on__gte=since)
        .exclude(Exists(Assessment.objects.filter(stakeholder=entry, assessed_on__gte=since)))
        .exclude(Exists(StillRight.objects.filter(stakeholder=entry, on__gte=since)))
    )


def waiting(space: Space) -> QuerySet[Any, Any]:
    """Those of ``space``, the oldest first; ``last_on`` is the day on which something was last done with them."""
    found = rows(space.pk, timezone.localdate()).select_related("organisation")
    return found.annotate(last_on=Greatest(TruncDate("changed_at"), F("last_contact_on"))).order_by("last_on", "pk")


@transaction.atomic
def keep(space: Space, keys: Sequence[int], *, by: User) -> int:
    """Note that somebody looked at these entries and keeps them; returns how many. It is no work on the entry."""
    hold(space.pk)
    found = waiting(space).filter(pk__in=keys).values_list("pk", flat=True)
    kept = [StillRight(stakeholder_id=pk, on=timezone.localdate(), by=by.name_and_address[:200]) for pk in found]
    StillRight.objects.bulk_create(
        kept, update_conflicts=True, unique_fields=["stakeholder"], update_fields=["on", "by"]
    )
    return len(kept)
