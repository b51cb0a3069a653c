"""Filtering and sorting the register; list and export use the same."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from core.filters import ListFilter
from core.text import SortKey
from partners.organisations.models import Sector
from partners.stakeholders.models import Stakeholder


# From much to little, what is not known at the end: "not known" is not "low".
def _from_much_to_little(field: str) -> Case:
    known = (Stakeholder.Level.HIGH, Stakeholder.Level.MEDIUM, Stakeholder.Level.LOW)
    whens = [When(**{field: value}, then=Value(number)) for number, value in enumerate(known)]
    return Case(*whens, default=Value(9), output_field=IntegerField())


INFLUENCE_ORDER, INTEREST_ORDER = _from_much_to_little("influence"), _from_much_to_little("interest")
SORTS: dict[str, tuple[Any, ...]] = {
    "name": (SortKey("name"), "pk"),
    "-name": (SortKey("name").desc(), "-pk"),
    "municipality": (SortKey("organisation__municipality"), SortKey("name"), "pk"),
    "-municipality": (SortKey("organisation__municipality").desc(nulls_last=True), SortKey("name"), "pk"),
    "influence": (INFLUENCE_ORDER, SortKey("name"), "pk"),
    "-influence": (INFLUENCE_ORDER.desc(), SortKey("name"), "pk"),
    "interest": (INTEREST_ORDER, SortKey("name"), "pk"),
    "-interest": (INTEREST_ORDER.desc(), SortKey("name"), "pk"),
    "changed": (F("changed_at").desc(), "-pk"),
}


class StakeholderFilter(ListFilter):
    """What the toolbar above the register offers."""

    sorts = SORTS

    q = django_filters.CharFilter(
        label=_("Search"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name, contact or place")}),
    )
    sector = django_filters.ChoiceFilter(
        label=_("Sector"), choices=Sector.choices, empty_label=_("All sectors"), method="in_sector"
    )
    influence = django_filters.ChoiceFilter(
        label=_("Influence"), choices=Stakeholder.Level.choices, empty_label=_("Any influence")
    )
    interest = django_filters.ChoiceFilter(
        label=_("Interest"), choices=Stakeholder.Level.choices, empty_label=_("Any interest")
    )
    member = django_filters.ChoiceFilter(
        label=_("Member"),
        choices=[("yes", _("members")), ("no", _("not yet members"))],
        empty_label=_("Members and others"),
        method="by_membership",
    )

    class Meta:
        model = Stakeholder
        fields = ("q", "sector", "influence", "interest", "member")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        words = Q()
        for word in value.split()[:8]:
            words &= (
                Q(name__unaccent__icontains=word)
                | Q(contact_person__unaccent__icontains=word)
                | Q(email__icontains=word)
                | Q(organisation__municipality__unaccent__icontains=word)
            )
        return queryset.filter(words)

    def in_sector(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(organisation__sectors__contains=[value])

    def by_membership(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(is_member=value == "yes")
