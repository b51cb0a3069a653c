"""A series of plenary meetings to come, with the host going round."""

from __future__ import annotations

import datetime as dt

from django.utils import translation
from django.utils.translation import gettext as _

from demo.load.calendar import Calendar
from sessions.series import dates, services
from sessions.series.models import Series
from sessions.series.rota import Rota
from spaces.models import Member, Space

FIRST, PERIOD, NUMBER, THURSDAY = 75, 450, 4, 3


def make(space: Space, calendar: Calendar) -> None:
    """As the page proposes it: on suitable Thursdays, by whoever's turn it is."""
    first, last = calendar.day(FIRST), calendar.day(FIRST + PERIOD)
    closed = dates.public_holidays(dates.countries_of(space), first, last)
    suits = dates.first_objection(lambda day: closed.get(day, ""), dates.quiet_time)
    days = [one.day for one in dates.propose(first, last, NUMBER, THURSDAY, suits)]
    rota = Rota(space)
    hosts = rota.hosts(days)
    members = Member.objects.select_related("organisation").in_bulk(
        [number for day in days if (number := rota.member(hosts[day], day))]
    )
    with translation.override(space.language):
        series = Series(space=space, name=_("Plenary meeting"), from_time=dt.time(14), until_time=dt.time(16, 30))
    services.plan(series, [services.Line(day, members.get(rota.member(hosts[day], day) or 0)) for day in days])
