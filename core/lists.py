"""Lists of rows: pages of a fixed size that cost the same however many rows there are."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

PAGE_SIZE = 50


def page_of[M: Model](queryset: QuerySet[M], number: Any, size: int = PAGE_SIZE) -> Page[M]:
    """The page with this number; the nearest one that exists for a number that makes no sense."""
    return Paginator(queryset, size).get_page(number)
