"""A file of bytes in, a table out: header found, rows numbered as in the file."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from core.sheets.errors import sheet_error
from core.sheets.text_tables import read_text
from partners.stakeholders.sheets.formulas import restore
from partners.stakeholders.sheets.headers import find_header
from partners.stakeholders.sheets.workbooks import is_workbook, read_workbook

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 300
_TITLE_ROWS = 80  # how much may stand above the rows that count


class SheetRow(NamedTuple):
    """One row: its number in the file as Excel shows it (the first is 1), and as many cells as there are headers."""

    number: int
    cells: list[str]


@dataclass(slots=True)
class Table:
    """What was in the file.

    ``header_row``: number of the row with the column names. ``encoding`` and ``delimiter`` are empty
    for a workbook, ``sheet_name`` and ``sheet_names`` for CSV. ``notices``: sentences for the person
    about what was done to read it. Empty rows are left out; the numbers of the others stay.
    """

    headers: list[str]
    rows: list[SheetRow]
    header_row: int
    encoding: str = ""
    delimiter: str = ""
    sheet_name: str = ""
    sheet_names: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def read_table(
    data: bytes, filename: str = "", *, sheet: str = "", max_bytes: int = MAX_BYTES, max_rows: int = MAX_ROWS
) -> Table:
    """Read CSV, XLSX, XLS or ODS. ``filename`` only helps to say what is wrong; the bytes decide.

    ``sheet``: the sheet of a workbook; empty takes the first that looks like a list.
    Raises SheetError with a message for the person.
    """
    if len(data) > max_bytes:
        raise sheet_error("too_large", limit=max_bytes)
    if not data.strip():
        raise sheet_error("empty")
    if is_workbook(data):
        raw = read_workbook(data, sheet=sheet, max_rows=max_rows, max_columns=MAX_COLUMNS)
        table = _table(raw.rows, max_rows)
        table.sheet_name, table.sheet_names = raw.name, raw.names
        table.notices.extend(_workbook_notices(raw.merged, raw.name, raw.names))
        return table
    if filename.lower().endswith((".xlsx", ".xls", ".ods")) and b"\0" in data:
        raise sheet_error("unreadable")
    text = read_text(data, max_rows=max_rows + _TITLE_ROWS, max_columns=MAX_COLUMNS)
    table = _table(text.rows, max_rows)
    table.encoding, table.delimiter = text.encoding, text.delimiter
    return table


def _workbook_notices(merged: bool, name: str, names: list[str]) -> list[str]:
    notices = []
    if merged:
        notices.append(_("Merged cells were split: each of their rows got the value."))
    if len(names) > 1:
        notices.append(_("Only the sheet “%(name)s” was read.") % {"name": name})
    return notices


def _table(raw: list[list[str]], max_rows: int) -> Table:
    """Headers and the rows below them. Raises SheetError when there are none."""
    if not any(cell.strip() for row in raw for cell in row):
        raise sheet_error("empty")
    at = find_header(raw)
    if at < 0:
        raise sheet_error("no_header")
    kept = _kept_rows(raw, at + 1)
    if not kept:
        raise sheet_error("no_rows")
    if len(kept) > max_rows:
        raise sheet_error("too_many_rows", limit=max_rows)
    headers = _unique([_one_line(cell) for cell in raw[at]])
    width = max(len(headers), max(len(row.cells) for row in kept))
    headers += [""] * (width - len(headers))
    for row in kept:
        if len(row.cells) < width:
            row.cells.extend([""] * (width - len(row.cells)))
    return Table(headers, kept, header_row=at + 1)


def _kept_rows(raw: list[list[str]], start: int) -> list[SheetRow]:
    """The rows from index ``start`` on that hold something. Joined, a row is looked through at once."""
    kept = []
    for number, row in enumerate(raw[start:], start=start + 1):
        together = "".join(row)
        if not together or together.isspace():
            continue
        if "'" in together or "\r" in together:
            row = [_cell(cell) for cell in row]
        kept.append(SheetRow(number, row))
    return kept


def _cell(value: str) -> str:
    """The cell with one kind of line break, and without the guard that our own export puts before formulas."""
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    return restore(value) if value[:1] == "'" else value


def _one_line(header: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\u200b\ufeff]", " ", _cell(header)).split())


def _unique(headers: list[str]) -> list[str]:
    """A header that came before gets a number behind it: "E-mail", "E-mail (2)"."""
    seen: set[str] = set()
    result = []
    for header in headers:
        name, number = header, 1
        while name and name.casefold() in seen:
            number += 1
            name = f"{header} ({number})"
        seen.add(name.casefold())
        result.append(name)
    return result
