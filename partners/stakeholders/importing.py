"""From an uploaded spreadsheet to the register: preview first, then all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import values_by_label
from partners.organisations.models import Organisation
from partners.organisations.sectors import sectors_in
from partners.organisations.services import known_by_number
from partners.stakeholders.assessing import is_assessed, record
from partners.stakeholders.models import Stakeholder, StakeholderImport
from partners.stakeholders.sheets import cleaning
from partners.stakeholders.sheets.matching import match_columns
from partners.stakeholders.sheets.reading import Table, read_table
from partners.stakeholders.sheets.records import CleanRow, Duplicate, clean_rows, find_duplicates
from spaces.models import Space

CHUNK = 1000
ERRORS_KEPT = 500
REMEMBERED = 20  # imports, for what a header means
_YES = frozenset({"yes", "ja", "oui", "y", "j", "o", "x", "1", "true"})
_NO = frozenset({"no", "nee", "neen", "non", "n", "0", "false"})

REASONS = {
    "official_number": gettext_lazy("same official number"),
    "email": gettext_lazy("same e-mail address"),
    "website": gettext_lazy("same website"),
}


@dataclass(frozen=True)
class Judged:
    """One row of the sheet, and what applying would do with it."""

    row: CleanRow
    duplicate: Duplicate | None
    duplicate_name: str = ""

    @property
    def verdict(self) -> str:
        """``error`` and ``duplicate`` stay out, ``new`` comes in."""
        if self.row.errors:
            return "error"
        return "duplicate" if self.duplicate else "new"

    @property
    def can_be_wanted(self) -> bool:
        """Whether this duplicate may come in all the same: two can share a mailbox or a website, not a number."""
        return self.duplicate is not None and self.duplicate.reason != "official_number"

    @property
    def reason_words(self) -> str:
        """Why this is a duplicate, in words; "" when it is none."""
        return str(REASONS[self.duplicate.reason]) if self.duplicate else ""


@dataclass(frozen=True)
class Preview:
    """What applying would do: every row with its verdict."""

    table: Table
    mapping: dict[str, int]
    rows: list[Judged]

    def coming_in(self, wanted: Collection[int]) -> list[CleanRow]:
        """The rows to bring in: the new ones, and the duplicates whose row numbers are ``wanted`` all the same.

        A duplicate by official number never: the register holds an organisation once.
        """
        return [
            judged.row
            for judged in self.rows
            if judged.verdict == "new" or (judged.row.number in wanted and judged.can_be_wanted)
        ]

    def of(self, verdict: str) -> list[Judged]:
        return [judged for judged in self.rows if judged.verdict == verdict]


def guess_mapping(data: bytes, filename: str, max_bytes: int) -> tuple[Table, dict[str, int]]:
    """Read the file and guess which column is which field. Raises SheetError."""
    table = read_table(data, filename, max_bytes=max_bytes)
    return table, match_columns(table).fields


def as_before(space: Space, table: Table, mapping: Mapping[str, int]) -> dict[str, int]:
    """``mapping``, but each header that this space brought in before means what it meant then."""
    known = _meanings_before(space)
    fields: dict[str, int] = {}
    for index, header in enumerate(table.headers):
        if field := known.get(header):
            fields.setdefault(field, index)
    for field, index in mapping.items():
        if table.headers[index] not in known:
            fields.setdefault(field, index)
    return fields


def _meanings_before(space: Space) -> dict[str, str]:
    """What each header meant in the newest import that had it; "" for one that was left out."""
    applied = StakeholderImport.objects.filter(space=space).exclude(columns={}).order_by("-applied_at", "-pk")
    meanings: dict[str, str] = {}
    for columns in applied.values_list("columns", flat=True)[:REMEMBERED]:
        meanings = {**columns, **meanings}
    return meanings


def _columns(judged: Preview) -> dict[str, str]:
    """What each header means in this import."""
    fields = {index: field for field, index in judged.mapping.items()}
    return {header: fields.get(index, "") for index, header in enumerate(judged.table.headers) if header}


def preview(space: Space, table: Table, mapping: Mapping[str, int]) -> Preview:
    """Clean and judge every row against itself and the register of ``space``.

    Nothing is said about what other spaces know. Raises SheetError when no column is the name.
    """
    rows = clean_rows(table, mapping).rows
    existing = list(_keys_in_register(space))
    duplicates = find_duplicates(rows, ((pk, number, email, host) for pk, number, email, host, _name in existing))
    names = {pk: name for pk, _number, _email, _host, name in existing}
    judged = [_judge(row, duplicates.get(row.number), names) for row in rows]
    return Preview(table, dict(mapping), judged)


def _judge(row: CleanRow, duplicate: Duplicate | None, names: Mapping[int, str]) -> Judged:
    name = names.get(duplicate.existing, "") if duplicate and duplicate.existing is not None else ""
    return Judged(row, duplicate, name)


def _keys_in_register(space: Space) -> Iterable[tuple[int, str, str, str, str]]:
    rows = Stakeholder.objects.filter(space=space).values_list(
        "pk", "organisation__official_number", "email", "organisation__website_host", "name"
    )
    for pk, number, email, host, name in rows.iterator(chunk_size=5000):
        yield pk, number or "", email, host or "", name


def apply(
    stakeholder_import: StakeholderImport, progress: Callable[[int, int], None] = lambda done, total: None
) -> StakeholderImport:
    """Bring in every new row of a running import; all of them or, when anything fails, none.

    ``progress`` is told (rows done, rows in all). Does nothing for an import that is not running,
    so that a task which is delivered twice is harmless. Raises SheetError.
    """
    with transaction.atomic():
        locked = StakeholderImport.objects.select_for_update().select_related("space").get(pk=stakeholder_import.pk)
        if locked.state != StakeholderImport.State.RUNNING:
            return locked
        # Two imports into one register wait for each other: the second must see the rows of the first.
        Space.objects.select_for_update(no_key=True).get(pk=locked.space_id)
        table = read_table(bytes(locked.content), locked.filename)
        judged = preview(locked.space, table, locked.mapping)
        new = judged.coming_in(set(locked.wanted))
        for start in range(0, len(new), CHUNK):
            _create(locked, new[start : start + CHUNK])
            progress(min(start + CHUNK, len(new)), len(new))
        _finish(locked, judged, len(new))
    return locked


def _finish(done: StakeholderImport, judged: Preview, created: int) -> None:
    done.state = StakeholderImport.State.APPLIED
    done.applied_at = timezone.now()
    done.content = b""  # the register has it now; a copy would only be more personal data
    done.columns = _columns(judged)
    done.rows, done.created = len(judged.rows), created
    done.skipped = len(judged.rows) - created - len(judged.of("error"))
    done.errors = [
        {"row": entry.row.number, "column": problem.column, "message": problem.message}
        for entry in judged.of("error")
        for problem in entry.row.errors
    ][:ERRORS_KEPT]
    done.save()


def _create(stakeholder_import: StakeholderImport, rows: list[CleanRow]) -> None:
    """Insert these rows: organisations that the directory does not know by number, and the entries."""
    numbers = [row.values.get("official_number", "") for row in rows]
    known = known_by_number(numbers)
    missing = [_organisation(row) for row, number in zip(rows, numbers, strict=True) if number and number not in known]
    if missing:
        # Another space may bring in the same organisation at this moment; then theirs is taken.
        Organisation.objects.bulk_create(missing, ignore_conflicts=True)
        known |= known_by_number(o.official_number for o in missing)
    organisations = [known[number] if number else _organisation(row) for row, number in zip(rows, numbers, strict=True)]
    Organisation.objects.bulk_create(o for o in organisations if o.pk is None)
    made = Stakeholder.objects.bulk_create(
        _stakeholder(stakeholder_import, row, organisation)
        for row, organisation in zip(rows, organisations, strict=True)
    )
    record((one for one in made if is_assessed(one)), stakeholder_import.uploaded_by)


def _organisation(row: CleanRow) -> Organisation:
    values = row.values
    website = values.get("website", "")
    return Organisation(
        name=values["name"],
        sectors=sectors_in(values.get("sector", "")),
        website=website,
        website_host=cleaning.identifying_host(website) if website else "",
        official_number=values.get("official_number", ""),
        street=_street(values),
        postcode=values.get("postcode", ""),
        municipality=values.get("municipality", ""),
        latitude=values.get("latitude") or None,
        longitude=values.get("longitude") or None,
    )


def _street(values: Mapping[str, str]) -> str:
    street = " ".join(part for part in (values.get("street", ""), values.get("house_number", "")) if part)
    box = values.get("box", "")
    return _("%(street)s box %(box)s") % {"street": street, "box": box} if street and box else street


def _stakeholder(stakeholder_import: StakeholderImport, row: CleanRow, organisation: Organisation) -> Stakeholder:
    values: dict[str, Any] = dict(row.values)
    mandate, note = _mandate(values.get("mandate", ""))
    notes = [values.get("notes", ""), note]
    if status := values.get("status"):
        notes.append(_("Status in the spreadsheet: %(status)s") % {"status": status})
    return Stakeholder(
        space=stakeholder_import.space,
        organisation=organisation,
        from_import=stakeholder_import,
        name=values["name"],
        influence=values.get("influence") or Stakeholder.Level.UNKNOWN,
        interest=values.get("interest") or Stakeholder.Level.UNKNOWN,
        mandate=mandate,
        notes="\n".join(note for note in notes if note),
        **{
            name: values.get(name, "")
            for name in ("contact_person", "email", "phone", "contribution", "matters", "strategy", "win")
        },
    )


def _mandate(text: str) -> tuple[str, str]:
    """The choice that ``text`` means, and a note with what else it says."""
    word = text.strip().casefold()
    if word in (own := values_by_label(Stakeholder.Mandate)):
        return own[word], ""
    if word in _YES:
        return Stakeholder.Mandate.YES, ""
    if word in _NO:
        return Stakeholder.Mandate.NO, ""
    return Stakeholder.Mandate.UNKNOWN, _("Mandate: %(text)s") % {"text": text} if text else ""
