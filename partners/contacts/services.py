"""What changes the contact log. The register's two dates follow from the log, in the same transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from partners.contacts.models import Contact, NextContact
from partners.stakeholders.models import Stakeholder
from spaces.services import hold


@dataclass(frozen=True)
class Planned:
    """When there should be contact again (None: nothing is planned), and about what."""

    on: dt.date | None = None
    about: str = ""


@transaction.atomic
def log(contact: Contact, then: Planned, *, by: User) -> Contact:
    """Add a contact to the log; ``then`` takes the place of what was planned. Raises ValidationError for a day to
    come."""
    hold(contact.stakeholder.space_id)
    contact.by = by.name_and_address
    _save(contact)
    _plan(contact.stakeholder, then)
    _follow(contact.stakeholder)
    return contact


@transaction.atomic
def change(contact: Contact) -> Contact:
    """Save a corrected contact. Raises ValidationError as :func:`log`."""
    hold(contact.stakeholder.space_id)
    _save(contact)
    _follow(contact.stakeholder)
    return contact


@transaction.atomic
def remove(contact: Contact) -> None:
    """Take a contact out of the log. The second time nothing happens."""
    hold(contact.stakeholder.space_id)
    Contact.objects.filter(pk=contact.pk).delete()
    _follow(contact.stakeholder)


@transaction.atomic
def plan(stakeholder: Stakeholder, then: Planned) -> None:
    """Say when there should be contact again, in place of what was planned before; or that nothing is."""
    hold(stakeholder.space_id)
    _plan(stakeholder, then)
    _follow(stakeholder)


def _save(contact: Contact) -> None:
    if contact.held_on > timezone.localdate():
        raise ValidationError({"held_on": _("This day is still to come. Plan it as the next contact.")})
    contact.save()


def _plan(stakeholder: Stakeholder, then: Planned) -> None:
    if then.on is None:
        NextContact.objects.filter(stakeholder=stakeholder).delete()
    else:
        facts = {"planned_on": then.on, "about": then.about}
        NextContact.objects.update_or_create(stakeholder=stakeholder, defaults=facts)


def _follow(stakeholder: Stakeholder) -> None:
    """Write into the register what the log says, and that somebody worked with it: an import undone spares it."""
    planned = NextContact.objects.filter(stakeholder=stakeholder).values_list("planned_on", flat=True).first()
    last = Contact.objects.filter(stakeholder=stakeholder).aggregate(last=Max("held_on"))["last"]
    Stakeholder.objects.filter(pk=stakeholder.pk).update(
        last_contact_on=last, next_contact_on=planned, changed_at=timezone.now()
    )
