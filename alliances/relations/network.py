"""What the shape of a network tells: who stands alone, who joins parts, who could meet. Numbers only, no database.

A network is given as ``{who: those they have a tie with}``, each tie on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import combinations

type Neighbours = Mapping[int, Set[int]]


def neighbours(everybody: Iterable[int], ties: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """The network of these ties, those without any in it too."""
    found: dict[int, set[int]] = {who: set() for who in everybody}
    for one, other in ties:
        found[one].add(other)
        found[other].add(one)
    return found


def alone(network: Neighbours) -> list[int]:
    """Who has no tie."""
    return [who for who, others in network.items() if not others]


def parts(network: Neighbours, without: int | None = None) -> list[set[int]]:
    """The groups that hang together, the largest first (of equals the one with the lowest number); where
    ``without`` is given, as they would be if it were not there."""
    left = set(network) - {without}
    found = []
    for start in sorted(left):
        if start in left:
            part = _reached(network, start, without)
            left -= part
            found.append(part)
    return sorted(found, key=lambda part: (-len(part), min(part)))


def _reached(network: Neighbours, start: int, without: int | None) -> set[int]:
    seen, waiting = {start}, [start]
    while waiting:
        new = network[waiting.pop()] - seen - {without}
        seen |= new
        waiting.extend(new)
    return seen


@dataclass(frozen=True)
class Joint:
    """Somebody who joins parts that would otherwise be apart: all of them but the largest are ``cut_off``."""

    who: int
    cut_off: frozenset[int]


def joints(network: Neighbours) -> list[Joint]:
    """Who joins parts, first the one without whom most would be cut off."""
    found = []
    for who in _articulation_points(network):
        around = _reached(network, who, None)
        pieces = parts({one: network[one] & around for one in around}, without=who)
        found.append(Joint(who, frozenset().union(*pieces[1:])))
    return sorted(found, key=lambda joint: (-len(joint.cut_off), joint.who))


def _articulation_points(network: Neighbours) -> list[int]:
    """After Hopcroft and Tarjan (1973), without recursion: ``low`` is the earliest that a branch reaches back to."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    found: set[int] = set()
    for root in network:
        if root in order:
            continue
        order[root] = low[root] = len(order)
        branches = 0
        path: list[tuple[int, int | None, Iterator[int]]] = [(root, None, iter(network[root]))]
        while path:
            who, before, ahead = path[-1]
            for one in ahead:
                if one not in order:
                    order[one] = low[one] = len(order)
                    path.append((one, who, iter(network[one])))
                    break
                if one != before:
                    low[who] = min(low[who], order[one])
            else:
                path.pop()
                if before is not None:
                    low[before] = min(low[before], low[who])
                    branches += before == root
                    if before != root and low[who] >= order[before]:
                        found.add(before)
        if branches > 1:
            found.add(root)
    return sorted(found)


@dataclass(frozen=True)
class CouldMeet:
    """Two without a tie who know the same ``through``."""

    one: int
    other: int
    through: frozenset[int]


def could_meet(network: Neighbours, most: int, at_least: int = 2) -> list[CouldMeet]:
    """Pairs without a tie who have at least so many in common; those with most in common first."""
    found = [
        CouldMeet(one, other, frozenset(network[one] & network[other]))
        for one, other in combinations(sorted(network), 2)
        if other not in network[one] and len(network[one] & network[other]) >= at_least
    ]
    return sorted(found, key=lambda pair: (-len(pair.through), pair.one, pair.other))[:most]
