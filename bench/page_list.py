"""The stakeholder list (50 rows of 742, filtered and sorted, signed in) against a bare view."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from bench import data, pages
from core.lists import PAGE_SIZE
from core.text import SortKey
from partners.stakeholders.models import Stakeholder
from spaces.models import Space

STAKEHOLDERS = 742
TARGET = 2.0


def measure() -> dict[str, Any]:
    ground = data.alliance(stakeholders=STAKEHOLDERS, members=40)
    data.analyse()
    address, expected = list_page(ground.space)
    return pages.against_floor(ground.coordinator, address, ground.space.pk, expected, TARGET)


def list_page(space: Space) -> tuple[str, list[str]]:
    """The list with a filter and an order, and the 50 names that must stand on it."""
    query = {"q": "", "sector": "", "influence": "high", "member": "no", "sort": "name"}
    rows = Stakeholder.objects.filter(space=space, influence="high").with_membership()  # type: ignore[attr-defined]
    chosen = rows.filter(is_member=False).order_by(SortKey("name"), "pk")[:PAGE_SIZE]
    expected = [f">{name}</a>" for name in chosen.values_list("name", flat=True)]
    if len(expected) != PAGE_SIZE:
        raise AssertionError("too few rows for a full page")
    return f"{reverse('stakeholders:list', args=[space.slug])}?{urlencode(query)}", expected
