"""Which column is which field: by its header, and by its values where the header says nothing."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.sheets.errors import CellError
from partners.stakeholders.sheets.cleaning import clean_interest
from partners.stakeholders.sheets.headers import WEAKEST, field_of
from partners.stakeholders.sheets.labels import Labels
from partners.stakeholders.sheets.reading import Table

_SAMPLE_ROWS = 200
_MOST = 0.6  # of the values must look like it
_BY_VALUE = (
    ("email", re.compile(r"\S+@\S+\.\w+")),
    ("website", re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)),
    (
        "official_number",
        re.compile(r"(?:BE ?)?[01]\d{3}[. ]?\d{3}[. ]?\d{3}|\d{3} ?\d{3} ?\d{3} ?\d{5}", re.IGNORECASE),
    ),
    ("phone", re.compile(r"(?:tel:)?(?:\+|0)\d[\d ./()-]{6,17}", re.IGNORECASE)),
)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_LATITUDES, _LONGITUDES = (35, 72), (-25, 34)  # Europe, where the two never overlap


@dataclass(frozen=True, slots=True)
class Match:
    """``fields``: field → index of its column. ``unmatched``: indexes of the columns that no field took."""

    fields: dict[str, int]
    unmatched: list[int]


def match_columns(table: Table, own: Labels | None = None) -> Match:
    """Guess the columns of ``table``. A field has one column at most; the clearest header wins, then the first.

    ``own``: the names of the fields that only this space has. A header that says one of them is that one.
    """
    fields = _own_columns(table, own) if own else {}
    mine = set(fields.values())
    guesses = []
    for index, header in enumerate(table.headers):
        if index in mine:
            continue
        field, weakness = field_of(header)
        if field == "matters" and _are_levels(_values(table, index)):
            field = "interest"  # "belang" is what matters to them, or how much: the values tell
        if field:
            guesses.append((weakness, index, field))
    for _weakness, index, field in sorted(guesses):
        fields.setdefault(field, index)
    taken = set(fields.values())
    rest = [index for index in range(len(table.headers)) if index not in taken]
    _match_by_values(table, fields, rest)
    _swap_coordinates(table, fields)
    taken = set(fields.values())
    return Match(fields, [index for index in range(len(table.headers)) if index not in taken])


def _own_columns(table: Table, own: Labels) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, header in enumerate(table.headers):
        if key := own.find(header):
            found.setdefault(key, index)
    return found


def _match_by_values(table: Table, fields: dict[str, int], columns: Sequence[int]) -> None:
    """Look into the columns whose header says nothing, and find a name at last where there is none."""
    unnamed = [index for index in columns if field_of(table.headers[index])[1] == WEAKEST]
    for field, pattern in _BY_VALUE:
        if field in fields:
            continue
        for index in unnamed:
            values = _values(table, index)
            if index not in fields.values() and values and _share(values, pattern) >= _MOST:
                fields[field] = index
                break
    if "name" not in fields:
        for index in unnamed:
            if index not in fields.values() and _like_names(_values(table, index)):
                fields["name"] = index
                break


def _values(table: Table, index: int) -> list[str]:
    cells = (row.cells[index].strip() for row in itertools.islice(table.rows, _SAMPLE_ROWS))
    return [cell for cell in cells if cell]


def _are_levels(values: Sequence[str]) -> bool:
    """Whether most of them say low, medium, high or not known."""
    return bool(values) and sum(map(_is_level, values)) / len(values) >= _MOST


def _is_level(value: str) -> bool:
    try:
        return bool(clean_interest(value))
    except CellError:
        return False


def _share(values: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(1 for value in values if pattern.fullmatch(value)) / len(values)


def _like_names(values: Sequence[str]) -> bool:
    """Mostly different, mostly with letters, not too long."""
    if not values:
        return False
    with_letters = sum(1 for value in values if len(value) <= 120 and _LETTERS.search(value))
    return with_letters >= len(values) * 0.9 and len(set(values)) >= len(values) * 0.7


def _swap_coordinates(table: Table, fields: dict[str, int]) -> None:
    """ "X" is the longitude by rights, and the latitude in many a file. In Europe the values tell."""
    if "latitude" not in fields or "longitude" not in fields:
        return
    latitude, longitude = _middle(table, fields["latitude"]), _middle(table, fields["longitude"])
    if latitude is None or longitude is None:
        return
    wrong = _LONGITUDES[0] <= latitude <= _LONGITUDES[1] and _LATITUDES[0] <= longitude <= _LATITUDES[1]
    if wrong:
        fields["latitude"], fields["longitude"] = fields["longitude"], fields["latitude"]


def _middle(table: Table, index: int) -> float | None:
    """The median of the numbers in a column."""
    numbers = []
    for value in _values(table, index):
        try:
            numbers.append(float(value.replace(",", ".")))
        except ValueError:
            continue
    return sorted(numbers)[len(numbers) // 2] if numbers else None
