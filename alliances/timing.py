"""Where an alliance should be by now, by the dates of its mandate: for the checks that are about time."""

from __future__ import annotations

import calendar
import datetime as dt

# Guidelines for a healthy alliance: 4 or 5 meetings in 12 to 18 months, and half a year to plan how it goes on.
ENOUGH_MEETINGS = 4
MONTHS_OF_ENOUGH = 18
MONTHS_TO_GO_ON = 6
DAYS_A_MONTH = 365.25 / 12


def meetings_needed(starts_on: dt.date, ends_on: dt.date) -> int:
    """How many meetings a mandate of this length asks for: four, and for more than 18 months as many as keep pace."""
    months = (ends_on - starts_on).days / DAYS_A_MONTH
    return max(ENOUGH_MEETINGS, round(ENOUGH_MEETINGS * months / MONTHS_OF_ENOUGH))


def meetings_by(today: dt.date, starts_on: dt.date, ends_on: dt.date) -> int:
    """How many of these should have been held by ``today``, spread evenly over the mandate."""
    gone = (min(today, ends_on) - starts_on).days
    return max(0, meetings_needed(starts_on, ends_on) * gone // max((ends_on - starts_on).days, 1))


def time_to_go_on(ends_on: dt.date) -> dt.date:
    """The day on which an alliance begins to plan how it goes on: six months before its mandate ends."""
    month = ends_on.year * 12 + ends_on.month - 1 - MONTHS_TO_GO_ON
    year, month = month // 12, month % 12 + 1
    return dt.date(year, month, min(ends_on.day, calendar.monthrange(year, month)[1]))
