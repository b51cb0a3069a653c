"""A row of a sheet and an entry that is there already: what the row would fill, and where the two differ.

An entry keeps what it has. What is empty is filled, and what was chosen is replaced; each field is noted as it was
before, so that undoing the import puts it back. Public facts change only where no other space uses the organisation
(``organisations.services.shared_among`` is that rule).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.sheets.words import words
from partners.organisations.models import Organisation
from partners.organisations.services import shared_among
from partners.stakeholders import criteria
from partners.stakeholders.assessing import record
from partners.stakeholders.entries import facts_of, notes_of, own_of, unread_of, with_lines
from partners.stakeholders.models import ImportedFields, Stakeholder, StakeholderImport
from partners.stakeholders.sheets.cleaning import identifying_host, website_host
from partners.stakeholders.sheets.fields import BY_NAME

OWN = (
    "name", "contact_person", "email", "phone", "contribution", "matters", "influence", "interest", "strategy",
    "mandate", "win", "notes",
)  # fmt: skip
FACTS = ("sectors", "website", "official_number", "street", "postcode", "municipality", "latitude", "longitude")
ASSESSED = frozenset({"influence", "interest"})
PLACE = ("latitude", "longitude")
_CHUNK = 1000
_SAVED = (*OWN, "criteria")


def label_of(name: str, own: Sequence[criteria.Own] = ()) -> str | Promise:
    """What a field of an entry or of its organisation is called on pages; ``own`` are the criteria of its space."""
    if criteria.is_key(name):
        return next((one.name for one in own if one.key == name), _("a criterion that is gone"))
    return BY_NAME["sector" if name == "sectors" else name].label


def is_own(name: str) -> bool:
    """Whether a field is the space's own, and no public fact."""
    return name in OWN or criteria.is_key(name)


def standing(row: models.Model | None, name: str) -> Any:
    """What stands in a field of an entry or of its organisation; None where there is nothing to stand in."""
    return (
        row.criteria.get(name) if isinstance(row, Stakeholder) and criteria.is_key(name) else getattr(row, name, None)
    )


def put(row: models.Model, name: str, value: Any) -> None:
    """Write a value to a field of an entry or of its organisation; not saved."""
    if isinstance(row, Stakeholder) and criteria.is_key(name):
        rest = {key: one for key, one in row.criteria.items() if key != name}
        row.criteria = rest if value is None else {**rest, name: value}
    else:
        setattr(row, name, value)
    if name == "website" and isinstance(row, Organisation):
        row.website_host = identifying_host(value)


@dataclass(slots=True)
class Merge:
    """What merging a row into ``entry`` would do, as field → value of the sheet.

    ``fills`` happens; of ``differs`` only what was chosen.
    """

    entry: Stakeholder
    fills: dict[str, Any] = field(default_factory=dict)
    differs: dict[str, Any] = field(default_factory=dict)

    @property
    def changes_nothing(self) -> bool:
        return not self.fills and not self.differs

    def changes(self, taken: Collection[str]) -> dict[str, Any]:
        """What is written when of what differs ``taken`` (fields) is the sheet's."""
        return self.fills | {name: value for name, value in self.differs.items() if name in taken}


class Merger:
    """Merges rows into the entries of one space.

    ``numbers``: the official numbers that the directory knows; nobody else gets one of those.
    """

    def __init__(self, space_id: int, entries: Iterable[Stakeholder], numbers: Collection[str] = ()) -> None:
        self.entries = {entry.pk: entry for entry in entries}
        self._numbers = numbers
        self._shared = shared_among((e.organisation_id for e in self.entries.values() if e.organisation_id), space_id)

    def plan(self, pk: int, values: Mapping[str, str]) -> Merge:
        """What merging a row into the entry with this id would do now."""
        entry = self.entries[pk]
        plan = Merge(entry)
        own = own_of(values)
        _compare(plan, entry, [name for name in OWN if name != "notes"], own)
        _compare(plan, entry, own["criteria"], own["criteria"])
        _compare_notes(plan, own["notes"], values)
        organisation = entry.organisation
        if organisation is not None and organisation.pk not in self._shared:
            facts = facts_of(values)
            if facts["official_number"] in self._numbers:
                facts["official_number"] = ""
            if any(getattr(organisation, name) is not None for name in PLACE):
                facts |= dict.fromkeys(PLACE)
            _compare(plan, organisation, FACTS, facts)
        return plan


def _compare(plan: Merge, ours: models.Model, names: Iterable[str], theirs: Mapping[str, Any]) -> None:
    for name in names:
        value, now = theirs[name], standing(ours, name)
        if _is_empty(value):
            continue
        if _is_empty(now):
            plan.fills[name] = value
        elif now != value and _bare(name, now) != _bare(name, value):
            plan.differs[name] = value


def _compare_notes(plan: Merge, theirs: str, values: Mapping[str, str]) -> None:
    """What of a sheet could not be read is added to our notes, once; its own words differ where ours do not say them.

    That a line says what could not be read is known by what stands behind its first colon: in another language the
    words before it are others.
    """
    ours = plan.entry.notes
    if not ours:
        _compare(plan, plan.entry, ["notes"], {"notes": theirs})
        return
    lines = [_bare("notes", line) for line in ours.split("\n")]
    if any(line and line not in lines for line in (_bare("notes", one) for one in notes_of(values).split("\n"))):
        plan.differs["notes"] = theirs
    said = [_bare("notes", line).partition(": ")[2] for line in unread_of(values)]
    missing = [
        line
        for line, text in zip(unread_of(values), said, strict=True)
        if not any(one.endswith(f": {text}") for one in lines)
    ]
    if missing and (added := with_lines(ours, missing)) != ours:
        plan.fills["notes"] = added


def _is_empty(value: Any) -> bool:
    return value in (None, "", Stakeholder.Level.UNKNOWN) or value == []


def _bare(name: str, value: Any) -> Any:
    """What of a value counts when two are compared: how it is typed does not."""
    match name:
        case "phone":
            return "".join(filter(str.isdigit, value)).removeprefix("00").removeprefix("0")
        case "website":
            return website_host(value), value.partition("://")[2].partition("/")[2].rstrip("/")
        case "name" | "street" | "municipality" | "contact_person":
            return words(value) or value
        case "sectors":
            return sorted(value)
    return " ".join(str(value).split()).casefold()


@dataclass(slots=True)
class _Before:
    own: dict[str, list[Any]] = field(default_factory=dict)
    facts: dict[str, list[Any]] = field(default_factory=dict)


class Merges:
    """Does merges one after another, and writes them together; the entries are held by whoever asks."""

    def __init__(self, merger: Merger) -> None:
        self._merger = merger
        self._before: dict[int, _Before] = {}

    def do(self, pk: int, values: Mapping[str, str], taken: Collection[str] = ()) -> bool:
        """Merge a row into an entry; of what differs, ``taken`` (fields) is the sheet's. Whether anything changed."""
        plan = self._merger.plan(pk, values)
        changes = plan.changes(taken)
        before = self._before.setdefault(pk, _Before())
        for name, value in changes.items():
            row, noted = (plan.entry, before.own) if is_own(name) else (plan.entry.organisation, before.facts)
            noted.setdefault(name, [as_json(standing(row, name)), None])[1] = as_json(value)
            if row is not None:
                put(row, name, value)
        return bool(changes)

    def write(self, stakeholder_import: StakeholderImport) -> None:
        """Save what was merged, with what stood there before, and an assessment where one of the two was noted."""
        entries = self._merger.entries
        changed = {pk: before for pk, before in self._before.items() if before.own or before.facts}
        save_all([entries[pk] for pk, before in changed.items() if before.own])
        organisations = [entries[pk].organisation for pk, before in changed.items() if before.facts]
        save_all([one for one in organisations if one is not None])
        assessed = [entries[pk] for pk, before in changed.items() if ASSESSED & before.own.keys()]
        made = {one.stakeholder_id: one for one in record(assessed, stakeholder_import.uploaded_by)}
        ImportedFields.objects.bulk_create(
            (
                ImportedFields(
                    stakeholder_import=stakeholder_import,
                    stakeholder_id=pk,
                    own=before.own,
                    facts=before.facts,
                    assessment=made.get(pk),
                )
                for pk, before in changed.items()
            ),
            batch_size=_CHUNK,
        )


def as_json(value: Any) -> Any:
    """A field's value as it is noted."""
    return str(value) if isinstance(value, Decimal) else value


def save_all(rows: list[Any]) -> None:
    """Save what an import may change of entries or organisations that are held, many in one statement."""
    if not rows:
        return
    model = type(rows[0])
    update = [*_SAVED, "changed_at"] if model is Stakeholder else [*FACTS, "website_host"]
    # bulk_update would write a CASE for each row and field; this is one plain statement for a thousand rows.
    model.objects.bulk_create(
        rows, batch_size=_CHUNK, update_conflicts=True, unique_fields=["id"], update_fields=update
    )


def held_entries(space_id: int, keys: Collection[int]) -> list[Stakeholder]:
    """The entries with these ids, each with its organisation, both held until the transaction ends."""
    rows = Stakeholder.objects.filter(space=space_id, pk__in=keys).order_by("pk").select_for_update()
    entries = list(rows)
    wanted = {entry.organisation_id for entry in entries if entry.organisation_id}
    held = Organisation.objects.filter(pk__in=wanted).order_by("pk").select_for_update(no_key=True).in_bulk()
    for entry in entries:
        if entry.organisation_id:
            entry.organisation = held[entry.organisation_id]
    return entries
