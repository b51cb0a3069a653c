"""Close a space and open it again; each in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core import slots
from core.frozen.services import freeze
from spaces.closing import emails
from spaces.closing.models import Closing, closing_of
from spaces.models import Space
from spaces.services import coordinators_of, hold

FROZEN_KIND = "last_report"
# What a closing would find unfinished: callables (space) -> list[Unfinished]. Shown before, and noted in the report.
UNFINISHED = slots.offer("closing.unfinished")
# What has to be settled so that nobody waits for something that never comes: callables (space, by) -> None.
SETTLE = slots.offer("closing.settle")


@dataclass(frozen=True)
class Unfinished:
    """Something that is still open, in words, with what becomes of it, and the address where it can be settled."""

    words: str
    consequence: str
    url: str


def unfinished(space: Space) -> list[Unfinished]:
    """What is still open in ``space``, in the order of the rooms. What its working groups do is theirs to know."""
    found = [one for rooms in slots.collect(UNFINISHED, space) for one in rooms]
    if number := _working_groups(space).count():
        words = ngettext("%(number)s working group", "%(number)s working groups", number) % {"number": number}
        consequence = _("It ends with the alliance: its meetings to come are cancelled, and it stays to be read.")
        found.append(Unfinished(words, consequence, reverse("space_home", args=[space.slug])))
    return found


def _working_groups(space: Space) -> QuerySet[Space]:
    return Space.objects.filter(parent=space, kind=Space.Kind.WORKING_GROUP).order_by("pk")


@transaction.atomic
def close(
    space: Space,
    *,
    ended_on: dt.date,
    reason: str,
    by: User,
    report: Callable[[], bytes],
    facts: dict[str, Any],
    title: str,
) -> Closing:
    """Close ``space``: what is still to come is settled, and then the ``report`` is made and frozen.

    Raises ValidationError when it is closed already.
    """
    hold(space.pk)
    if closing_of(space) is not None:
        raise ValidationError(_("This was closed already."))
    for one in (space, *_working_groups(space)):
        slots.collect(SETTLE, one, by)
    number = Closing.objects.filter(space=space).count() + 1
    document = freeze(
        chain=f"space:{space.pk}",
        kind=FROZEN_KIND,
        subject_id=space.pk,
        title=title,
        content=report(),
        facts={**facts, "space": space.slug, "ended_on": ended_on.isoformat(), "number": number},
    )
    return Closing.objects.create(
        space=space, ended_on=ended_on, reason=reason, closed_by=by.name_and_address, document=document
    )


@transaction.atomic
def reopen(space: Space, *, by: User, reason: str) -> Closing:
    """Open a closed space again; its report stays as it was, and who coordinates is told.

    Raises ValidationError when it is not closed.
    """
    hold(space.pk)
    closing = closing_of(space)
    if closing is None:
        raise ValidationError(_("This is open already."))
    closing.reopened_at, closing.reopened_by, closing.reopened_because = timezone.now(), by.name_and_address, reason
    closing.save(update_fields=["reopened_at", "reopened_by", "reopened_because"])
    emails.send_reopened(closing, [role.person for role in coordinators_of(space)], by=by)
    return closing
