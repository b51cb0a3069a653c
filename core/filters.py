"""What stands above a list: search, filters, order."""

from __future__ import annotations

import copy
from collections.abc import Hashable, Mapping
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict


class ListFilter(django_filters.FilterSet):
    """The filters above a list, and its order: ``?sort=`` names one of ``sorts``, the first is what it begins with."""

    sorts: ClassVar[Mapping[str, tuple[Any, ...]]]

    def __init__(self, data: Any = None, queryset: QuerySet[Any, Any] | None = None) -> None:
        # Not super(): it copies every filter at once, which cost a tenth of a page whose toolbar and rows are kept.
        self.is_bound, self.data = data is not None, data or QueryDict()
        self.queryset = self._meta.model._default_manager.all() if queryset is None else queryset
        self.request = self.form_prefix = None

    @cached_property
    def filters(self) -> dict[str, Any]:
        """The filters, of this question alone; made when its form or its rows are asked for."""
        found = {**copy.deepcopy(self.base_filters), **self.own_filters()}
        for one in found.values():
            one.parent, one.model = self, self.queryset.model
        return found

    def own_filters(self) -> Mapping[str, Any]:
        """More filters than the class names, where a list has columns of its own."""
        return {}

    @property
    def shape(self) -> tuple[str, ...]:
        """What was asked: it decides which rows come, and in which order."""
        return tuple(str(self.data.get(name) or "") for name in ("sort", *self.base_filters))

    @property
    def kept_by(self) -> Hashable:
        """The toolbar is the same for the same question (``{% keep %}``), so its form is seldom built."""
        return (type(self), self.shape)

    @property
    def is_used(self) -> bool:
        """Whether anything narrows the list."""
        return any(self.shape[1:])

    def rows(self) -> QuerySet[Any]:
        """The filtered rows in the chosen order."""
        chosen = self.data.get("sort")
        return self.qs.order_by(*self.sorts.get(chosen) or next(iter(self.sorts.values())))
