"""The regions in which a space works, and their outlines as a browser gets them."""

from __future__ import annotations

import shapely

from core import slots
from places.importing.boundaries import Boundary, simplified
from places.models import Region
from spaces.models import Space

# A lower room knows where a space works: callables (space) -> Region rows.
REGIONS = slots.offer("stakeholdermap.regions")
# Of all outlines of one map together, as JSON. A line on a screen needs no more.
MOST_BYTES = 60_000


def regions_of(space: Space) -> list[Region]:
    """By name; none where nobody said where the space works."""
    found = {region.pk: region for regions in slots.collect(REGIONS, space) for region in regions}
    return sorted(found.values(), key=lambda region: (region.name, region.pk))


def outlines_of(regions: list[Region]) -> list[Boundary]:
    """The boundaries of those that have one, coarser where together they are heavy."""
    drawn = [region.boundary for region in regions if region.boundary]
    if sum(shapely.get_num_coordinates(shapely.geometry.shape(one)) for one in drawn) * 18 <= MOST_BYTES:
        return drawn
    return simplified([shapely.geometry.shape(one) for one in drawn], MOST_BYTES)
