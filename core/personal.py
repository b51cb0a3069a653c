"""What is kept about a person: each room tells it, corrects it and erases it; the room ``privacy`` asks.

A person is known by an e-mail address, as it was typed here: whoever reads that mailbox is the person. An app
fills these slots in its module ``held.py``, which ``privacy`` imports of every app.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Model, Q
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from core import slots

type Words = str | Promise

FEW = 5
# Stands where somebody's name was.
SOMEBODY = gettext_lazy("Somebody who was erased")

# Callables (address) -> Iterable[Held]: what the app keeps about it, in every space; one query each. What people think
# of a person (assessments, notes, the log of contacts) is never among it: it belongs to the formal copy alone.
HELD = slots.offer("personal.held")
# Callables (space number, address) -> Iterable[Held]: what one space thinks of a person. It leaves the workspace in no
# other way than in a copy that a coordinator looked at and handed over (privacy.copies).
THOUGHT = slots.offer("personal.thought")
# Callables (Correction) -> bool: write it when the record is of this app, and still holds what stood there.
CORRECT = slots.offer("personal.correct")
# Callables (space number, address) -> Erasing: what erasing would do there.
ERASE = slots.offer("personal.erase")
# Callables () -> Iterable[Copied]: where the app wrote somebody's name or address down as it was then. One place erases
# them all (privacy.held); a test walks every model of the project and asks for those that are not told here.
COPIED = slots.offer("personal.copied")


@dataclass(frozen=True)
class Field:
    """Something in a record that the person may correct."""

    name: str
    label: Words
    value: str
    max_length: int = 200


@dataclass(frozen=True)
class Held:
    """One record about a person: what it is, what it says line by line, and what of it may be corrected."""

    space_id: int
    what: Words
    lines: Sequence[tuple[Words, Words]] = ()
    record: str = ""  # "stakeholder:12": by which its app knows it
    fields: Sequence[Field] = ()

    @property
    def is_long(self) -> bool:
        """Whether its lines are folded away: a log, and not the facts of somebody."""
        return not self.record and len(self.lines) > FEW


@dataclass(frozen=True)
class Correction:
    """A field of a record of this address: what stood there, and what should."""

    space_id: int
    address: str
    record: str
    name: str
    old: str
    new: str

    def number_of(self, kind: str) -> int:
        """The number of the record, when it is of this kind; 0, which no row has, for another one."""
        own, _colon, number = self.record.partition(":")
        return int(number) if own == kind and number.isdecimal() else 0


def _nothing() -> None:
    """Nothing is kept here."""


@dataclass(frozen=True)
class Erasing:
    """What erasing does in one app: what goes, what stays and why, and what somebody has to read (words, address).

    ``first`` says what has to be done before: until then nothing is erased anywhere.
    """

    goes: Sequence[str] = ()
    stays: Sequence[tuple[str, str]] = ()
    to_read: Sequence[tuple[str, str]] = ()
    first: str = ""
    do: Callable[[], None] = field(default=_nothing)


@dataclass(frozen=True)
class Copied:
    """Fields of a model that hold a name or an address as it was typed or copied (or lists of such), and the lookup
    to the space.

    ``only`` says which rows are meant, where it is not all; ``stays`` says why a name is not taken out, to whoever
    erases; "" when it is.
    """

    model: type[Model]
    fields: Sequence[str]
    space: str
    stays: Words = ""
    only: Q = field(default_factory=Q)


def told(
    rows: Iterable[Any], space_of: Callable[[Any], int], what: Words, line: Callable[[Any], tuple[Words, Words]]
) -> Iterator[Held]:
    """A record for each space of ``rows``, which come ordered by space, with a line for each row."""
    for space_id, of_space in groupby(rows, space_of):
        yield Held(space_id, what, [line(one) for one in of_space])


def held_about(address: str) -> dict[int, list[Held]]:
    """What is kept about this address, by space."""
    found: dict[int, list[Held]] = {}
    for records in slots.collect(HELD, normal(address)):
        for one in records:
            found.setdefault(one.space_id, []).append(one)
    return found


def thought_about(space_id: int, address: str) -> list[Held]:
    """What this space thinks of whoever reads this mailbox."""
    return [one for records in slots.collect(THOUGHT, space_id, normal(address)) for one in records]


def correct(wanted: Correction) -> bool:
    """Whether the record was there and still held what stood there; then it holds the new value now."""
    return any(slots.collect(CORRECT, wanted))


def erasing_of(space_id: int, address: str) -> list[Erasing]:
    """What each app would do."""
    return list(slots.collect(ERASE, space_id, normal(address)))


def normal(address: str) -> str:
    """An address as it is compared."""
    return address.strip().lower()


def day(moment: dt.datetime | dt.date | None) -> str:
    """A day as people read it, where they are; "" for none."""
    if moment is None:
        return ""
    local = timezone.localtime(moment) if isinstance(moment, dt.datetime) else moment
    return str(formats.date_format(local, "DATE_FORMAT"))


def shown(pairs: Mapping[Any, object]) -> list[tuple[Words, Words]]:
    """The lines that say something."""
    return [(label, str(value)) for label, value in pairs.items() if value]
