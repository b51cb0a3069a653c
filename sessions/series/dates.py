"""Days for the meetings of a period: evenly spread, on one day of the week, on none that does not suit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import holidays
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partners.map.regions import regions_of
from spaces.models import Space

WEEK = dt.timedelta(days=7)
# So that an alliance meets about four times a year: five times in eighteen months.
DAYS_BETWEEN = 104
MOST = 12

# Why a day does not suit, in words; "" when it does.
type Objection = Callable[[dt.date], str]


@dataclass(frozen=True)
class Proposed:
    """A day, and the days that came first but did not suit, each with its reason."""

    day: dt.date
    instead_of: tuple[tuple[dt.date, str], ...] = ()

    @property
    def stretches(self) -> list[tuple[dt.date, dt.date, str]]:
        """Those days, where several in a row have one reason as one: from, until, why."""
        groups = [list(days) for _reason, days in groupby(self.instead_of, key=lambda one: one[1])]
        return [(days[0][0], days[-1][0], days[0][1]) for days in groups]


def usual_number(first: dt.date, last: dt.date) -> int:
    """How many meetings are usual between these days."""
    return max(1, min(MOST, round((last - first).days / DAYS_BETWEEN)))


def propose(first: dt.date, last: dt.date, number: int, weekday: int, objection: Objection) -> list[Proposed]:
    """Up to ``number`` days from ``first`` to ``last`` on ``weekday`` (Monday is 0), in their order.

    The period is cut in equal parts and each gets the suitable day nearest to its middle. Fewer come
    back where there are not so many days that suit.
    """
    start = first + dt.timedelta(days=(weekday - first.weekday()) % 7)
    free = [start + WEEK * week for week in range((last - start).days // 7 + 1)] if start <= last else []
    part = (last - first) / number
    found: dict[dt.date, Proposed] = {}
    for at in range(number):
        middle = first + part * at + part / 2
        unfit: list[tuple[dt.date, str]] = []
        for day in sorted(free, key=lambda day: (abs(day - middle), day)):
            if day in found:
                continue
            if not (reason := objection(day)):
                found[day] = Proposed(day, tuple(sorted(unfit)))
                break
            unfit.append((day, reason))
    return [found[day] for day in sorted(found)]


def countries_of(space: Space) -> list[str]:
    """The countries of the regions in which a space works, or of the space it is part of."""
    found = {region.country.upper() for region in regions_of(space)}
    if not found and space.parent is not None:
        found = {region.country.upper() for region in regions_of(space.parent)}
    return sorted(found & set(holidays.list_supported_countries()))


def public_holidays(countries: Iterable[str], first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """The public holidays of these countries from ``first`` to ``last``, by name.

    Names are in the language of the page where the library has it, else in that of the country.
    """
    found: dict[dt.date, str] = {}
    for country in countries:
        years = range(first.year, last.year + 1)
        for day, name in holidays.country_holidays(country, years=years, language=get_language()).items():
            if first <= day <= last:
                found.setdefault(day, name)
    return found


def quiet_time(day: dt.date) -> str:
    """Why hardly anybody comes on this day: the heart of the summer, the turn of the year."""
    if day.month in (7, 8):
        return _("summer")
    return _("turn of the year") if (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 4) else ""


def first_objection(*objections: Objection) -> Objection:
    """What the first of ``objections`` that has a reason says."""

    def asked(day: dt.date) -> str:
        return next(_reasons(day, objections), "")

    return asked


def _reasons(day: dt.date, objections: Iterable[Objection]) -> Iterator[str]:
    return (reason for objection in objections if (reason := objection(day)))
