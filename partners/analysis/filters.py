"""What stands above the lists of the analysis: search, filters, order."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import ListFilter
from core.text import SortKey
from partners.analysis.models import Consultation, Gap, InventoryEntry, Source


def _search(placeholder: Any) -> django_filters.CharFilter:
    box = forms.TextInput(attrs={"type": "search", "placeholder": placeholder})
    return django_filters.CharFilter(label=_("Search"), method="search", widget=box)


def _with_words(rows: QuerySet[Any], value: str, *fields: str) -> QuerySet[Any]:
    """Those in which each word stands in one of the fields."""
    for word in value.split()[:8]:
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__unaccent__icontains": word})
        rows = rows.filter(found)
    return rows


class InventoryFilter(ListFilter):
    """Of the inventory."""

    FROM = (("workshop", _("from a workshop")), ("team", _("from the team")))
    sorts = {
        "name": (SortKey("name"), "pk"),
        "-name": (SortKey("name").desc(), "-pk"),
        "initiator": (SortKey("initiator"), SortKey("name"), "pk"),
        "-initiator": (SortKey("initiator").desc(), SortKey("name").desc(), "-pk"),
        "newest": ("-created_at", "-pk"),
    }

    q = _search(_("Name, what it offers, for whom, who, where"))
    came = django_filters.ChoiceFilter(
        label=_("Where it came from"), choices=FROM, method="came_from", empty_label=_("Everything")
    )

    class Meta:
        model = InventoryEntry
        fields = ("q", "came")

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return _with_words(queryset, value, "name", "offers", "aim", "for_whom", "initiator", "area")

    def came_from(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(workshop__isnull=value != "workshop")


class SourceFilter(ListFilter):
    """Of the sources."""

    sorts = {
        "title": (SortKey("title"), "pk"),
        "-title": (SortKey("title").desc(), "-pk"),
        "year": (F("year").asc(nulls_last=True), SortKey("title"), "pk"),
        "-year": (F("year").desc(nulls_last=True), SortKey("title"), "pk"),
    }

    q = _search(_("Title, author, what it says"))

    class Meta:
        model = Source
        fields = ("q",)

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return _with_words(queryset, value, "title", "author", "findings")


class ConsultationFilter(ListFilter):
    """Of the consultations, for coordinators, who know with whom they were."""

    sorts = {"newest": ("-held_on", "-pk"), "oldest": ("held_on", "pk")}

    q = _search(_("With whom, by whom, findings"))

    class Meta:
        model = Consultation
        fields = ("q",)

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return _with_words(queryset, value, "name", "by", "findings")


class FindingsFilter(ConsultationFilter):
    """The same for everybody else: a name that is not shown is not found either."""

    q = _search(_("Findings"))

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return _with_words(queryset, value, "findings")


class GapFilter(ListFilter):
    """Of the gaps, in the order that was given to them."""

    SHOWN = (("no", _("no evidence yet")), ("yes", _("with evidence")))
    sorts = {"order": ("position", "pk")}

    q = _search(_("Title, what is missing, who is affected"))
    urgency = django_filters.ChoiceFilter(label=_("How urgent"), choices=Gap.Urgency.choices, empty_label=_("All"))
    shown = django_filters.ChoiceFilter(label=_("Evidence"), choices=SHOWN, method="is_shown", empty_label=_("All"))

    class Meta:
        model = Gap
        fields = ("q", "urgency", "shown")

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return _with_words(queryset, value, "title", "description", "affected")

    def is_shown(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(evidence=0) if value == "no" else queryset.filter(evidence__gt=0)
