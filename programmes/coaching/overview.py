"""Who coaches each region of a programme: now, next and before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from alliances.models import AllianceRegion
from places.models import Region
from programmes.coaching.models import Coach
from spaces.models import Space


@dataclass
class RegionRow:
    """What the list shows of a region."""

    region: Region
    alliance: str  # the name of the programme's alliance there; "" while there is none
    now: Coach | None = None
    next: list[Coach] = field(default_factory=list)
    before: list[Coach] = field(default_factory=list)

    def take(self, coach: Coach) -> None:
        """Put ``coach`` where they stand in time."""
        if coach.is_over:
            self.before.insert(0, coach)  # the latest first
        elif coach.is_to_come:
            self.next.append(coach)
        else:
            self.now = coach


def rows_of(programme: Space, regions: Sequence[Region]) -> list[RegionRow]:
    """A row for each of these regions, in their order; two queries for all."""
    own = AllianceRegion.objects.filter(programme=programme, region__in=regions)
    alliances = dict(own.values_list("region", "alliance__space__name"))
    coaches: dict[int, list[Coach]] = defaultdict(list)
    for coach in Coach.objects.filter(programme=programme, region__in=regions).order_by("starts_on", "pk"):
        coaches[coach.region_id].append(coach)
    rows = [RegionRow(region, alliances.get(region.pk, "")) for region in regions]
    for row in rows:
        for coach in coaches[row.region.pk]:
            row.take(coach)
    return rows
