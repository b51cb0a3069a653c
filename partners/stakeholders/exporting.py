"""The register as a table to keep: what is on the screen, with the same columns in the same order.

The import reads it back: its headers are words that ``sheets.headers`` knows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from partners.organisations.models import Sector
from partners.stakeholders import columns as kinds
from partners.stakeholders import criteria
from partners.stakeholders.columns import Chosen, Column, shown

type Cell = str | int | float


def table_of(entries: QuerySet[Any, Any], columns: Chosen) -> tuple[list[str], Iterator[list[Cell]]]:
    """Headers and rows of ``entries`` in their order; the rows come as they are read, never all held in memory."""
    # Values, and not instances: no row has to become an entry first.
    rows = shown(entries, columns).values_list("id", "name", *columns.values(), named=True)
    return headers(columns), (cells(columns, row) for row in rows.iterator(chunk_size=2000))


def headers(columns: Chosen) -> list[str]:
    """The headers, in the person's language."""
    return [str(column.label) for column in columns]


def cells(columns: Chosen, row: Any) -> list[Cell]:
    """One entry, of a query that asked for what the columns show."""
    return [row.name if column.key == "name" else cell(column, getattr(row, f"v_{column.key}")) for column in columns]


def cell(column: Column, value: Any) -> Cell:
    """A value as people read it; numbers stay numbers."""
    if value is None or value == "":
        return ""
    return _WRITTEN.get(column.kind, _text)(column, value)


def number_in_words(value: str | None) -> str:
    """A number as it stands in JSON, with the comma or point of the person's language."""
    return str(number_format(Decimal(value), use_l10n=True)) if value else ""


def _text(_column: Column, value: str) -> str:
    return str(value)


def _choice(column: Column, value: str) -> str:
    if column.criterion and column.criterion.kind == criteria.Kind.YES_NO:
        value = criteria.YES if value == "true" else criteria.NO
    return str(dict(column.choices).get(value, ""))


def _sectors(_column: Column, value: str) -> str:
    """Separated by semicolons."""
    labels = dict(Sector.choices)
    return "; ".join(str(labels[sector]) for sector in value.split() if sector in labels)


def _number(_column: Column, value: str) -> Cell:
    number = Decimal(value)
    return int(number) if number == number.to_integral_value() else float(number)


def _date(_column: Column, value: dt.date) -> str:
    return value.isoformat()


def _member(_column: Column, value: bool) -> str:
    return _("yes") if value else _("no")


_WRITTEN: dict[str, Callable[[Column, Any], Cell]] = {
    kinds.CHOICE: _choice,
    kinds.MANY: _sectors,
    kinds.NUMBER: _number,
    kinds.DATE: _date,
    kinds.MEMBER: _member,
}
