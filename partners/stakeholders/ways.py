"""Ways to look at the same filtered register: as a list, and as what rooms below make of it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import slots

# Rooms below show the register in their way: callables () -> Way. Its page takes the query of the list.
WAYS = slots.offer("stakeholders.ways")


@dataclass(frozen=True)
class Way:
    """A page that shows the register; ``url_name`` takes the space's slug."""

    title: str | Promise
    url_name: str
    icon: str


@slots.fill(WAYS, order=0)
def as_a_list() -> Way:
    return Way(_("List"), "stakeholders:list", "list-ul")


def ways() -> list[Way]:
    """All ways, the list first."""
    found: list[Way] = slots.collect(WAYS)
    return found
