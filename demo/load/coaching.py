"""Process coaches of the programme's regions."""

from __future__ import annotations

from accounts.models import User
from demo.data.coaching import COACHES
from demo.load.calendar import Calendar
from places.models import Region
from programmes.coaching import services
from programmes.coaching.models import Coach
from spaces.models import Space


def make(programme: Space, by: User, calendar: Calendar) -> None:
    regions = {region.code: region for region in Region.objects.filter(division=None)}
    for one in COACHES:
        coach = Coach(
            programme=programme,
            region=regions[one.region],
            name=one.coach.name,
            organisation=one.organisation,
            email=one.coach.email,
            language=one.coach.language,
            starts_on=calendar.day(one.first),
            ends_on=None if one.last is None else calendar.day(one.last),
            note=one.note,
        )
        services.give(coach, by=by)
