"""Who is still writing hears once, some days before, that the call closes."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from programmes.calls import emails
from programmes.calls.models import Proposal

DAYS_BEFORE = 5
# Who began, or was invited, in the last days has the link at hand.
NOT_WITHIN = dt.timedelta(days=2)
# In one go; beat comes again within the hour.
MOST = 200


def remind(now: dt.datetime | None = None) -> int:
    """Mail everybody whose draft is due for it; returns how many.

    Each in a transaction of its own that claims the draft first: run twice, or by two at once, it mails once.
    """
    now = now or timezone.now()
    numbers = due(now).order_by("call__closes_at", "pk").values_list("pk", flat=True)[:MOST]
    return sum(_remind(number, now) for number in list(numbers))


def due(now: dt.datetime) -> QuerySet[Proposal]:
    """Drafts in calls that close in some days and opened before that, of which nobody was reminded."""
    soon = Q(call__closes_at__gt=now, call__closes_at__lte=now + dt.timedelta(days=DAYS_BEFORE))
    drafts = Proposal.objects.filter(state=Proposal.State.DRAFT, reminded_at=None, withdrawn_at=None)
    of_open_calls = drafts.filter(soon, call__opens_at__lte=now).exclude(call__published_at=None)
    free = of_open_calls.exclude(region__alliance_regions__programme=F("programme"))
    return free.filter(created_at__lte=now - NOT_WITHIN)


@transaction.atomic
def _remind(number: int, now: dt.datetime) -> bool:
    # Of this one table: a condition on others would be looked at before the lock, and two workers would both go on.
    claimed = Proposal.objects.filter(pk=number, state=Proposal.State.DRAFT, reminded_at=None).update(reminded_at=now)
    if not claimed:
        return False
    emails.send_reminder(Proposal.objects.select_related("call__space", "region").get(pk=number))
    return True
