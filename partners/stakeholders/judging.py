"""Every row of a sheet with what applying would do with it: new, here already, known to the directory, or wrong.

For whoever is there already the coordinator chooses: merge, bring in as new, or leave out; for all of a kind at once,
or row by row. What nobody chose goes by the default of its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.organisations.alike import SURE, Named, NameIndex, is_elsewhere
from partners.organisations.models import Organisation
from partners.organisations.services import known_by_number
from partners.stakeholders.merging import Merge, Merger
from partners.stakeholders.models import Stakeholder
from partners.stakeholders.sheets.duplicates import Duplicate, Keys, Known, find_duplicates, named_in
from partners.stakeholders.sheets.records import CleanRow
from spaces.models import Space

MERGE, NEW, SKIP = "merge", "new", "skip"

REASONS = {
    "official_number": _("same official number"),
    "email": _("same e-mail address"),
    "website": _("same website"),
    "name": _("a name like it in the same place"),
}


@dataclass(frozen=True)
class Group:
    """A kind of rows that are there already: what it is called, what merging means, and what happens by itself."""

    title: str | Promise
    words: str | Promise
    default: str
    merge_words: str | Promise


_FILLS = _("Merging fills what is empty in your entry. Where both differ, yours stays, unless you tick the other.")
_LOOK = _("They may be two: bodies of one town share a mailbox, and schools a name. You know who is who.")
_TOGETHER = _("Merging makes one entry of both rows: the later one adds what the first leaves empty.")
_DIRECTORY = _("The directory holds public facts that all alliances share. It stays tidy when each is in it once.")
_MERGE, _THIS_ONE = _("Merge"), _("It is this one")
GROUPS = {
    "register-sure": Group(_("Already in your register"), _FILLS, MERGE, _MERGE),
    "register-email": Group(_("The same e-mail address as somebody in your register"), _LOOK, SKIP, _MERGE),
    "register-alike": Group(_("Look like somebody in your register"), _LOOK, NEW, _MERGE),
    "file-sure": Group(_("Twice in this sheet"), _TOGETHER, MERGE, _MERGE),
    "file-alike": Group(_("Look alike in this sheet"), _LOOK, NEW, _MERGE),
    "directory-sure": Group(_("Known to the directory"), _DIRECTORY, MERGE, _THIS_ONE),
    "directory-alike": Group(_("Look like somebody in the directory"), _DIRECTORY, NEW, _THIS_ONE),
}


class Public(NamedTuple):
    """An organisation of the directory as everybody may know it."""

    pk: int
    name: str
    municipality: str
    website: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One row of the sheet, and who it may be already."""

    row: CleanRow
    duplicate: Duplicate | None = None
    above: str = ""  # the name in the row above that it is a duplicate of
    merge: Merge | None = None  # with the entry of the register it is a duplicate of
    known: Public | None = None  # in the directory
    known_sure: bool = False

    @property
    def verdict(self) -> str:
        """``error`` stays out, ``same`` brings nothing new, ``choice`` asks somebody, ``new`` comes in."""
        if self.row.errors:
            return "error"
        if not self.duplicate and not self.known:
            return "new"
        brings_nothing = self.merge is not None and self.merge.changes_nothing
        return "same" if self.duplicate and self.duplicate.sure and brings_nothing else "choice"

    @property
    def group(self) -> str:
        """The key of its kind in ``GROUPS``; "" for a row that needs no choice."""
        if self.verdict != "choice":
            return ""
        if self.duplicate is None:
            return "directory-sure" if self.known_sure else "directory-alike"
        if self.duplicate.existing is None:
            return "file-sure" if self.duplicate.sure else "file-alike"
        if self.duplicate.sure:
            return "register-sure"
        return "register-email" if self.duplicate.reason == "email" else "register-alike"

    @property
    def options(self) -> tuple[str, ...]:
        """What can be chosen. An official number is one organisation, and that is in the register once."""
        if self.duplicate is None:
            return MERGE, NEW
        return (MERGE, SKIP) if self.duplicate.reason == "official_number" else (MERGE, NEW, SKIP)

    @property
    def reason_words(self) -> str:
        """Why this is a duplicate, in words; "" when it is none."""
        return str(REASONS[self.duplicate.reason]) if self.duplicate else ""


@dataclass(frozen=True)
class Choices:
    """What a coordinator chose: for a kind of rows, for a row, and of a row the fields that replace ours."""

    groups: dict[str, str] = field(default_factory=dict)
    rows: dict[int, str] = field(default_factory=dict)
    takes: dict[int, list[str]] = field(default_factory=dict)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Choices:
        """As an import keeps them."""
        rows = {int(number): action for number, action in kept.get("rows", {}).items()}
        takes = {int(number): names for number, names in kept.get("takes", {}).items()}
        return cls(dict(kept.get("groups", {})), rows, takes)

    def as_json(self) -> dict[str, Any]:
        return {"groups": self.groups, "rows": self.rows, "takes": self.takes}

    def of(self, judged: Judged) -> str:
        """What happens with a row that asks for a choice."""
        group = judged.group
        for action in (self.rows.get(judged.row.number), self.groups.get(group), GROUPS[group].default):
            if action in judged.options:
                return str(action)
        return SKIP

    def for_all(self, group: str, action: str, members: Iterable[Judged]) -> Choices:
        """One press for all of a kind: what was chosen row by row among them counts no more."""
        numbers = {judged.row.number for judged in members if judged.group == group}
        rows = {number: chosen for number, chosen in self.rows.items() if number not in numbers}
        return replace(self, groups={**self.groups, group: action}, rows=rows)


def judge(space: Space, rows: Sequence[CleanRow]) -> list[Judged]:
    """Judge every row against the register of ``space``, the rows above it, and the directory's public facts.

    Nothing is said about what other spaces know.
    """
    duplicates = find_duplicates(rows, _in_register(space))
    numbers = known_by_number(row.values.get("official_number", "") for row in rows)
    wanted = {found.existing for found in duplicates.values() if found.existing is not None}
    entries = Stakeholder.objects.filter(space=space, pk__in=wanted).select_related("organisation")
    merger = Merger(space.pk, entries if wanted else (), numbers)
    directory = _Directory(space, [row for row in rows if not row.errors and row.number not in duplicates], numbers)
    above = {found.row for found in duplicates.values() if found.row is not None}
    names = {row.number: row.values["name"] for row in rows if row.number in above}
    return [_judge(row, duplicates.get(row.number), names, merger, directory) for row in rows]


def _judge(
    row: CleanRow, duplicate: Duplicate | None, names: Mapping[int, str], merger: Merger, directory: _Directory
) -> Judged:
    if row.errors:
        return Judged(row)
    if duplicate is None:
        known, sure = directory.find(row)
        return Judged(row, known=known, known_sure=sure)
    if duplicate.existing is None:
        return Judged(row, duplicate, above=names.get(duplicate.row or 0, ""))
    return Judged(row, duplicate, merge=merger.plan(duplicate.existing, row.values))


def _in_register(space: Space) -> Iterable[Known]:
    """Who is in the register, under the name of the entry and that of the directory."""
    facts = ("name", "official_number", "website_host", "municipality", "postcode", "street")
    rows = Stakeholder.objects.filter(space=space).values_list(
        "pk", "name", "email", *(f"organisation__{name}" for name in facts)
    )
    for pk, name, email, public_name, number, host, *place in rows.iterator(chunk_size=5000):
        where = [text or "" for text in place]
        names = (Named(name, *where), *([Named(public_name, *where)] if public_name and public_name != name else []))
        yield Known(pk, Keys(number or "", email.lower(), host or ""), names)


class _Directory:
    """Who of the directory a new row may be, by name and place: each organisation for one row only."""

    def __init__(self, space: Space, rows: Sequence[CleanRow], numbers: Mapping[str, Organisation]) -> None:
        self._names, self._public = NameIndex(), {}
        self._numbers = numbers
        self._taken = {organisation.pk for organisation in numbers.values()}
        places = {row.values["municipality"].lower() for row in rows if "municipality" in row.values}
        postcodes = {row.values["postcode"] for row in rows if "postcode" in row.values}
        for pk, number, website, *named in _organisations_at(space, places, postcodes):
            public = Named(*named)
            self._public[pk] = (Public(pk, public.name, public.municipality, website), number, public)
            self._names.add(pk, public)

    def find(self, row: CleanRow) -> tuple[Public | None, bool]:
        """An organisation that this row may be, and whether that is sure."""
        number = row.values.get("official_number", "")
        if not self._public or number in self._numbers:
            return None, False  # by its number it is known for certain, and nobody need be asked
        named = named_in(row.values)
        for alike in self._names.find(named):
            public, its_number, its_name = self._public[alike.key]
            elsewhere = is_elsewhere(named, its_name)
            if public.pk in self._taken or (number and its_number) or (elsewhere and alike.likeness < SURE):
                continue
            self._taken.add(public.pk)
            return public, alike.likeness >= SURE and not elsewhere
        return None, False


def _organisations_at(space: Space, places: set[str], postcodes: set[str]) -> Iterable[tuple[Any, ...]]:
    """Organisations of these places that the register of ``space`` does not hold."""
    if not places and not postcodes:
        return ()
    ours = Stakeholder.objects.filter(space=space, organisation=OuterRef("pk"))
    there = Organisation.objects.annotate(place=Lower("municipality")).filter(
        Q(place__in=places) | Q(postcode__in=postcodes), ~Exists(ours)
    )
    fields = ("pk", "official_number", "website", "name", "municipality", "postcode", "street")
    return there.values_list(*fields).iterator(chunk_size=5000)
