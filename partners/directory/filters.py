"""Searching the shared directory."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import ListFilter
from partners.organisations.finding import in_municipality, organisations_called
from partners.organisations.models import Organisation, Sector


class OrganisationFilter(ListFilter):
    """What the toolbar above the directory offers."""

    q = django_filters.CharFilter(
        label=_("Search"), method="called", widget=forms.TextInput(attrs={"placeholder": _("Name of an organisation")})
    )
    sector = django_filters.ChoiceFilter(
        label=_("Sector"), choices=Sector.choices, empty_label=_("All sectors"), method="in_sector"
    )
    place = django_filters.CharFilter(label=_("Municipality"), method="in_place", max_length=120)

    class Meta:
        model = Organisation
        fields = ("q", "sector", "place")

    def rows(self) -> QuerySet[Organisation]:
        """Those that fit: the likeliest first, else by name."""
        found: QuerySet[Organisation] = self.qs
        return found if found.query.order_by else organisations_called("", found)

    def called(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        return organisations_called(value, rows)

    def in_sector(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        return rows.filter(sectors__contains=[value])

    def in_place(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        return in_municipality(rows, value)
