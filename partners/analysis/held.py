"""What conversations for the analysis say of a person (core.personal): only the formal copy has it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core import slots
from core.personal import COPIED, THOUGHT, Copied, Held, day, shown
from partners.analysis.models import Consultation, InventoryEntry, Remark, Workshop


@slots.fill(THOUGHT, order=30)
def consultations(space_id: int, address: str) -> Iterator[Held]:
    """Those with an entry of the register that has this address."""
    rows = Consultation.objects.filter(space=space_id, stakeholder__email__iexact=address)
    for row in rows.order_by("held_on", "pk"):
        facts = {**dict(row.answers), _("Findings"): row.findings, _("Private notes"): row.private_notes}
        what = _("Conversation of %(day)s with %(name)s") % {
            "day": day(row.held_on),
            "name": row.name,
        }
        yield Held(space_id, what, shown(facts))


@slots.fill(COPIED)
def copied() -> Iterator[Copied]:
    yield Copied(Consultation, ("name", "by"), "space")
    yield Copied(InventoryEntry, ("filled_in_by",), "space")
    yield Copied(Remark, ("by",), "gap__space")
    yield Copied(Workshop, ("opened_by",), "space")
