"""A table and its columns in, clean rows out, each with what is wrong with it.

Everything here takes time in proportion to the number of rows.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from core.sheets.errors import CellError, sheet_error
from partners.stakeholders.sheets import cleaning, repairs
from partners.stakeholders.sheets.fields import BY_NAME, FIELDS, LONG_TEXTS, Field
from partners.stakeholders.sheets.reading import Table

# What could not be read in a row, a line for each cell as it goes to the notes (docs/decisions/0061).
UNREAD = "unread"
_GIVEN = 80  # characters of a wrong cell that are shown
_LONGEST_TO_CLEAN = 2000  # characters of a one-line cell
_LONGEST_NOTE = BY_NAME["notes"].max_length  # characters
# Better a telephone number that we do not understand than none.
_KEPT_AS_TYPED = frozenset({"phone", "postcode"})
_FIRST_OF_SEVERAL = frozenset({"phone", "email", "website"})
_DESTROYED_ACCENTS = re.compile(r"\ufffd|[^\W\d_]\?[^\W\d_]|Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€")

_CLEANERS: dict[str, Callable[[str], str]] = {
    "phone": cleaning.clean_phone,
    "email": cleaning.clean_email,
    "website": cleaning.clean_website,
    "official_number": cleaning.clean_official_number,
    "postcode": cleaning.clean_postcode,
    "influence": cleaning.clean_influence,
    "interest": cleaning.clean_interest,
    "coordinates": cleaning.clean_coordinates,
    "latitude": cleaning.clean_latitude,
    "longitude": cleaning.clean_longitude,
    **dict.fromkeys(LONG_TEXTS, cleaning.clean_long_text),
}


class Problem(NamedTuple):
    """Something about one cell, for the person: the header of its column ("" for the whole row), a sentence, and
    of a wrong cell what stood in it."""

    column: str
    message: str
    given: str = ""


@dataclass(slots=True)
class CleanRow:
    """``number``: of the row in the file. ``values``: field → clean text, the empty ones left out; under ``UNREAD``
    what the cells say that cannot be read.

    A row with ``errors`` is not fit to be imported: it has no usable name. One with ``warnings`` is, and says what was
    done to it.
    """

    number: int
    values: dict[str, str]
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class CleanResult:
    """All rows of the file that hold something in a matched column, in its order."""

    rows: list[CleanRow]

    @property
    def good(self) -> list[CleanRow]:
        """The rows without errors."""
        return [row for row in self.rows if not row.errors]


class _Outcome(NamedTuple):
    """What became of a cell that there is something to say about; of the others only the text is kept.

    ``error``: it cannot be read.
    """

    value: str = ""
    error: str = ""
    warning: str = ""


class _Column(NamedTuple):
    """A column that fills a field.

    ``at`` is its index in a row. ``known`` is what became of each text seen in it: most columns say
    the same few things over and over.
    """

    field: str
    label: str
    at: int
    header: str
    clean: Callable[[str], str]
    max_length: int
    known: dict[str, str | _Outcome]


def clean_rows(table: Table, mapping: Mapping[str, int], own: Sequence[Field] = ()) -> CleanResult:
    """Clean ``table``; ``mapping`` is field → index of its column, ``own`` the fields that only this space has.

    Raises SheetError when no column is the name.
    """
    if "name" not in mapping:
        raise sheet_error("no_name_column")
    columns = [_column(table, field, mapping[field.name]) for field in (*FIELDS, *own) if field.name in mapping]
    contact = mapping.get("contact_person")
    rows = []
    for number, cells in table.rows:
        row = _clean_row(number, cells, columns)
        if contact is not None:
            _split_contact(row, cells[contact], mapping)
        _split_coordinates(row)
        repairs.swap_degrees(row)
        repairs.split_address(row)
        if row.values or row.errors:
            _require_name(row, table.headers[mapping["name"]])
            rows.append(row)
    if "postcode" in mapping:
        for row in repairs.restore_zeros(rows):
            message = _("This postcode got the zero back that it had lost.")
            row.warnings.append(Problem(table.headers[mapping["postcode"]], message))
    return CleanResult(rows)


def _column(table: Table, field: Field, index: int) -> _Column:
    clean = field.clean or _CLEANERS.get(field.name, cleaning.clean_text)
    return _Column(field.name, str(field.label), index, table.headers[index], clean, field.max_length, {})


def _clean_row(number: int, cells: Sequence[str], columns: Sequence[_Column]) -> CleanRow:
    row = CleanRow(number, {})
    for column in columns:
        raw = cells[column.at]
        if not raw:
            continue
        outcome = column.known.get(raw)
        if outcome is None:
            outcome = column.known[raw] = _judge(column, raw)
        if isinstance(outcome, _Outcome):
            if outcome.error:
                _put_aside(row, column, outcome.error, raw)
            if outcome.warning:
                row.warnings.append(Problem(column.header, outcome.warning))
            outcome = outcome.value
        if outcome:
            row.values[column.field] = outcome
    return row


def _put_aside(row: CleanRow, column: _Column, message: str, raw: str) -> None:
    """One cell that cannot be read keeps no row out, unless it is the name: what it says goes to the notes."""
    if column.field == "name":
        row.errors.append(Problem(column.header, message, raw[:_GIVEN]))
        return
    message = _("%(problem)s What it says went to the notes.") % {"problem": message}
    if column.field == "notes":
        row.values["notes"] = cleaning.clean_long_text(raw)[: column.max_length].rstrip()
        message = _("Only the first %(limit)s characters were kept.") % {"limit": column.max_length}
    elif text := cleaning.clean_text(raw)[:_LONGEST_NOTE]:
        line = _("%(field)s in the spreadsheet: %(text)s") % {"field": column.label, "text": text}
        row.values[UNREAD] = "\n".join(filter(None, (row.values.get(UNREAD, ""), line)))
    row.warnings.append(Problem(column.header, message, raw[:_GIVEN]))


def together(above: CleanRow, below: CleanRow) -> CleanRow:
    """The row that two make: the later one adds what the first leaves empty, and what of it cannot be read."""
    values = {**below.values, **above.values}
    lines = [row.values[UNREAD] for row in (above, below) if UNREAD in row.values]
    if lines:
        values[UNREAD] = "\n".join(dict.fromkeys("\n".join(lines).split("\n")))
    return CleanRow(above.number, values, [], above.warnings)


def _require_name(row: CleanRow, header: str) -> None:
    if "name" not in row.values and not any(problem.column == header for problem in row.errors):
        row.errors.append(Problem(header, _("A name is missing.")))


def _judge(column: _Column, raw: str) -> str | _Outcome:
    """Clean one cell that is not empty."""
    if len(raw) > max(column.max_length * 2, _LONGEST_TO_CLEAN):
        return _Outcome(error=_too_long(column))
    try:
        value = column.clean(raw)
    except CellError as error:
        if column.field not in _KEPT_AS_TYPED:
            return _Outcome(error=error.message)
        value = cleaning.clean_text(raw)
        if len(value) <= column.max_length:
            warning = _("%(problem)s It was kept as it is.") % {"problem": error.message}
            return _Outcome(value, warning=warning)
    if len(value) > column.max_length:
        return _Outcome(error=_too_long(column))
    if value == raw and value.isascii() and "?" not in value:
        return value
    warning = _warning(column.field, raw, value)
    return _Outcome(value, warning=warning) if warning else value


def _warning(field: str, raw: str, value: str) -> str:
    if field in _FIRST_OF_SEVERAL and value and value != raw and len(cleaning.split_several(raw.strip())) > 1:
        return _("Several were given: the first was taken.")
    if ("?" in value or not value.isascii()) and field != "website" and _DESTROYED_ACCENTS.search(value):
        return _("Letters with accents seem to be damaged in this file.")
    return ""


def _too_long(column: _Column) -> str:
    return _("This text is longer than %(limit)s characters.") % {"limit": column.max_length}


def _split_coordinates(row: CleanRow) -> None:
    """Both out of the one cell, where they have no columns of their own."""
    both = row.values.pop("coordinates", "")
    if both:
        latitude, longitude = both.split(",")
        row.values.setdefault("latitude", latitude)
        row.values.setdefault("longitude", longitude)


def _split_contact(row: CleanRow, cell: str, mapping: Mapping[str, int]) -> None:
    """Take telephone, e-mail and website out of a contact cell, where the sheet has no column for them."""
    if "@" not in cell and not any(map(str.isdigit, cell)) and "www." not in cell:
        return
    found = cleaning.split_contact(cell)
    if not any(name in found and name not in mapping for name in _FIRST_OF_SEVERAL):
        return
    row.values.pop("contact_person", None)
    for name, value in found.items():
        if (name not in mapping or name == "contact_person") and len(value) <= BY_NAME[name].max_length:
            row.values[name] = value
