"""What a programme keeps about its process coaches (core.personal)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core import slots
from core.personal import ERASE, HELD, SOMEBODY, Erasing, Held, day, shown
from programmes.coaching.models import Coach


@slots.fill(HELD, order=55)
def coaches(address: str) -> Iterator[Held]:
    """The note is what the programme thinks, and not told."""
    for row in Coach.objects.filter(email__iexact=address).select_related("region").order_by("pk"):
        facts = {
            _("Your name"): row.name,
            _("Organisation"): row.organisation,
            _("Region"): row.region,
            _("First day"): day(row.starts_on),
            _("Last day"): day(row.ends_on),
        }
        yield Held(row.programme_id, _("You coach a region"), shown(facts))


@slots.fill(ERASE, order=55)
def erase(space_id: int, address: str) -> Erasing:
    rows = Coach.objects.filter(programme=space_id, email__iexact=address)
    keys = list(rows.values_list("pk", flat=True))
    first = _("They coach a region at this moment. Let that end first.") if rows.not_over().exists() else ""
    goes = [_("name, address and note of a process coach")] if keys else []
    return Erasing(goes, first=first, do=lambda: _erase(keys))


def _erase(keys: list[int]) -> None:
    Coach.objects.filter(pk__in=keys).update(name=str(SOMEBODY), organisation="", email="", note="", introduced_to=None)
