"""What the member organisations of an alliance did together, read from the facts of this alliance alone.

Only what everybody who takes part in it may see: meetings they were invited to, intervision, the action plan, who is
in which working group. Nothing of assessments, contact logs or another alliance (docs/decisions/0058).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import combinations

from django.utils import timezone

from actionplans.models import Action
from alliances.workinggroups.models import Delegate
from sessions.intervision.models import Round
from sessions.meetings.models import Invitee, Meeting
from spaces.models import Member, Representative, Role, Space

type Pair = tuple[int, int]  # numbers of two members, the lower one first

# Shorter names are too likely to be a piece of other words.
SHORTEST_NAME = 3


@dataclass
class Shared:
    """How often two organisations were in the same place."""

    meetings: int = 0
    last_met: dt.date | None = None
    actions: int = 0
    rounds: int = 0
    groups: int = 0

    @property
    def weight(self) -> int:
        """Doing something together counts more than sitting in the same meeting."""
        return self.meetings + 2 * self.rounds + 3 * (self.actions + self.groups)


def members_of(space: Space) -> list[Member]:
    """The organisations that are members of ``space`` now; one query."""
    rows = Member.objects.current().filter(space=space, organisation__isnull=False)
    return list(rows.select_related("organisation").order_by("pk"))


def shared_by(space: Space, members: Collection[Member]) -> dict[Pair, Shared]:
    """What each two of ``members`` shared, those who shared nothing left out; six queries, however many there are."""
    now_called = {member.organisation_id: member.pk for member in members}
    found: dict[Pair, Shared] = defaultdict(Shared)
    for day, present in _meetings(space, now_called):
        for pair in combinations(sorted(present), 2):
            shared = found[pair]
            shared.meetings += 1
            shared.last_met = day
    for kind, groups in (
        ("rounds", _rounds(space, now_called)),
        ("actions", _actions(space, members, now_called)),
        ("groups", _working_groups(space, now_called)),
    ):
        for together in groups:
            for pair in combinations(sorted(together), 2):
                setattr(found[pair], kind, getattr(found[pair], kind) + 1)
    return dict(found)


def _meetings(space: Space, members: dict[int | None, int]) -> list[tuple[dt.date, set[int]]]:
    """The meetings that took place, the earliest first, with the members that were there."""
    held = Meeting.objects.filter(space=space, cancelled_at=None, ends_at__lte=timezone.now()).announced()
    there = [Invitee.Attendance.PRESENT, Invitee.Attendance.REPLACED]
    rows = Invitee.objects.filter(meeting__in=held, withdrawn_at=None, attendance__in=there, organisation__in=members)
    found: dict[int, tuple[dt.date, set[int]]] = {}
    for meeting, starts_at, organisation in rows.order_by("meeting__starts_at").values_list(
        "meeting", "meeting__starts_at", "organisation"
    ):
        day = timezone.localtime(starts_at).date()
        found.setdefault(meeting, (day, set()))[1].add(members[organisation])
    return list(found.values())


def _rounds(space: Space, members: dict[int | None, int]) -> list[set[int]]:
    rows = Round.attending.through.objects.filter(round__day__space=space, member__organisation__in=members)
    return _together(rows.values_list("round", "member__organisation"), members)


def _working_groups(space: Space, members: dict[int | None, int]) -> list[set[int]]:
    """Whose people sit in the same working group; the alliance sees who is in it."""
    here = Role.objects.current().filter(space__parent=space, space__kind=Space.Kind.WORKING_GROUP)
    sources = Delegate.objects.filter(person__in=here.values("person")).values_list("source", "person__space")
    groups = defaultdict(set)
    for source, group in sources:
        groups[source].add(group)
    seats = Representative.objects.current().filter(person__in=groups, member__in=members.values())
    pairs = [
        (group, organisation)
        for person, organisation in seats.values_list("person", "member__organisation")
        for group in groups[person]
    ]
    return _together(pairs, members)


def _actions(space: Space, members: Collection[Member], now_called: dict[int | None, int]) -> list[set[int]]:
    """Who is responsible for an action, with the members that its words name beside."""
    rows = Action.objects.filter(plan__space=space, removed_at=None)
    named = _named_in(members)
    found = []
    for organisation, words in rows.values_list("responsible_member__organisation", "responsible_words"):
        together = named(words)
        if organisation in now_called and organisation is not None:
            together.add(now_called[organisation])
        found.append(together)
    return found


def _named_in(members: Iterable[Member]) -> Callable[[str], set[int]]:
    """A finder of members by their whole name in a text; of two that begin alike, the longer name."""
    by_name = {one.name.casefold(): one.pk for one in members if len(one.name) >= SHORTEST_NAME}
    longest_first = sorted(by_name, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")

    def find(words: str) -> set[int]:
        return {by_name[name] for name in pattern.findall(words.casefold())} if words and by_name else set()

    return find


def _together(rows: Iterable[tuple[int, int | None]], members: dict[int | None, int]) -> list[set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for group, organisation in rows:
        found[group].add(members[organisation])
    return list(found.values())
