"""Filtering and sorting the matrix, the activities and the needs of a branch; page and export use the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import ListFilter
from core.text import SortKey
from partners.organisations.models import Organisation, Sector
from places.countries import country_name
from programmes.branches.matrix import Matrix, State
from programmes.branches.models import Activity, Need, Phase

NAME = SortKey("name")


def search_box(placeholder: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"type": "search", "placeholder": placeholder})


def all_words(value: str, *fields: str) -> Q:
    """A condition: each word of ``value`` is in one of the fields."""
    found = Q()
    for word in value.split()[:8]:
        one = Q()
        for field in fields:
            one |= Q(**{f"{field}__unaccent__icontains": word})
        found &= one
    return found


class MatrixFilter(ListFilter):
    """Above the matrix. A phase alone leaves who did or will do something in it; a state alone, who stands so
    somewhere; both together, who stands so in that phase."""

    sorts = {
        "name": (NAME, "pk"),
        "-name": (NAME.desc(), "-pk"),
        "needs": (F("open_needs"), NAME, "pk"),
        "-needs": (F("open_needs").desc(), NAME, "pk"),
    }

    q = django_filters.CharFilter(label=_("Search"), method="search", widget=search_box(_("Organisation or place")))
    phase = django_filters.ChoiceFilter(label=_("Phase"), empty_label=_("Every phase"), method="in_phase")
    state = django_filters.ChoiceFilter(
        label=_("State"), empty_label=_("Any state"), choices=State.choices, method="in_phase"
    )
    country = django_filters.ChoiceFilter(label=_("Country"), empty_label=_("All countries"))
    sector = django_filters.ChoiceFilter(
        label=_("Sector"), choices=Sector.choices, empty_label=_("All sectors"), method="in_sector"
    )

    class Meta:
        model = Organisation
        fields = ("q", "phase", "state", "country", "sector")

    def __init__(self, data: Any, queryset: QuerySet, matrix: Matrix) -> None:
        super().__init__(data, queryset)
        self.matrix = matrix
        self.phases = tuple((str(phase.pk), str(phase)) for phase in matrix.phases)
        countries = {code: country_name(code) for code in matrix.members.values() if code}
        self.countries = tuple(sorted(countries.items(), key=lambda one: one[1]))
        self.filters["phase"].extra["choices"] = self.phases
        self.filters["country"].extra["choices"] = self.countries

    @property
    def kept_by(self) -> Hashable:
        return (super().kept_by, self.phases, self.countries)

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(all_words(value, "name", "municipality"))

    def in_phase(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Called for either of the two; each looks at both."""
        asked = self.form.cleaned_data
        phases = [one for one in self.matrix.phases if (asked.get("phase") or str(one.pk)) == str(one.pk)]
        states = [State(asked["state"])] if asked.get("state") else [one for one in State if one != State.NOTHING]
        found = {pk for phase in phases for state in states for pk in self.matrix.standing(phase, state)}
        return queryset.filter(pk__in=found)

    def in_sector(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(sectors__contains=[value])


class ActivityFilter(ListFilter):
    """Above the activities."""

    sorts = {
        "-date": (F("starts_on").desc(), F("pk").desc()),
        "date": ("starts_on", "pk"),
        "title": (SortKey("title"), "pk"),
        "-title": (SortKey("title").desc(), "-pk"),
        "phase": ("phase__number", F("starts_on").desc(), "pk"),
        "-phase": (F("phase__number").desc(), F("starts_on").desc(), "pk"),
        "taking_part": ("taking_part", "pk"),
        "-taking_part": (F("taking_part").desc(), "pk"),
    }

    q = django_filters.CharFilter(
        label=_("Search"), method="search", widget=search_box(_("Title, place, organisation"))
    )
    phase = django_filters.ChoiceFilter(label=_("Phase"), empty_label=_("Every phase"), field_name="phase_id")
    state = django_filters.ChoiceFilter(
        label=_("State"),
        empty_label=_("All"),
        choices=[
            ("coming", _("still to come")),
            ("without", _("held, without a result")),
            ("result", _("with a result")),
        ],
        method="standing",
    )

    class Meta:
        model = Activity
        fields = ("q", "phase", "state")

    def __init__(self, data: Any, queryset: QuerySet, phases: Iterable[Phase], today: dt.date) -> None:
        # Counted before anything narrows it: else only those would count that the search names.
        counted = queryset.annotate(taking_part=Count("organisations", distinct=True))
        super().__init__(data, counted)
        self.today = today
        self.phases = tuple((str(phase.pk), str(phase)) for phase in phases)
        self.filters["phase"].extra["choices"] = self.phases

    @property
    def kept_by(self) -> Hashable:
        return (super().kept_by, self.phases)

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split()[:8]:
            with_it = Activity.organisations.through.objects.filter(organisation__name__unaccent__icontains=word)
            named = all_words(word, "title", "place") | Q(pk__in=with_it.values("activity"))
            queryset = queryset.filter(named)
        return queryset

    def standing(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == "coming":
            return queryset.filter(starts_on__gt=self.today)
        held = queryset.filter(starts_on__lte=self.today)
        return held.filter(result="") if value == "without" else held.exclude(result="")


class NeedFilter(ListFilter):
    """Above the needs: what is not answered comes first, the oldest on top."""

    sorts = {
        "open": (F("answered_on").desc(nulls_first=True), "brought_on", "pk"),
        "organisation": (SortKey("organisation__name"), "brought_on", "pk"),
        "-organisation": (SortKey("organisation__name").desc(), "brought_on", "pk"),
        "date": ("brought_on", "pk"),
        "-date": (F("brought_on").desc(), "-pk"),
    }

    q = django_filters.CharFilter(
        label=_("Search"), method="search", widget=search_box(_("Need, answer, organisation"))
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        empty_label=_("All"),
        choices=[("open", _("not answered yet")), ("answered", _("answered"))],
        method="standing",
    )

    class Meta:
        model = Need
        fields = ("q", "state")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(all_words(value, "text", "answer", "organisation__name"))

    def standing(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(answered_on__isnull=value == "open")
