"""The map of a programme: the outlines of its regions, each with the step its alliance is at.

Which regions belong to a programme: those its alliances work in, and the others of the same division.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    FilteredRelation,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)

from alliances.models import AllianceSummary
from places.models import Region
from places.outlines import Outline, outlines
from programmes.steps import Place, Road
from spaces.models import Space

# Leaves room on a page of 200 KB for the table, and for the names and links of 500 regions.
MAX_CHARACTERS = 45_000


class OnMap(NamedTuple):
    """What is shown of one region; ``place`` is None where no alliance works yet."""

    id: int
    name: str
    written: str  # changes whenever the region's row is written
    has_boundary: bool
    alliance_id: int | None
    alliance: str | None
    chosen: bool
    place: Place | None


class Drawn(NamedTuple):
    """One region with its outline."""

    region: OnMap
    outline: Outline


@dataclass(frozen=True)
class RegionsMap:
    """All regions of a programme, by name; drawn on the map as far as their boundary is known."""

    regions: tuple[OnMap, ...]
    places: tuple[Place, ...]  # of the whole road

    @property
    def can_be_drawn(self) -> bool:
        return any(region.has_boundary for region in self.regions)

    @property
    def without_boundary(self) -> int:
        return sum(not region.has_boundary for region in self.regions)

    @property
    def without_alliance(self) -> list[str]:
        return [region.name for region in self.regions if not region.place]

    @property
    def legend(self) -> list[tuple[Place, int]]:
        """Every place of the road, and how many regions are there."""
        counted = Counter(region.place.key for region in self.regions if region.place)
        return [(place, counted[place.key]) for place in self.places]

    @property
    def view_box(self) -> str:
        return self._outlines.view_box

    @property
    def drawn(self) -> list[Drawn]:
        by_id = {region.id: region for region in self.regions}
        return [Drawn(by_id[outline.region_id], outline) for outline in self._outlines.paths]

    @cached_property
    def _outlines(self) -> Any:
        known = [region.id for region in self.regions if region.has_boundary]
        regions = Region.objects.filter(pk__in=known).only("pk", "boundary").order_by("name", "pk")
        return outlines(regions, characters=MAX_CHARACTERS)


@dataclass(frozen=True)
class AskedMap:
    """A map that is fetched only when it is not kept yet (``{% keep %}``)."""

    rows: QuerySet[Any, Any]
    road: Road

    @cached_property
    def kept_by(self) -> Hashable:
        """The same rows give the same picture: a boundary does not change without its region being written.

        PostgreSQL makes them into one short text: 500 rows need not come here to find that nothing changed.
        """
        sql, parameters = self.rows.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT md5(string_agg(r::text, '|')) FROM ({sql}) AS r", parameters)  # noqa: S608 - Django's own SQL
            return (type(self), *cursor.fetchone(), tuple(self.road.places()))

    @property
    def whole(self) -> RegionsMap:
        """The map itself."""
        found = (_on_map(facts, now, total, self.road) for *facts, now, total in self.rows)
        return RegionsMap(tuple(found), tuple(self.road.places()))


def regions_map(programme: Space, road: Road, chosen: QuerySet[AllianceSummary] | None = None) -> AskedMap:
    """The map of a programme, in one query and two more when it is drawn. ``chosen``: the others become faint."""
    here = Region.objects.filter(alliance_regions__programme=programme)
    same_division = Q(division__in=here.exclude(division=None).order_by().values("division"))
    rows = (
        Region.objects.annotate(
            link=FilteredRelation("alliance_regions", condition=Q(alliance_regions__programme=programme)),
            written=Func(template='"places_region".xmin || \'.\' || "places_region".ctid', output_field=TextField()),
            has_boundary=ExpressionWrapper(Q(boundary__isnull=False), output_field=BooleanField()),
            chosen=_is_chosen(chosen),
        )
        .filter(Q(link__isnull=False) | same_division)
        .order_by("name", "pk")
    )
    fields = ("id", "name", "written", "has_boundary", "link__alliance", "link__alliance__space__name", "chosen")
    progress = ("link__alliance__summary__step_now", "link__alliance__summary__steps_total")
    return AskedMap(rows.values_list(*fields, *progress), road)


def _on_map(facts: list[Any], step_now: int | None, steps_total: int | None, road: Road) -> OnMap:
    """``steps_total`` is None where nothing was counted: where no alliance is."""
    return OnMap._make((*facts, None if steps_total is None else road.place(step_now, steps_total)))


def _is_chosen(chosen: QuerySet[AllianceSummary] | None) -> Any:
    if chosen is None:
        return Value(True, output_field=BooleanField())
    return Exists(chosen.order_by().filter(pk=OuterRef("link__alliance")))
