"""What stands above a list: search, filters, order."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet


class ListFilter(django_filters.FilterSet):
    """The filters above a list, and its order: ``?sort=`` names one of ``sorts``, the first is what it begins with."""

    sorts: ClassVar[Mapping[str, tuple[Any, ...]]]

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
