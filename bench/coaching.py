"""Regions with a process coach now, one to come and one before."""

import datetime as dt

from django.utils import timezone

from places.models import Region
from programmes.coaching.models import Coach
from spaces.models import Space

A_YEAR = dt.timedelta(days=365)


def coached(space: Space) -> int:
    """Coaches for every region of the programme; returns the number of one of the regions."""
    regions = list(Region.objects.filter(division=None).order_by("pk"))
    first = timezone.localdate() - A_YEAR / 2
    facts = {"programme": space, "email": "coach@example.org", "language": "nl", "organisation": "Bureau"}
    Coach.objects.bulk_create(
        Coach(
            region=region,
            name=f"Coach {region.pk}",
            starts_on=first + year * A_YEAR,
            ends_on=first + (year + 1) * A_YEAR - dt.timedelta(days=1),
            **facts,
        )
        for region in regions
        for year in (-1, 0, 1)
    )
    return regions[0].pk
