"""What rooms below add to the pages of meetings."""

from __future__ import annotations

from dataclasses import dataclass

from core import slots

# More facts about one meeting: callables (meeting, may_change: bool) -> list[Fact].
FACTS = slots.offer("meetings.facts")
# Beside the list of meetings: callables (space, may_change: bool) -> list[Beside].
BESIDE_LIST = slots.offer("meetings.beside_list")
# Other ways to plan: callables (space) -> list[Way], asked for those who may plan.
WAYS_TO_PLAN = slots.offer("meetings.ways_to_plan")

# Where an action point can go on to, or went: callables (space, points: Sequence[ActionPoint], may_change: bool)
# -> dict[int, Way], by the number of the point. One query each.
POINT_WAYS = slots.offer("meetings.point_ways")

# What people said of the day and hours of a meeting before they were invited to it: callables (meeting)
# -> dict[int, str] (``Suits``), by the number of the person. One query each.
SAID_OF_DAY = slots.offer("meetings.said_of_day")


@dataclass(frozen=True)
class Proposal:
    """Something that one press of a button puts right: where it is sent, as ``name=value``, and its words."""

    url: str
    name: str
    value: str
    words: str


@dataclass(frozen=True)
class Fact:
    """A fact with its label; ``url`` where it leads on. A warning says what to do about it."""

    label: str
    words: str
    url: str = ""
    is_warning: bool = False
    proposal: Proposal | None = None


@dataclass(frozen=True)
class Beside:
    """A line under a heading on the list of meetings."""

    words: str
    more: str
    url: str


@dataclass(frozen=True)
class Way:
    """Another way to plan: its words, where, and its picture."""

    words: str
    url: str
    icon: str
