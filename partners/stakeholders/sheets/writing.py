"""Tables out as CSV or XLSX: safe to open in any spreadsheet program, and read back the same.

CSV is UTF-8 with its mark and with semicolons, as Excel with Belgian, Dutch or French settings
expects (with a comma it would put a whole row in one cell). ``reading`` takes it in any country.
"""

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from partners.stakeholders.sheets.formulas import neutralise, plain

Value = str | int | float | bool | None

_LINES_AT_A_TIME = 200
_ESCAPED_IN_XML = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")


def _safe(value: Value) -> str | int | float | None:
    """Text is neutralised. A number is no text and stays one: -0.58 is not a formula."""
    if isinstance(value, str):
        return neutralise(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


class _Echo:
    """The least that ``csv.writer`` asks of a file: gives back what it is given."""

    def write(self, text: str) -> str:
        return text


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """The table as CSV, in pieces of some hundreds of rows, for a streamed answer."""
    line = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n").writerow
    pieces = ["\ufeff", line([_safe(header) for header in headers])]
    for row in rows:
        pieces.append(line([_safe(value) for value in row]))
        if len(pieces) >= _LINES_AT_A_TIME:
            yield "".join(pieces).encode()
            pieces.clear()
    if pieces:
        yield "".join(pieces).encode()


def write_xlsx(headers: Sequence[str], rows: Iterable[Sequence[Value]], *, sheet_name: str = "Schakel") -> bytes:
    """The table as a workbook of one sheet. Rows go to a temporary file as they come, never all held in memory."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NOT_IN_SHEET_NAMES.sub(" ", plain(sheet_name))[:31])
    sheet.freeze_panes = "A2"

    def cell(value: Value) -> Any:
        safe = _safe(value)
        if not isinstance(safe, str):
            return safe
        made = WriteOnlyCell(sheet, _ESCAPED_IN_XML.sub("_x005F_", safe))
        made.data_type = "s"  # openpyxl takes text that begins with = for a formula, #N/A for an error
        return made

    for row in itertools.chain([headers], rows):
        sheet.append([cell(value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
