"""What the log of contacts says of a person (core.personal): others noted it, so only the formal copy has it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core import slots
from core.personal import COPIED, THOUGHT, Copied, Held, day
from partners.contacts.models import Contact, NextContact


@slots.fill(THOUGHT, order=20)
def contacts(space_id: int, address: str) -> Iterator[Held]:
    """Who was in contact is another person, and not told."""
    rows = Contact.objects.filter(stakeholder__space=space_id, stakeholder__email__iexact=address)
    lines = [
        (day(row.held_on), _words(str(row.get_kind_display()), row.said)) for row in rows.order_by("held_on", "pk")
    ]
    if lines:
        yield Held(space_id, _("Contacts that were noted"), lines)


@slots.fill(THOUGHT, order=21)
def next_contacts(space_id: int, address: str) -> Iterator[Held]:
    rows = NextContact.objects.filter(stakeholder__space=space_id, stakeholder__email__iexact=address)
    lines = [(day(row.planned_on), row.about or "–") for row in rows.order_by("planned_on", "pk")]
    if lines:
        yield Held(space_id, _("Contact that is planned"), lines)


def _words(kind: str, said: str) -> str:
    return f"{kind}: {said}" if said else kind


@slots.fill(COPIED)
def copied() -> Iterator[Copied]:
    yield Copied(Contact, ("by",), "stakeholder__space")
