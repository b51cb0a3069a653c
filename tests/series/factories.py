"""Series of meetings, for tests."""

from __future__ import annotations

import datetime as dt

from sessions.series import services
from sessions.series.models import Series
from spaces.models import Member, Space
from tests.meetings.factories import in_days
from tests.spaces.factories import MemberFactory, OrganisationFactory, SpaceFactory


def members(space: Space, *names: str) -> list[Member]:
    return [MemberFactory(space=space, organisation=OrganisationFactory(name=name)) for name in names]


def series_of(number: int = 3, space: Space | None = None, **facts: object) -> Series:
    """A series with a meeting every thirty days from in thirty days; each is hosted by a member of its own."""
    space = space or SpaceFactory()
    series = Series(
        space=space,
        **{"name": "Plenaire", "from_time": dt.time(14), "until_time": dt.time(16), "place": "Hal", **facts},
    )
    hosts = members(space, *(f"Gastheer {at:02}" for at in range(number)))
    lines = [services.Line(in_days(30 * (at + 1)).date(), host) for at, host in enumerate(hosts)]
    return services.plan(series, lines)
