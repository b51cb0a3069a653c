"""Filtering and sorting the regions of a programme; page and export use the same."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from alliances.models import AllianceSummary
from core.filters import ListFilter
from core.text import SortKey

REGION, ALLIANCE = SortKey("region_names"), SortKey("alliance__space__name")
COUNTED = {"steps": "steps_done", "members": "members", "signatures": "signatures", "actions": "actions"}
SORTS: dict[str, tuple[Any, ...]] = {
    "region": (REGION, ALLIANCE, "pk"),
    "-region": (SortKey("region_names").desc(), ALLIANCE, "pk"),
    "alliance": (ALLIANCE, "pk"),
    "-alliance": (SortKey("alliance__space__name").desc(), "pk"),
    "meeting": (F("next_meeting_at").asc(nulls_last=True), REGION, "pk"),
    "-meeting": (F("next_meeting_at").desc(nulls_last=True), REGION, "pk"),
    **{name: (F(column), REGION, "pk") for name, column in COUNTED.items()},
    **{f"-{name}": (F(column).desc(), REGION, "pk") for name, column in COUNTED.items()},
}


class RegionFilter(ListFilter):
    """What the toolbar above the table offers."""

    sorts = SORTS

    q = django_filters.CharFilter(label=_("Search"), method="search")

    class Meta:
        model = AllianceSummary
        fields = ("q",)

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        words = Q()
        for word in value.split()[:8]:
            words &= (
                Q(region_names__unaccent__icontains=word)
                | Q(alliance__space__name__unaccent__icontains=word)
                | Q(coordinator_names__unaccent__icontains=word)
            )
        return queryset.filter(words)
