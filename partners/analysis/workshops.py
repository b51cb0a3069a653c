"""A workshop: the inventory stands open, people fill it in on their phone, and it is closed again."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.links import LinkState
from partners.analysis import services
from partners.analysis.models import InventoryEntry, Workshop
from spaces.models import Space
from spaces.services import hold

# What one room full of people fills in, and then some.
MOST_ENTRIES = 300


def current(space: Space) -> Workshop | None:
    """The workshop that is open now."""
    return Workshop.objects.filter(space=space, withdrawn_at=None, expires_at__gt=timezone.now()).first()


@transaction.atomic
def open_workshop(space: Space, *, lasts: dt.timedelta, words: str, by: str) -> Workshop:
    """Open the inventory to whoever has the short address of the new workshop. One that is open stays as it is."""
    hold(space.pk)
    now = timezone.now()
    if is_open := current(space):
        return is_open
    Workshop.objects.filter(space=space, withdrawn_at=None).update(withdrawn_at=now)  # its time ran out
    return Workshop.objects.create(space=space, expires_at=now + lasts, words=words, opened_at=now, opened_by=by)


@transaction.atomic
def close(space: Space) -> bool:
    """Nobody can fill in anything more; says whether a workshop was open."""
    hold(space.pk)
    is_open = Workshop.objects.filter(space=space, withdrawn_at=None, expires_at__gt=timezone.now())
    return is_open.update(withdrawn_at=timezone.now()) > 0


@transaction.atomic
def fill_in(workshop: Workshop, entry: InventoryEntry) -> InventoryEntry:
    """An entry from a phone: it waits until a coordinator looked at it.

    Raises ValidationError when the workshop was closed meanwhile, or when there is no room for more.
    """
    hold(workshop.space_id)
    workshop.refresh_from_db()
    if workshop.link_state() != LinkState.FINE:
        raise ValidationError(_("The workshop was closed just now, so this is not saved."))
    if InventoryEntry.objects.filter(workshop=workshop).count() >= MOST_ENTRIES:
        raise ValidationError(_("This workshop has as many entries as it can hold. Tell whoever invited you."))
    entry.space_id, entry.workshop, entry.is_waiting = workshop.space_id, workshop, True
    return services.add(entry)


def short_address(workshop: Workshop) -> str:
    """What is typed on a phone, and what the squares say."""
    return settings.SITE_URL + reverse("analysis:workshop_open", args=[workshop.code])
