"""Lists of municipalities as official bodies publish them: which column is what, and what stands in each row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.sheets.errors import SheetError
from core.sheets.text_tables import read_text
from core.sheets.words import words
from core.text import without_hidden
from places.importing.problems import ImportRefused, refuse_if, some

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200
# Digits of an official code; a spreadsheet program takes the noughts in front away.
CODE_DIGITS = {"BE": 5, "FR": 5, "NL": 4, "SE": 4}

# What a column may be called; of several, the earlier word wins.
COLUMNS = {
    "code": (
        "nis, nis 2025, nis code, niscode, insee, code insee, cbs, cbs code, gemeentecode, municipality code, "
        "official code, code commune, code"
    ),
    "name": "naam nl, naam, gemeente, gemeentenaam, nom, commune, municipality, municipality name, name",
    "name_fr": "naam fr, nom fr, name fr, naam frans, nom francais",
    "region": (
        "referentieregio, regio, region, streek, regionaam, region name, nom region, provincie, province, departement"
    ),
    "postcodes": "postcodes, postcode, codes postaux, code postal, postal codes, zip",
}


def column_names() -> dict[str, str]:
    """What people call the columns that must be there."""
    return {"code": _("official code"), "name": _("name"), "region": _("region")}


class MunicipalityRow(NamedTuple):
    """A municipality as the file has it; ``number`` is its row in the file."""

    number: int
    code: str
    name: str
    name_fr: str
    postcodes: tuple[str, ...]


@dataclass(slots=True)
class RegionRows:
    """A region as the file has it: ``official_code`` is empty where the file gives none."""

    name: str
    official_code: str
    municipalities: dict[str, MunicipalityRow] = field(default_factory=dict)


@dataclass(slots=True)
class RegionSheet:
    """The regions of a file, by the words of their code or name; and the municipalities left out."""

    regions: dict[str, RegionRows]
    left_out: list[str]


type Row = tuple[int, dict[str, str]]
type FindColumns = Callable[[list[str]], dict[str, int]]


def read_rows(data: bytes, find_columns: FindColumns, required: Mapping[str, str]) -> Iterator[Row]:
    """Each row as a dict by field, empty rows left out.

    ``find_columns`` gets the headers and says in which column a field is, ``required`` which fields must be there and
    what people call them. Raises ImportRefused.
    """
    if len(data) > MAX_BYTES:
        raise ImportRefused(_("This file is larger than %(megabytes)s MB.") % {"megabytes": MAX_BYTES // 1024**2})
    if not data.strip():
        raise ImportRefused(_("This file is empty."))
    try:
        raw = read_text(data, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS).rows
    except SheetError as error:
        raise ImportRefused(error.message) from None
    start = next((number for number, cells in enumerate(raw) if any(cell.strip() for cell in cells)), 0)
    taken = find_columns([words(header) for header in raw[start]])
    if missing := [name for key, name in required.items() if key not in taken]:
        raise ImportRefused(
            ngettext("There is no column %(names)s.", "There are no columns %(names)s.", len(missing))
            % {"names": ", ".join(f"“{name}”" for name in missing)},
            _("The columns of this file are: %(names)s.") % {"names": some(cell.strip() for cell in raw[start])},
        )
    return _rows(raw, start + 1, taken)


def _columns(headers: list[str]) -> dict[str, int]:
    """The column of each field that has one; a region's code has the region's header and a word more."""
    at = {header: index for index, header in reversed(list(enumerate(headers)))}
    taken = {}
    for key, names in COLUMNS.items():
        found = [at[name] for name in names.split(", ") if name in at]
        if found:
            taken[key] = found[0]
    own = headers[taken["region"]] if "region" in taken else ""
    codes = [at[name] for name in (f"{own} code", f"code {own}", f"{own} nis") if own and name in at]
    return taken | {"region_code": codes[0]} if codes else taken


def _rows(raw: list[list[str]], start: int, taken: Mapping[str, int]) -> Iterator[Row]:
    for number, cells in enumerate(raw[start:], start=start + 1):
        row = {key: _cell(cells[index]) if index < len(cells) else "" for key, index in taken.items()}
        if any(row.values()):
            yield number, row


def _cell(text: str) -> str:
    return " ".join(without_hidden(text).split())


def official_code(text: str, country: str) -> str:
    """The code with the noughts that a spreadsheet program took away."""
    digits = re.sub(r"\.0$", "", text)
    return digits.zfill(CODE_DIGITS.get(country, 0)) if digits.isascii() and digits.isdecimal() else text


def read_regions(data: bytes, *, country: str, only_with_region: bool = False) -> RegionSheet:
    """The regions of a list of municipalities.

    ``only_with_region`` leaves out municipalities without a region, which are refused otherwise. Raises ImportRefused
    for columns that are missing, rows that miss something, and a municipality that stands in two regions.
    """
    rows = read_rows(data, _columns, column_names())
    sheet = RegionSheet({}, [])
    problems: list[str] = []
    region_of: dict[str, tuple[int, str]] = {}
    for number, row in rows:
        if not row["region"]:
            sheet.left_out.append(row["name"] or row["code"])
            continue
        if problem := _row_problem(number, row):
            problems.append(problem)
            continue
        _add(sheet, number, row, official_code(row["code"], country), region_of, problems)
    if sheet.left_out and not only_with_region:
        problems.append(_without_region(sheet.left_out))
    refuse_if(problems)
    if not sheet.regions:
        raise ImportRefused(_("There is no region in this file."))
    return sheet


def _row_problem(number: int, row: Mapping[str, str]) -> str:
    labels = column_names()
    for key in ("code", "name"):
        if not row[key]:
            return _("Row %(number)s: the %(column)s is missing.") % {"number": number, "column": labels[key]}
    limits = {"code": 20, "name": 120, "name_fr": 120, "region": 120, "region_code": 40}
    for key, limit in limits.items():
        if len(row.get(key, "")) > limit:
            return _("Row %(number)s: “%(start)s…” is longer than %(limit)s characters.") % {
                "number": number,
                "start": row[key][:20],
                "limit": limit,
            }
    return ""


def _without_region(names: list[str]) -> str:
    return ngettext(
        "%(count)s municipality has no region: %(names)s. Give it one, or choose to leave out what has none.",
        "%(count)s municipalities have no region: %(names)s. Give them one, or choose to leave out what has none.",
        len(names),
    ) % {"count": len(names), "names": some(names)}


def _add(
    sheet: RegionSheet,
    number: int,
    row: Mapping[str, str],
    code: str,
    region_of: dict[str, tuple[int, str]],
    problems: list[str],
) -> None:
    """One row into its region; what contradicts a row before it goes to ``problems``."""
    given = row.get("region_code", "")
    key = words(given or row["region"]) or row["region"].casefold()
    first, other = region_of.setdefault(code, (number, key))
    region = sheet.regions.setdefault(key, RegionRows(row["region"], given))
    facts = {"number": number, "first": first, "name": row["name"], "code": code}
    if words(region.name) != words(row["region"]):
        problems.append(
            _("Row %(number)s: the code %(code)s is used for both %(one)s and %(other)s.")
            % {"number": number, "code": given, "one": region.name, "other": row["region"]}
        )
    elif other != key:
        regions = {"one": row["region"], "other": sheet.regions[other].name}
        problems.append(
            _("Row %(number)s: %(name)s (%(code)s) is in %(one)s, and in row %(first)s in %(other)s.")
            % {**facts, **regions}
        )
    elif code in region.municipalities:
        before = region.municipalities[code]
        if words(before.name) != words(row["name"]):
            problems.append(
                _("Row %(number)s: the code %(code)s is that of another municipality in row %(first)s.") % facts
            )
        region.municipalities[code] = before._replace(postcodes=_joined(before.postcodes, _postcodes(row)))
    else:
        name_fr = row.get("name_fr", "")
        region.municipalities[code] = MunicipalityRow(number, code, row["name"], name_fr, _postcodes(row))


def _postcodes(row: Mapping[str, str]) -> tuple[str, ...]:
    found = re.split(r"[|,;/]+", row.get("postcodes", ""))
    return _joined((), tuple(code.strip()[:12] for code in found if code.strip()))


def _joined(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))
