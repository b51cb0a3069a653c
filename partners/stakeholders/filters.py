"""Filtering and sorting the register; list and export use the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import ListFilter
from core.prepared import Given
from partners.organisations.models import Sector
from partners.stakeholders.columns import columns_of
from partners.stakeholders.criteria import NO, YES, YES_NO, Kind, NumberField, Own
from partners.stakeholders.models import Stakeholder
from partners.stakeholders.personal import NOT_TOLD

EMPTY = "-"  # among choices: "not filled in"
OVERDUE, PLANNED, NOT_PLANNED = "overdue", "planned", "not"
TOLD, NOT_YET, OBJECTED = "told", "not", "objected"
# What is seldom asked; on the page behind a button.
SELDOM = ("source", "ground", "told")

type Narrow = Callable[[QuerySet[Any, Any], str, Any], QuerySet[Any, Any]]


class NumberFilter(django_filters.Filter):
    """A number as people write it."""

    field_class = NumberField


class StakeholderFilter(ListFilter):
    """What the toolbar above the register offers; ``criteria`` are those of the space."""

    sorts: Mapping[str, tuple[Any, ...]]  # type: ignore[misc] # each register has its own

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
    contact = django_filters.ChoiceFilter(
        label=_("Next contact"),
        choices=[(OVERDUE, _("overdue")), (PLANNED, _("planned")), (NOT_PLANNED, _("not planned"))],
        empty_label=_("Any time"),
        method="by_contact",
    )

    source = django_filters.ChoiceFilter(
        label=_("Data come from"), choices=Stakeholder.Source.choices, empty_label=_("Anywhere")
    )
    ground = django_filters.ChoiceFilter(
        label=_("Legal ground"), choices=Stakeholder.Ground.choices, empty_label=_("Any ground")
    )
    told = django_filters.ChoiceFilter(
        label=_("Person told"),
        choices=[(TOLD, _("told")), (NOT_YET, _("not yet told")), (OBJECTED, _("objected"))],
        empty_label=_("Told or not"),
        method="by_told",
    )

    class Meta:
        model = Stakeholder
        fields = ("q", "sector", "influence", "interest", "member", "contact", "source", "ground", "told")

    def __init__(
        self,
        data: Any,
        queryset: QuerySet[Any, Any] | None = None,
        *,
        criteria: Sequence[Own] = (),
        today: dt.date | Given | None = None,
    ) -> None:
        super().__init__(data, queryset)
        self.criteria = tuple(criteria)
        self.today = today

    def own_filters(self) -> dict[str, django_filters.Filter]:
        return {name: one for criterion in self.criteria for name, one in filters_of(criterion).items()}

    @property
    def sorts_of_all(self) -> dict[str, tuple[Any, ...]]:
        """How each column sorts, by what stands in the address."""
        found = {}
        for column in columns_of(self.criteria):
            found[column.key] = column.ordering(descending=False)
            found[f"-{column.key}"] = column.ordering(descending=True)
        # A date begins with the newest; that is also what links to "changed" always meant.
        found["changed"], found["-changed"] = found["-changed"], found["changed"]
        return found

    @property
    def names(self) -> tuple[str, ...]:
        """What may stand in the address to narrow the list."""
        own = (name for criterion in self.criteria for name in names_of(criterion))
        return (*self.base_filters, *own)

    @property
    def shape(self) -> tuple[str, ...]:
        return tuple(str(self.data.get(name) or "") for name in ("sort", *self.names))

    @property
    def kept_by(self) -> Hashable:
        return (type(self), self.shape, self.criteria)

    @property
    def usual_fields(self) -> list[BoundField]:
        """The filters in sight, but for the search."""
        return [self.form[name] for name in self.base_filters if name not in ("q", *SELDOM)]

    @property
    def more_fields(self) -> list[BoundField]:
        """The filters behind a button: those on privacy, and the own criteria."""
        return [self.form[name] for name in self._more]

    @property
    def more_used(self) -> int:
        """How many of those narrow the list."""
        return sum(bool(self.data.get(name)) for name in self._more)

    @property
    def _more(self) -> list[str]:
        return [*SELDOM, *(name for criterion in self.criteria for name in names_of(criterion))]

    def rows(self) -> QuerySet[Any]:
        sorts = self.sorts_of_all
        return self.qs.order_by(*sorts.get(str(self.data.get("sort"))) or sorts["name"])

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

    def by_contact(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        today = self.today or timezone.localdate()
        if value == NOT_PLANNED:
            return queryset.filter(next_contact_on=None)
        return (
            queryset.filter(next_contact_on__lt=today)
            if value == OVERDUE
            else queryset.filter(next_contact_on__gte=today)
        )

    def by_told(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == TOLD:
            return queryset.exclude(noticed_on=None)
        return queryset.exclude(objected_on=None) if value == OBJECTED else queryset.filter(NOT_TOLD)


def names_of(criterion: Own) -> tuple[str, ...]:
    """What narrows by a criterion in the address: "c12"; a number has two ends."""
    key = criterion.key
    return (f"{key}_from", f"{key}_to") if criterion.kind == Kind.NUMBER else (key,)


def filters_of(criterion: Own) -> dict[str, django_filters.Filter]:
    """The filters of a criterion, by the name of each."""
    if criterion.kind == Kind.NUMBER:
        labels = (
            _("%(criterion)s from") % {"criterion": criterion.name},
            _("%(criterion)s to") % {"criterion": criterion.name},
        )
        bounds = zip(names_of(criterion), labels, ("gte", "lte"), strict=True)
        return {name: NumberFilter(label=label, method=_bounded(criterion, to)) for name, label, to in bounds}
    if criterion.kind == Kind.TEXT:
        return {criterion.key: django_filters.CharFilter(label=criterion.name, method=_containing(criterion))}
    options = YES_NO if criterion.kind == Kind.YES_NO else criterion.options
    choices = [*options, (EMPTY, _("not filled in"))]
    return {
        criterion.key: django_filters.ChoiceFilter(
            label=criterion.name, choices=choices, empty_label=_("All"), method=_chosen(criterion)
        )
    }


def _bounded(criterion: Own, side: str) -> Narrow:
    def narrow(queryset: QuerySet[Any, Any], name: str, value: Any) -> QuerySet[Any, Any]:
        number = int(value) if value == value.to_integral_value() else float(value)
        return queryset.filter(criteria__has_key=criterion.key, **{f"criteria__{criterion.key}__{side}": number})

    return narrow


def _containing(criterion: Own) -> Narrow:
    def narrow(queryset: QuerySet[Any, Any], name: str, value: str) -> QuerySet[Any, Any]:
        if value == EMPTY:
            return queryset.exclude(criteria__has_key=criterion.key)
        said = queryset.alias(said=KeyTextTransform(criterion.key, "criteria"))
        return said.filter(said__unaccent__icontains=value)

    return narrow


def _chosen(criterion: Own) -> Narrow:
    def narrow(queryset: QuerySet[Any, Any], name: str, value: str) -> QuerySet[Any, Any]:
        if value == EMPTY:
            return queryset.exclude(criteria__has_key=criterion.key)
        kept = {YES: True, NO: False}[value] if criterion.kind == Kind.YES_NO else value
        return queryset.filter(criteria__contains={criterion.key: kept})

    return narrow
