"""Municipalities that were merged: which became which, and their place in the regions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from places.importing.problems import ImportRefused, refuse_if
from places.importing.tables import official_code, read_rows
from places.models import Municipality, MunicipalityInRegion, Region

# "nis 2024" and "naam 2025", or with a word for old and new.
_CODE, _NAME = r"(?:nis|insee|cbs|code)", r"(?:naam|nom|name)"
_OLD, _NEW = r"(?:oude?|old|ancien|ancienne)", r"(?:nieuwe?|new|nouveau|nouvelle)"

_LONGEST = {"code": 20, "name": 120}


class Merge(NamedTuple):
    """A municipality that became (part of) another, or got another name or code."""

    old_code: str
    old_name: str
    new_code: str
    new_name: str

    @property
    def changes(self) -> bool:
        return (self.old_code, self.old_name) != (self.new_code, self.new_name)


@dataclass(slots=True)
class Moves:
    """What happened to the municipalities; sentences are made of names."""

    merged: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)


def read_merges(data: bytes, *, country: str) -> list[Merge]:
    """All municipalities of a list, also those that stay as they are. Raises ImportRefused."""
    required = {
        "old_code": _("old code"),
        "old_name": _("old name"),
        "new_code": _("new code"),
        "new_name": _("new name"),
    }
    problems: list[str] = []
    merges: dict[str, Merge] = {}
    for number, row in read_rows(data, _columns, required):
        if wrong := [name for key, name in required.items() if not 0 < len(row[key]) <= _LONGEST[key[4:]]]:
            problems.append(
                _("Row %(number)s: the %(column)s is missing or too long.") % {"number": number, "column": wrong[0]}
            )
            continue
        old, new = official_code(row["old_code"], country), official_code(row["new_code"], country)
        merge = Merge(old, row["old_name"], new, row["new_name"])
        before = merges.setdefault(old, merge)
        if before.new_code != merge.new_code:
            problems.append(
                _("Row %(number)s: %(name)s (%(code)s) goes to two municipalities. Part by part is for people to do.")
                % {"number": number, "name": merge.old_name, "code": merge.old_code}
            )
    refuse_if(problems)
    if not merges:
        raise ImportRefused(_("There is no municipality in this file."))
    return list(merges.values())


def _columns(headers: list[str]) -> dict[str, int]:
    """Of the columns with a year the first is the old and the last the new; else words for old and new tell."""
    taken = {}
    for kind, word in (("code", _CODE), ("name", _NAME)):
        dated = re.compile(word + r" \d{4}")
        years = sorted((header[-4:], index) for index, header in enumerate(headers) if dated.fullmatch(header))
        if len(years) > 1:
            taken[f"old_{kind}"], taken[f"new_{kind}"] = years[0][1], years[-1][1]
            continue
        for age, when in (("old", _OLD), ("new", _NEW)):
            pattern = re.compile(f"{when} {word}|{word} {when}")
            taken |= {f"{age}_{kind}": index for index, header in enumerate(headers) if pattern.fullmatch(header)}
    return taken


@transaction.atomic
def move_municipalities(merges: Iterable[Merge], *, country: str) -> Moves:
    """Let the new municipalities take the place of the old ones that are known here; a repeat finds none."""
    moves = Moves()
    parts: dict[tuple[str, str], list[Municipality]] = defaultdict(list)
    by_code = {merge.old_code: merge for merge in merges if merge.changes}
    known = Municipality.objects.select_for_update().filter(country=country, code__in=by_code)
    for old in known.order_by("code"):
        merge = by_code[old.code]
        if merge.old_code != merge.new_code:
            parts[merge.new_code, merge.new_name].append(old)
        elif old.name != merge.new_name:
            moves.merged.append(_arrow([old.name], merge.new_name))
            before, old.name = old.name, merge.new_name
            old.was_called(before)
            old.save(update_fields=["name", "former_names"])
    for (code, name), olds in parts.items():
        new, _made = Municipality.objects.get_or_create(country=country, code=code, defaults={"name": name})
        _take_place(new, olds, moves)
    return moves


def _take_place(new: Municipality, olds: list[Municipality], moves: Moves) -> None:
    moves.merged.append(_arrow([old.name for old in olds], new.name))
    new.postcodes = sorted({*new.postcodes, *(code for old in olds for code in old.postcodes)})
    new.was_called(*(name for old in olds for name in (old.name, old.name_fr, *old.former_names)))
    if new.latitude is None and (
        centres := [(old.latitude, old.longitude) for old in olds if old.latitude is not None]
    ):
        new.latitude, new.longitude = (sum(part) / len(centres) for part in zip(*centres, strict=True))
    new.save(update_fields=["postcodes", "former_names", "latitude", "longitude"])
    divisions: dict[int | None, Counter[Region]] = defaultdict(Counter)
    links = MunicipalityInRegion.objects.filter(municipality__in=olds).select_related("region")
    for link in links.order_by("pk"):
        divisions[link.division_id][link.region] += 1
    has = set(MunicipalityInRegion.objects.filter(municipality=new).values_list("division", flat=True))
    for division, regions in divisions.items():
        if division is None:
            new.regions.add(*regions)
        elif division not in has:
            _choose(new, regions, moves)
    Municipality.objects.filter(pk__in=[old.pk for old in olds]).delete()


def _mean(numbers: Iterable[float | None]) -> float | None:
    known = [number for number in numbers if number is not None]
    return sum(known) / len(known) if known else None


def _choose(new: Municipality, regions: Counter[Region], moves: Moves) -> None:
    """The region of most of the old ones; where two have as many, people decide."""
    (first, most), *others = regions.most_common()
    if others and others[0][1] == most:
        names = ", ".join(region.name for region in regions)
        moves.undecided.append(_("%(name)s (was in %(regions)s)") % {"name": new.name, "regions": names})
    else:
        new.regions.add(first)


def _arrow(olds: list[str], new: str) -> str:
    return f"{', '.join(olds)} → {new}"
