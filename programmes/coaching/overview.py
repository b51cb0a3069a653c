"""Who coaches each region of a programme: now, next and before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from alliances.models import AllianceRegion
from core.filters import ListFilter
from core.text import SortKey
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


class RegionFilter(ListFilter):
    """Above the list: by name, and whether somebody coaches there today."""

    sorts = {"name": (SortKey("name"), "pk")}

    q = django_filters.CharFilter(
        label=_("Search"),
        field_name="name",
        lookup_expr="unaccent__icontains",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Region")}),
    )
    coached = django_filters.ChoiceFilter(
        label=_("Process coach"),
        empty_label=_("All regions"),
        choices=[("yes", _("with a coach today")), ("no", _("without a coach today"))],
        method="is_coached",
    )

    class Meta:
        model = Region
        fields = ("q", "coached")

    def __init__(self, data: Any, queryset: QuerySet[Region], programme: Space) -> None:
        super().__init__(data, queryset)
        self.programme = programme

    def is_coached(self, queryset: QuerySet[Region], name: str, value: str) -> QuerySet[Region]:
        today = Coach.objects.current().filter(programme=self.programme, region=OuterRef("pk"))  # type: ignore[attr-defined]
        return queryset.filter(Exists(today) if value == "yes" else ~Exists(today))
