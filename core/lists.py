"""Lists of rows: pages of a fixed size that cost the same however many rows there are."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from core.prepared import PreparedList

PAGE_SIZE = 50


def query_of(request: HttpRequest) -> str:
    """The filters and the order as a query string, without the page: for links to pages and exports."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


def page_of(rows: QuerySet[Any, Any] | PreparedList, number: Any, size: int = PAGE_SIZE) -> Page[Any]:
    """The page with this number; the nearest one that exists for a number that makes no sense."""
    return Paginator(rows, size).get_page(number)  # type: ignore[arg-type] # a PreparedList has what it asks for
