"""A table and its columns in, clean rows out, each with what is wrong with it; and who is there already.

Everything here takes time in proportion to the number of rows.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from core.sheets.errors import CellError, sheet_error
from partners.stakeholders.sheets import cleaning
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
    "interest": cleaning.clean_interest,
    "coordinates": cleaning.clean_coordinates,
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
    """What became of a cell that there is something to say about; of the others only the text is kept."""

    value: str = ""
    error: str = ""
    warning: str = ""


class _Column(NamedTuple):
    """A column that fills a field.

    ``at`` is its index in a row. ``known`` is what became of each text seen in it: most columns say
    the same few things over and over.
    """

    field: str
    at: int
    header: str
    clean: Callable[[str], str]
    max_length: int
    known: dict[str, str | _Outcome]


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
        _split_coordinates(row)
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
        raw = cells[column.at]
        if not raw:
            continue
        outcome = column.known.get(raw)
        if outcome is None:
            outcome = column.known[raw] = _judge(column, raw)
        if isinstance(outcome, _Outcome):
            if outcome.error:
                row.errors.append(Problem(column.header, outcome.error))
            if outcome.warning:
                row.warnings.append(Problem(column.header, outcome.warning))
            outcome = outcome.value
        if outcome:
            row.values[column.field] = outcome
    return row


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
    existing: int | None
    row: int | None


class DuplicateIndex:
    """Finds exact duplicates: same official number, else same e-mail, else same website host.

    Two that both have an official number, and different ones, are two organisations, whatever else
    they share. What three or more share does not identify (``SHARED_BY``).
    """

    def __init__(self, existing: Iterable[tuple[int, str, str, str]] = ()) -> None:
        """``existing``: (id, official number, e-mail, website host) of what is there already."""
        self._numbers: dict[str, _Entry] = {}
        self._emails: dict[str, list[_Entry]] = {}
        self._hosts: dict[str, list[_Entry]] = {}
        for identity, number, email, host in existing:
            self.add(Keys(number, email.lower(), host.lower().removeprefix("www.")), existing=identity)
        self._shared = {
            key for entries in (self._emails, self._hosts) for key, found in entries.items() if len(found) >= SHARED_BY
        }

    def add(self, keys: Keys, *, existing: int | None = None, row: int | None = None) -> None:
        """Remember one, so that later ones can be its duplicates."""
        entry = _Entry(keys.official_number, existing, row)
        if keys.official_number:
            self._numbers.setdefault(keys.official_number, entry)
        if keys.email:
            _remember(self._emails, keys.email, entry)
        if keys.website:
            _remember(self._hosts, keys.website, entry)

    def ignore(self, keys: Iterable[str]) -> None:
        """Do not judge by these e-mail addresses and hosts: too many share them."""
        self._shared.update(keys)

    def find(self, keys: Keys) -> Duplicate | None:
        """The first that ``keys`` is a duplicate of."""
        number = keys.official_number
        if number and (same := self._numbers.get(number)):
            return Duplicate("official_number", same.existing, same.row)
        for reason, entries, key in (("email", self._emails, keys.email), ("website", self._hosts, keys.website)):
            if not key or key in self._shared:
                continue
            for entry in entries.get(key, ()):
                if not number or not entry.official_number:
                    return Duplicate(reason, entry.existing, entry.row)
        return None


def _remember(entries: dict[str, list[_Entry]], key: str, entry: _Entry) -> None:
    """Keep up to ``SHARED_BY`` entries for a key: with so many it does not identify any more."""
    found = entries.get(key)
    if found is None:
        entries[key] = [entry]
    elif len(found) < SHARED_BY:
        found.append(entry)


def find_duplicates(
    rows: Sequence[CleanRow], existing: Iterable[tuple[int, str, str, str]] = ()
) -> dict[int, Duplicate]:
    """Row number → what the row is a duplicate of: something existing, else the first such row of the file.

    Rows with errors are neither duplicates nor originals: they do not come in.
    """
    rows = [row for row in rows if not row.errors]
    keys = [keys_of(row.values) for row in rows]
    index = DuplicateIndex(existing)
    index.ignore(_shared(rows, [key.email for key in keys]))
    index.ignore(_shared(rows, [key.website for key in keys]))
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
