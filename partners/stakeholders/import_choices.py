"""What the page of an import shows of rows that are there already, and what its form answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.forms import row_number
from partners.organisations.models import Sector
from partners.stakeholders import criteria
from partners.stakeholders.judging import GROUPS, MERGE, NEW, SKIP, Choices, Group, Judged
from partners.stakeholders.merging import FACTS, PLACE, is_own, label_of, standing
from partners.stakeholders.models import Stakeholder

AT_A_TIME = 25  # rows of a kind on one page
_ACTIONS = (MERGE, NEW, SKIP)
_LABELS = {NEW: _("Bring in as new"), SKIP: _("Leave out")}


@dataclass(frozen=True)
class Option:
    """One of the things that can happen with a row."""

    value: str
    label: str | Promise
    is_chosen: bool


@dataclass(frozen=True)
class Value:
    """A field with what the sheet says, and what stands in the register."""

    name: str
    label: str | Promise
    theirs: str
    ours: str = ""
    is_taken: bool = False


@dataclass(frozen=True)
class Row:
    """A row as it is asked about."""

    judged: Judged
    options: list[Option]
    fills: list[Value]
    differs: list[Value]


@dataclass(frozen=True)
class Shown:
    """A kind of rows: some of them, and where the ones before and after begin (None where there are none)."""

    key: str
    group: Group
    options: list[Option]
    rows: list[Row]
    total: int
    first: int
    before: int | None
    after: int | None

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def starts_asked(asked: QueryDict) -> dict[str, int]:
    """From which of its rows on a kind is shown: ``?show=register-sure:25``."""
    group, _colon, start = asked.get("show", "").partition(":")
    number = row_number(start)
    return {group: number} if group in GROUPS and number is not None else {}


def shown_groups(
    judged: Sequence[Judged], choices: Choices, starts: Mapping[str, int], own: Sequence[criteria.Own] = ()
) -> list[Shown]:
    """The kinds that this sheet has, in their order. ``own`` are the criteria of the space."""
    members: dict[str, list[Judged]] = {key: [] for key in GROUPS}
    for one in judged:
        if group := one.group:
            members[group].append(one)
    return [_shown(key, rows, choices, starts.get(key, 0), own) for key, rows in members.items() if rows]


def _shown(key: str, members: list[Judged], choices: Choices, start: int, own: Sequence[criteria.Own]) -> Shown:
    start = start if start < len(members) else 0
    some = members[start : start + AT_A_TIME]
    chosen = choices.groups.get(key, GROUPS[key].default)
    actions = [action for action in _ACTIONS if any(action in one.options for one in some)]
    return Shown(
        key,
        GROUPS[key],
        _options(key, actions, chosen),
        [_row(key, one, choices, own) for one in some],
        len(members),
        start + 1,
        max(0, start - AT_A_TIME) if start else None,
        start + AT_A_TIME if start + AT_A_TIME < len(members) else None,
    )


def _options(key: str, actions: Sequence[str], chosen: str) -> list[Option]:
    return [
        Option(action, GROUPS[key].merge_words if action == MERGE else _LABELS[action], action == chosen)
        for action in actions
    ]


def _row(key: str, one: Judged, choices: Choices, own: Sequence[criteria.Own]) -> Row:
    options = _options(key, one.options, choices.of(one))
    if one.merge is None:
        return Row(one, options, [], [])
    taken = choices.takes.get(one.row.number, ())
    entry = one.merge.entry
    fills = [
        Value(name, label_of(name, own), _in_words(name, _added(entry, name, value), own))
        for name, value in one.merge.fills.items()
    ]
    differs = [
        Value(
            name,
            label_of(name, own),
            _in_words(name, value, own),
            _in_words(name, _now(entry, name), own),
            name in taken,
        )
        for name, value in one.merge.differs.items()
    ]
    return Row(one, options, [value for value in fills if value.name not in PLACE], differs)


def _now(entry: Stakeholder, name: str) -> Any:
    return standing(entry if is_own(name) else entry.organisation, name)


def _added(entry: Stakeholder, name: str, value: Any) -> Any:
    """Of notes that grow, what is new."""
    return value.removeprefix(entry.notes).strip() if name == "notes" else value


def _in_words(name: str, value: Any, own: Sequence[criteria.Own]) -> str:
    if criterion := next((one for one in own if one.key == name), None):
        return criteria.in_words(criterion, value)
    match name:
        case "sectors":
            return ", ".join(str(Sector(sector).label) for sector in value)
        case "influence" | "interest":
            return str(Stakeholder.Level(value).label)
        case "mandate":
            return str(Stakeholder.Mandate(value).label)
    return str(value)


def pressed_for_all(posted: QueryDict) -> tuple[str, str] | None:
    """The kind and what happens with all of it, when that was pressed."""
    group, _colon, action = posted.get("all", "").partition(":")
    return (group, action) if group in GROUPS and action in _ACTIONS else None


def answered(posted: QueryDict, choices: Choices) -> Choices:
    """``choices`` with what the form says of the rows that it showed."""
    rows, takes = dict(choices.rows), dict(choices.takes)
    for number in map(row_number, posted.getlist("shown")):
        if number is None:
            continue
        if (action := posted.get(f"row-{number}", "")) in _ACTIONS:
            rows[number] = action
        takes[number] = [name for name in posted.getlist(f"take-{number}") if name in FACTS or is_own(name)]
        if not takes[number]:
            del takes[number]
    return replace(choices, rows=rows, takes=takes)
