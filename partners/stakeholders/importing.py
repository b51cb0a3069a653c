"""From an uploaded spreadsheet to the register: preview first, then all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from partners.organisations.models import Organisation
from partners.organisations.services import known_by_number
from partners.stakeholders import criteria
from partners.stakeholders.assessing import is_assessed, record
from partners.stakeholders.criteria import Own
from partners.stakeholders.entries import organisation_of, own_of
from partners.stakeholders.judging import MERGE, SKIP, Choices, Judged, judge
from partners.stakeholders.merging import Merger, Merges, held_entries
from partners.stakeholders.models import Stakeholder, StakeholderImport
from partners.stakeholders.own_fields import fields_of, named
from partners.stakeholders.sheets.fields import BY_NAME
from partners.stakeholders.sheets.matching import match_columns
from partners.stakeholders.sheets.reading import Table, read_table
from partners.stakeholders.sheets.records import CleanRow, clean_rows, together
from spaces.models import Space
from spaces.services import hold

CHUNK = 1000
KEPT = 500  # of the rows that were left out
REMEMBERED = 20  # imports, for what a header means

# What is told while an import is applied: (phase, rows done, rows in all).
type Progress = Callable[[str, int, int], None]
READING, JUDGING, WRITING = "reading", "judging", "writing"


def _quietly(phase: str, done: int, total: int) -> None:
    """Nobody is waiting."""


def guess_mapping(
    space: Space, data: bytes, filename: str, max_bytes: int, sheet: str = ""
) -> tuple[Table, dict[str, int]]:
    """Read the file and guess which column is which field, the own criteria of ``space`` among them; a header that
    the space brought in before means what it meant then. Raises SheetError."""
    table = read_table(data, filename, sheet=sheet, max_bytes=max_bytes)
    own = criteria.of_space(space.pk)
    return table, _as_before(space, own, table, match_columns(table, named(own)).fields)


def _as_before(space: Space, own: Sequence[Own], table: Table, mapping: Mapping[str, int]) -> dict[str, int]:
    """``mapping``, but each header that this space brought in before means what it meant then."""
    known = _meanings_before(space)
    # A criterion that is gone is no meaning; one that came since is, for a column that was left out till then.
    possible = {*BY_NAME, *(one.key for one in own)}
    mine = {table.headers[index] for name, index in mapping.items() if criteria.is_key(name)}
    known = {header: name for header, name in known.items() if (name in possible) or (not name and header not in mine)}
    fields: dict[str, int] = {}
    for index, header in enumerate(table.headers):
        if meaning := known.get(header):
            fields.setdefault(meaning, index)
    for name, index in mapping.items():
        if table.headers[index] not in known:
            fields.setdefault(name, index)
    return fields


def _meanings_before(space: Space) -> dict[str, str]:
    """What each header meant in the newest import that had it; "" for one that was left out."""
    applied = StakeholderImport.objects.filter(space=space).exclude(columns={}).order_by("-applied_at", "-pk")
    meanings: dict[str, str] = {}
    for columns in applied.values_list("columns", flat=True)[:REMEMBERED]:
        meanings = {**columns, **meanings}
    return meanings


def _columns(table: Table, mapping: Mapping[str, int]) -> dict[str, str]:
    """What each header means in this import."""
    fields = {index: name for name, index in mapping.items()}
    return {header: fields.get(index, "") for index, header in enumerate(table.headers) if header}


def table_of(uploaded: StakeholderImport) -> Table:
    """The sheet that was uploaded and chosen. Raises SheetError."""
    return read_table(bytes(uploaded.content), uploaded.filename, sheet=uploaded.sheet)


def preview(space: Space, table: Table, mapping: Mapping[str, int]) -> list[Judged]:
    """Clean and judge every row against itself, the register of ``space`` and the directory.

    Nothing is said about what other spaces know. Raises SheetError when no column is the name.
    """
    return judge(space, clean_rows(table, mapping, fields_of(criteria.of_space(space.pk))).rows)


@dataclass
class Work:
    """What is to be done: rows that come in, merges into entries, and who is left out."""

    new: dict[int, CleanRow] = field(default_factory=dict)
    organisations: dict[int, int] = field(default_factory=dict)  # row → one of the directory
    merges: list[tuple[int, CleanRow, Sequence[str]]] = field(default_factory=list)  # entry, row, fields to take
    into: dict[int, int] = field(default_factory=dict)  # row → the entry it is merged into
    joined: int = 0  # rows that became part of another one of the sheet
    left_out: list[Judged] = field(default_factory=list)
    same: int = 0
    unchanged: int = 0  # merges of which nothing is taken: where both differ, ours stays
    errors: list[CleanRow] = field(default_factory=list)

    @property
    def merging(self) -> int:
        """How many rows change an entry, or become part of another row."""
        return len(self.merges) - self.unchanged + self.joined

    @property
    def nothing_new(self) -> int:
        """How many rows leave the register as it is, without being left out."""
        return self.same + self.unchanged

    @property
    def rows(self) -> int:
        """How many rows are written: what the progress counts."""
        return len(self.new) + len(self.merges)


def work_of(judged: Sequence[Judged], choices: Choices) -> Work:
    """What applying does with these rows."""
    work = Work()
    for one in judged:
        if one.verdict == "error":
            work.errors.append(one.row)
        elif one.verdict == "same":
            work.same += 1
        elif one.verdict == "new":
            work.new[one.row.number] = one.row
        else:
            _do_as_chosen(work, one, choices)
    return work


def _do_as_chosen(work: Work, one: Judged, choices: Choices) -> None:
    number, action, duplicate = one.row.number, choices.of(one), one.duplicate
    if action == SKIP:
        work.left_out.append(one)
    elif action != MERGE:
        work.new[number] = one.row
    elif duplicate is None:
        work.new[number] = one.row
        if one.known:
            work.organisations[number] = one.known.pk
    elif duplicate.existing is not None:
        work.into[number] = duplicate.existing
        takes = choices.takes.get(number, ())
        work.merges.append((duplicate.existing, one.row, takes))
        work.unchanged += one.merge is not None and not one.merge.changes(takes)
    else:
        _join(work, one, duplicate.row or 0)


def _join(work: Work, one: Judged, first: int) -> None:
    """A row that says more of one above it goes where that one goes."""
    if first in work.new:
        above = work.new[first]
        work.new[first] = together(above, one.row)
        work.joined += 1
    elif first in work.into:
        work.merges.append((work.into[first], one.row, ()))
    else:
        work.left_out.append(one)


def apply(stakeholder_import: StakeholderImport, progress: Progress = _quietly) -> StakeholderImport:
    """Bring in the rows of a running import as was chosen; all of them or, when anything fails, none.

    Does nothing for an import that is not running, so that a task which is delivered twice is
    harmless. Raises SheetError.
    """
    stakeholder_import.refresh_from_db()
    if stakeholder_import.state != StakeholderImport.State.RUNNING:
        return stakeholder_import
    progress(READING, 0, 0)
    table = table_of(stakeholder_import)  # before anything is held: others work on meanwhile
    own = criteria.of_space(stakeholder_import.space_id)
    rows = clean_rows(table, stakeholder_import.mapping, fields_of(own)).rows
    with transaction.atomic():
        # Two imports into one register wait for each other: the second must see the rows of the first.
        hold(stakeholder_import.space_id)
        locked = StakeholderImport.objects.select_for_update().select_related("space").get(pk=stakeholder_import.pk)
        if locked.state != StakeholderImport.State.RUNNING:
            return locked
        if (now := criteria.of_space(locked.space_id)) != own:  # somebody changed them while we read
            rows = clean_rows(table, locked.mapping, fields_of(now)).rows
        progress(JUDGING, 0, len(rows))
        work = work_of(judge(locked.space, rows), Choices.from_json(locked.choices))
        created = _create_all(locked, work, progress)
        merged = _merge_all(locked, work)
        progress(WRITING, work.rows, work.rows)
        locked.columns = _columns(table, locked.mapping)
        _finish(locked, work, rows, created, merged)
    return locked


def _finish(done: StakeholderImport, work: Work, rows: Sequence[CleanRow], created: int, merged: int) -> None:
    done.state = StakeholderImport.State.APPLIED
    done.applied_at = timezone.now()
    done.content = b""  # the register has it now; a copy would only be more personal data
    done.rows, done.created, done.merged = len(rows), created, merged + work.joined
    done.skipped = done.rows - created - done.merged - len(work.errors)
    errors = ((row.number, problem) for row in work.errors for problem in row.errors)
    warnings = ((row.number, problem) for row in rows if not row.errors for problem in row.warnings)
    done.keep_problems(errors, warnings)
    done.left_out = [
        {"row": one.row.number, "name": one.row.values["name"], "reason": one.reason_words}
        for one in work.left_out[:KEPT]
    ]
    done.save()


def _create_all(stakeholder_import: StakeholderImport, work: Work, progress: Progress) -> int:
    """Insert the new rows. Returns how many."""
    rows = list(work.new.values())
    chosen = Organisation.objects.in_bulk(set(work.organisations.values()))
    for start in range(0, len(rows), CHUNK):
        progress(WRITING, start, work.rows)
        part = rows[start : start + CHUNK]
        _create(stakeholder_import, part, [chosen.get(work.organisations.get(row.number, 0)) for row in part])
    return len(rows)


def _create(stakeholder_import: StakeholderImport, rows: list[CleanRow], chosen: Sequence[Organisation | None]) -> None:
    """Insert these rows: organisations that the directory does not know by number, and the entries."""
    numbers = [row.values.get("official_number", "") for row in rows]
    known = known_by_number(numbers)
    missing = [
        organisation_of(row.values)
        for row, number, choice in zip(rows, numbers, chosen, strict=True)
        if number and number not in known and choice is None
    ]
    if missing:
        # Another space may bring in the same organisation at this moment; then theirs is taken.
        Organisation.objects.bulk_create(missing, ignore_conflicts=True)
        known |= known_by_number(o.official_number for o in missing)
    organisations = [
        choice or (known[number] if number else organisation_of(row.values))
        for row, number, choice in zip(rows, numbers, chosen, strict=True)
    ]
    Organisation.objects.bulk_create(o for o in organisations if o.pk is None)
    made = Stakeholder.objects.bulk_create(
        Stakeholder(
            space=stakeholder_import.space,
            organisation=organisation,
            from_import=stakeholder_import,
            source=stakeholder_import.source,
            ground=stakeholder_import.ground,
            **own_of(row.values),
        )
        for row, organisation in zip(rows, organisations, strict=True)
    )
    record((one for one in made if is_assessed(one)), stakeholder_import.uploaded_by)


def _merge_all(stakeholder_import: StakeholderImport, work: Work) -> int:
    """Fill the entries that are there already. Returns how many rows changed one."""
    if not work.merges:
        return 0
    space = stakeholder_import.space_id
    entries = held_entries(space, {entry for entry, _row, _takes in work.merges})
    numbers = known_by_number(row.values.get("official_number", "") for _entry, row, _takes in work.merges)
    merges = Merges(Merger(space, entries, numbers))
    changed = sum(merges.do(entry, row.values, takes) for entry, row, takes in work.merges)
    merges.write(stakeholder_import)
    return changed
