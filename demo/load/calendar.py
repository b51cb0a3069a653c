"""Days and months counted from the day the demo is loaded, so that it is never out of date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone

from spaces.models import Space

SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    today: dt.date

    @classmethod
    def now(cls) -> Calendar:
        return cls(timezone.localdate())

    def day(self, in_days: int) -> dt.date:
        return self.today + dt.timedelta(days=in_days)

    def working_day(self, in_days: int) -> dt.date:
        """That day, or the Monday after it when it falls in a weekend."""
        day = self.day(in_days)
        return day + dt.timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day

    def first_of_month(self, months: int) -> dt.date:
        """The first day of the month that many months from this one."""
        year, month = divmod(self.today.year * 12 + self.today.month - 1 + months, 12)
        return dt.date(year, month + 1, 1)

    def last_of_month(self, months: int) -> dt.date:
        return self.first_of_month(months + 1) - dt.timedelta(days=1)


def moment(day: dt.date, time: dt.time, space: Space) -> dt.datetime:
    """That time of that day on the clock where the space is."""
    return dt.datetime.combine(day, time, ZoneInfo(space.time_zone))
