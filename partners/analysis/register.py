"""What the analysis takes from the register: names to choose from while one types."""

from __future__ import annotations

from core.text import SortKey
from partners.stakeholders.models import Stakeholder
from spaces.models import Space

# A browser looks through these itself; of a longer register the first ones.
MOST_NAMES = 500


def names(space: Space) -> list[str]:
    """Of the stakeholders of a space, for coordinators."""
    rows = Stakeholder.objects.filter(space=space).order_by(SortKey("name"), "pk")
    return list(rows.values_list("name", flat=True)[:MOST_NAMES])
