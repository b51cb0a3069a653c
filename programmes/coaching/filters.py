"""Filtering the regions of a programme by whether somebody coaches there."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import ListFilter
from core.text import SortKey
from places.models import Region
from programmes.coaching.models import Coach
from spaces.models import Space


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
        today = Coach.objects.current().filter(programme=self.programme, region=OuterRef("pk"))
        return queryset.filter(Exists(today) if value == "yes" else ~Exists(today))
