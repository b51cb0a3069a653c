"""A table and its columns in, clean rows out, each with what is wrong with it; and who is there already.

Everything here takes time in proportion to the number of rows.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from partners.stakeholders.sheets import cleaning
from partners.stakeholders.sheets.errors import CellError, sheet_error
from partners.stakeholders.sheets.fields import BY_NAME, FIELDS, LONG_TEXTS
from partners.stakeholders.sheets.reading import Table

_LONGEST_TO_CLEAN = 2000  # characters of a one-line cell
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
    "latitude": cleaning.clean_latitude,
    "longitude": cleaning.clean_longitude,
    **dict.fromkeys(LONG_TEXTS, cleaning.clean_long_text),
}


class Problem(NamedTuple):
    """Something about one cell, for the person: the header of its column ("" for the whole row) and a sentence."""

    column: str
    message: str


@dataclass(slots=True)
class CleanRow:
    """``number``: of the row in the file. ``values``: field → clean text, the empty ones left out.

    A row with ``errors`` is not fit to be imported; one with ``warnings`` is, and says what was done to it.
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
    """What became of one cell."""

    value: str = ""
    error: str = ""
    warning: str = ""


class _Column(NamedTuple):
    """``known``: what became of each text seen in this column; most columns say the same thing often."""

    field: str
    index: int
    header: str
    clean: Callable[[str], str]
    max_length: int
    known: dict[str, _Outcome]


def clean_rows(table: Table, mapping: Mapping[str, int]) -> CleanResult:
    """Clean ``table``; ``mapping`` is field → index of its column. Raises SheetError when no column is the name."""
    if "name" not in mapping:
        raise sheet_error("no_name_column")
    columns = [_column(table, field.name, mapping[field.name]) for field in FIELDS if field.name in mapping]
    contact = mapping.get("contact_person")
    rows = []
    for number, cells in table.rows:
        row = _clean_row(number, cells, columns)
        if contact is not None:
            _split_contact(row, cells[contact], mapping)
        if row.values or row.errors:
            _require_name(row, table.headers[mapping["name"]])
            rows.append(row)
    return CleanResult(rows)


def _column(table: Table, name: str, index: int) -> _Column:
    clean = _CLEANERS.get(name, cleaning.clean_text)
    return _Column(name, index, table.headers[index], clean, BY_NAME[name].max_length, {})


def _clean_row(number: int, cells: Sequence[str], columns: Sequence[_Column]) -> CleanRow:
    row = CleanRow(number, {})
    for column in columns:
        raw = cells[column.index]
        if not raw:
            continue
        outcome = column.known.get(raw)
        if outcome is None:
            outcome = column.known[raw] = _judge(column, raw)
        value, error, warning = outcome
        if value:
            row.values[column.field] = value
        if error:
            row.errors.append(Problem(column.header, error))
        if warning:
            row.warnings.append(Problem(column.header, warning))
    return row


def _require_name(row: CleanRow, header: str) -> None:
    if "name" not in row.values and not any(problem.column == header for problem in row.errors):
        row.errors.append(Problem(header, _("A name is missing.")))


def _judge(column: _Column, raw: str) -> _Outcome:
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
    return _Outcome(value, warning=_warning(column.field, raw, value))


def _warning(field: str, raw: str, value: str) -> str:
    if field in _FIRST_OF_SEVERAL and value and value != raw and len(cleaning.split_several(raw.strip())) > 1:
        return _("Several were given: the first was taken.")
    if ("?" in value or not value.isascii()) and field != "website" and _DESTROYED_ACCENTS.search(value):
        return _("Letters with accents seem to be damaged in this file.")
    return ""


def _too_long(column: _Column) -> str:
    return _("This text is longer than %(limit)s characters.") % {"limit": column.max_length}


def _split_contact(row: CleanRow, cell: str, mapping: Mapping[str, int]) -> None:
    """Take telephone, e-mail and website out of a contact cell, where the sheet has no column for them."""
    if "@" not in cell and not any(map(str.isdigit, cell)) and "www." not in cell:
        return
    found = cleaning.split_contact(cell)
    if not any(name in found and name not in mapping for name in _FIRST_OF_SEVERAL):
        return
    row.values.pop("contact_person", None)
    for name, value in found.items():
        if name not in mapping or name == "contact_person":
            row.values[name] = value


# --- duplicates --------------------------------------------------------------------------------


class Keys(NamedTuple):
    """What tells organisations apart, exactly: cleaned values, "" where not known."""

    official_number: str
    email: str
    website: str


class Duplicate(NamedTuple):
    """``reason``: official_number, email or website. One of ``existing`` (an id) and ``row`` (a number) is set."""

    reason: str
    existing: int | None = None
    row: int | None = None


def keys_of(values: Mapping[str, str]) -> Keys:
    """The keys of a clean row. Of a website only the host counts, and only where it identifies."""
    website = values.get("website", "")
    return Keys(
        values.get("official_number", ""),
        values.get("email", "").lower(),
        cleaning.identifying_host(website) if website else "",
    )


# An e-mail address or a host that this many names (or numbers) share belongs to none of them: the
# mailbox of the federal police, the site of a province.
SHARED_BY = 3


class _Entry(NamedTuple):
    official_number: str
    target: Duplicate


class DuplicateIndex:
    """Finds exact duplicates: same official number, else same e-mail, else same website host.

    Two that both have an official number, and different ones, are two organisations, whatever else
    they share. What three or more share does not identify (``SHARED_BY``).
    """

    def __init__(self, existing: Iterable[tuple[int, str, str, str]] = ()) -> None:
        """``existing``: (id, official number, e-mail, website host) of what is there already."""
        self._numbers: dict[str, Duplicate] = {}
        self._others: tuple[dict[str, list[_Entry]], dict[str, list[_Entry]]] = ({}, {})
        shared: tuple[dict[str, set[object]], dict[str, set[object]]] = ({}, {})
        for identity, number, email, host in existing:
            keys = Keys(number, email.lower(), host.lower().removeprefix("www."))
            self.add(keys, existing=identity)
            for users, key in zip(shared, keys[1:], strict=True):
                if key:
                    users.setdefault(key, set()).add(identity)
        self._shared = tuple({key for key, ids in users.items() if len(ids) >= SHARED_BY} for users in shared)

    def add(self, keys: Keys, *, existing: int | None = None, row: int | None = None) -> None:
        """Remember one, so that later ones can be its duplicates."""
        if keys.official_number:
            target = Duplicate("official_number", existing, row)
            self._numbers.setdefault(keys.official_number, target)
        for entries, key, reason in zip(self._others, keys[1:], ("email", "website"), strict=True):
            if key and len(found := entries.setdefault(key, [])) < SHARED_BY:
                found.append(_Entry(keys.official_number, Duplicate(reason, existing, row)))

    def ignore(self, emails: set[str], hosts: set[str]) -> None:
        """Do not judge by these: too many share them."""
        self._shared = (self._shared[0] | emails, self._shared[1] | hosts)

    def find(self, keys: Keys) -> Duplicate | None:
        """The first that ``keys`` is a duplicate of."""
        number = keys.official_number
        if number and number in self._numbers:
            return self._numbers[number]
        for entries, shared, key in zip(self._others, self._shared, keys[1:], strict=True):
            if not key or key in shared:
                continue
            for entry in entries.get(key, ()):
                if not number or not entry.official_number or number == entry.official_number:
                    return entry.target
        return None


def find_duplicates(
    rows: Sequence[CleanRow], existing: Iterable[tuple[int, str, str, str]] = ()
) -> dict[int, Duplicate]:
    """Row number → what the row is a duplicate of: something existing, else the first such row of the file.

    Rows with errors are neither duplicates nor originals: they do not come in.
    """
    rows = [row for row in rows if not row.errors]
    keys = [keys_of(row.values) for row in rows]
    index = DuplicateIndex(existing)
    index.ignore(_shared(rows, [key.email for key in keys]), _shared(rows, [key.website for key in keys]))
    found: dict[int, Duplicate] = {}
    for row, row_keys in zip(rows, keys, strict=True):
        duplicate = index.find(row_keys)
        if duplicate:
            found[row.number] = duplicate
        else:
            index.add(row_keys, row=row.number)
    return found


def _shared(rows: Sequence[CleanRow], keys: Sequence[str]) -> set[str]:
    """The keys that three or more different names, or official numbers, of the file have."""
    often = {key for key, times in Counter(keys).items() if key and times >= SHARED_BY}
    names: dict[str, set[str]] = {key: set() for key in often}
    numbers: dict[str, set[str]] = {key: set() for key in often}
    for row, key in zip(rows, keys, strict=True):
        if key in often:
            names[key].add(row.values["name"].casefold())
            numbers[key].add(row.values.get("official_number", ""))
    return {key for key in often if len(names[key]) >= SHARED_BY or len(numbers[key] - {""}) >= SHARED_BY}
