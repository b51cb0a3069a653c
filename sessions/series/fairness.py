"""Whose turn it is: who had the fewest turns, and of those who had the last one longest ago.

Somebody who joins, or comes back, does not have to catch up on what they missed: they begin with as many
turns as whoever of the others had the fewest. So nobody has a second turn before each of the others
who was there all the while had one (docs/decisions/0065). Nothing here asks the database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Stay:
    """A period, both days included, in which somebody took part as this row of the members."""

    member: int
    starts_on: dt.date
    ends_on: dt.date | None = None

    def covers(self, day: dt.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class Candidate:
    """An organisation that can have turns; ``pauses`` are periods in which it stands aside."""

    key: int
    name: str
    stays: tuple[Stay, ...]
    pauses: tuple[Stay, ...] = ()

    def member_on(self, day: dt.date) -> int | None:
        """The row of the members as which it takes part on ``day``; None when it does not, or pauses."""
        if any(pause.covers(day) for pause in self.pauses):
            return None
        return next((stay.member for stay in self.stays if stay.covers(day)), None)


@dataclass(frozen=True)
class Had:
    """A turn that is given already: who, on which day."""

    day: dt.date
    key: int


class _Tally:
    """How often and when each candidate had a turn, as the days go by."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.candidates = {one.key: one for one in candidates}
        self.turns = dict.fromkeys(self.candidates, 0)
        self.last: dict[int, dt.date] = {}
        self.there: set[int] = set()

    def go_to(self, day: dt.date) -> None:
        """Who was not there the time before begins with the fewest turns of those who were."""
        there = {key for key, one in self.candidates.items() if one.member_on(day) is not None}
        stayed = there & self.there
        if stayed:
            fewest = min(self.turns[key] for key in stayed)
            for key in there - stayed:
                self.turns[key] = max(self.turns[key], fewest)
        self.there = there

    def give(self, key: int, day: dt.date) -> None:
        if key in self.turns:
            self.turns[key] += 1
            self.last[key] = max(day, self.last.get(key, day))

    def next(self, barred: int | None) -> int | None:
        free = [key for key in self.there if key != barred]
        return min(free, key=self._rank, default=None)

    def _rank(self, key: int) -> tuple[int, dt.date, str, int]:
        return self.turns[key], self.last.get(key, dt.date.min), self.candidates[key].name.casefold(), key


def next_turns(
    candidates: Collection[Candidate],
    had: Iterable[Had],
    days: Sequence[dt.date],
    *,
    barred: Mapping[dt.date, int] | None = None,
) -> dict[dt.date, int | None]:
    """The key of the candidate whose turn each of ``days`` is; None for a day on which nobody can.

    ``had`` are all turns that are given, those to come as well: who has one soon is not asked before it.
    ``barred`` names for a day whom it cannot be.
    """
    tally = _Tally(candidates)
    for turn in sorted(had, key=lambda turn: (turn.day, turn.key)):
        tally.go_to(turn.day)
        tally.give(turn.key, turn.day)
    found: dict[dt.date, int | None] = {}
    for day in sorted(set(days)):
        tally.go_to(day)
        key = tally.next((barred or {}).get(day))
        if key is not None:
            tally.give(key, day)
        found[day] = key
    return found
