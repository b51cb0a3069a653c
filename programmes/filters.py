"""Filtering and sorting the regions of a programme; page, export and map use the same."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from alliances.models import AllianceSummary
from core.filters import ListFilter
from core.text import SortKey
from programmes.steps import DONE, Road

REGION, ALLIANCE = SortKey("region_names"), SortKey("alliance__space__name")
COUNTED = {"members": "members", "signatures": "signatures", "actions": "actions"}
SORTS: dict[str, tuple[Any, ...]] = {
    "region": (REGION, ALLIANCE, "pk"),
    "-region": (SortKey("region_names").desc(), ALLIANCE, "pk"),
    "steps": (F("step_now").asc(nulls_last=True), "steps_done", REGION, "pk"),
    "-steps": (F("step_now").desc(nulls_first=True), F("steps_done").desc(), REGION, "pk"),
    "meeting": (F("next_meeting_at").asc(nulls_last=True), REGION, "pk"),
    "-meeting": (F("next_meeting_at").desc(nulls_last=True), REGION, "pk"),
    **{name: (F(column), REGION, "pk") for name, column in COUNTED.items()},
    **{f"-{name}": (F(column).desc(), REGION, "pk") for name, column in COUNTED.items()},
}
NOBODY, NO_MEETING = Q(coordinator_names=""), Q(next_meeting_at=None)
ATTENTION = {"coordinator": NOBODY, "meeting": NO_MEETING, "any": NOBODY | NO_MEETING}


class RegionFilter(ListFilter):
    """What the toolbar above the table offers; ``region`` (a number) is what the map asks by."""

    sorts = SORTS

    q = django_filters.CharFilter(
        label=_("Search"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Region, alliance or coordinator")}),
    )
    step = django_filters.ChoiceFilter(label=_("Step"), empty_label=_("Every step"), method="at_step")
    attention = django_filters.ChoiceFilter(
        label=_("Could use a hand"),
        choices=[
            ("coordinator", _("nobody coordinates yet")),
            ("meeting", _("no meeting planned")),
            ("any", _("one of these two")),
        ],
        empty_label=_("All"),
        method="needing",
    )
    region = django_filters.NumberFilter(
        method="in_region", widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1, decimal_places=0
    )

    class Meta:
        model = AllianceSummary
        fields = ("q", "step", "attention", "region")

    def __init__(self, data: Any, queryset: QuerySet, road: Road) -> None:
        super().__init__(data, queryset)
        self.steps = tuple((place.key, place.words) for place in road.places())
        self.filters["step"].extra["choices"] = self.steps

    @property
    def kept_by(self) -> Hashable:
        return (super().kept_by, self.steps)

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        words = Q()
        for word in value.split()[:8]:
            words &= (
                Q(region_names__unaccent__icontains=word)
                | Q(alliance__space__name__unaccent__icontains=word)
                | Q(coordinator_names__unaccent__icontains=word)
            )
        return queryset.filter(words)

    def at_step(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(step_now=None if value == DONE else int(value))

    def needing(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(ATTENTION[value], closed_on=None)

    def in_region(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        return queryset.filter(alliance__regions=int(value))
