"""Which sectors the members of an alliance come from: a bar in the colours of the sectors."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from alliances.checks import Facts
from partners.organisations.models import SECTOR_NUMBERS, Sector


@dataclass(frozen=True)
class Share:
    """One sector in the bar: its colour (1 to 8), its name, how many members, how many stand left of it."""

    number: int
    label: str
    count: int
    start: int


@dataclass(frozen=True)
class Balance:
    """The sectors that are there. A member of two sectors counts in both, so ``total`` is not the number of members."""

    shares: tuple[Share, ...]
    total: int
    without: int


def balance(facts: Facts) -> Balance:
    """The balance of the members, from the alliance's facts."""
    counted = Counter(sector for member in facts["member_sectors"] for sector in member.split(","))
    shares: list[Share] = []
    total = 0
    for sector in Sector:
        if counted[sector.value]:
            shares.append(Share(SECTOR_NUMBERS[sector.value], str(sector.label), counted[sector.value], total))
            total += counted[sector.value]
    return Balance(tuple(shares), total, counted[""])
