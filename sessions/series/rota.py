"""Who hosts and who moderates: what the database knows, for ``fairness`` to judge by."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from sessions.meetings.models import Meeting
from sessions.series.fairness import Candidate, Had, Stay, next_turns
from sessions.series.models import Turn
from spaces.models import Member, Pause, Space


@dataclass
class Rota:
    """The turns of one space. ``without`` are meetings whose host and moderator do not count: they are looked for."""

    space: Space
    without: Collection[int] = field(default_factory=tuple)

    @cached_property
    def candidates(self) -> dict[int, Candidate]:
        """Every organisation that is or was a member, by its number."""
        stays, pauses, names = defaultdict(list), defaultdict(list), {}
        members = Member.objects.filter(space=self.space).exclude(organisation=None)
        for row in members.select_related("organisation").order_by("starts_on", "pk"):
            stays[row.organisation_id].append(Stay(row.pk, row.starts_on, row.ends_on))
            names[row.organisation_id] = row.name
        for pause in Pause.objects.filter(member__in=members).select_related("member"):
            pauses[pause.member.organisation_id].append(Stay(pause.member_id, pause.starts_on, pause.ends_on))
        return {key: Candidate(key, name, tuple(stays[key]), tuple(pauses[key])) for key, name in names.items()}

    @cached_property
    def hosted(self) -> list[Had]:
        """Who hosted what was not cancelled, also what is to come."""
        rows = Meeting.objects.filter(space=self.space, cancelled_at=None).exclude(pk__in=self.without)
        found = rows.exclude(host__organisation=None).values_list("starts_at", "host__organisation")
        return [self._had(moment, key) for moment, key in found]

    @cached_property
    def moderated(self) -> list[Had]:
        """As :attr:`hosted`."""
        rows = Turn.objects.filter(meeting__space=self.space, meeting__cancelled_at=None)
        rows = rows.exclude(meeting__in=self.without).exclude(moderator__organisation=None)
        return [self._had(*row) for row in rows.values_list("meeting__starts_at", "moderator__organisation")]

    def _had(self, moment: dt.datetime, key: int) -> Had:
        return Had(moment.astimezone(ZoneInfo(self.space.time_zone)).date(), key)

    def hosts(self, days: Sequence[dt.date]) -> dict[dt.date, int | None]:
        """The organisation whose turn it is to host on each of ``days``."""
        return next_turns(self.candidates.values(), self.hosted, days)

    def moderators(self, hosts: dict[dt.date, int | None]) -> dict[dt.date, int | None]:
        """The same for moderating; who hosts that day has enough to do."""
        barred = {day: key for day, key in hosts.items() if key is not None}
        return next_turns(self.candidates.values(), self.moderated, list(hosts), barred=barred)

    def member(self, key: int | None, day: dt.date) -> int | None:
        """The row of the members as which organisation ``key`` takes part on ``day``."""
        one = self.candidates.get(key) if key is not None else None
        return one.member_on(day) if one else None

    def can(self, member: Member | None, day: dt.date) -> bool:
        """Whether ``member`` is there, and does not pause, on ``day``."""
        return member is not None and self.member(member.organisation_id, day) == member.pk

    def choices(self, days: Iterable[dt.date]) -> list[tuple[int, str]]:
        """Members that can have a turn on one of ``days`` at least, by name: (row of the members, name)."""
        days = list(days)
        found = {
            (one.name.casefold(), member): one.name
            for one in self.candidates.values()
            for day in days
            if (member := one.member_on(day)) is not None
        }
        return [(member, found[by, member]) for by, member in sorted(found)]
