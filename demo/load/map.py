"""Outlines, centres and addresses, so that the map of a register shows something."""

from __future__ import annotations

from demo.data.map import CENTRES, FORMER_NAMES, OUTLINES, POINTS
from partners.organisations.models import Organisation
from places.models import Municipality, Region


def make() -> None:
    """To be called once regions and organisations are there."""
    for code, corners in OUTLINES.items():
        boundary = {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}
        Region.objects.filter(code=code).update(boundary=boundary)
    for (country, code), (latitude, longitude) in CENTRES.items():
        Municipality.objects.filter(country=country, code=code).update(
            latitude=latitude, longitude=longitude, former_names=FORMER_NAMES.get((country, code), [])
        )
    for name, (latitude, longitude) in POINTS.items():
        Organisation.objects.filter(name=name).update(latitude=str(latitude), longitude=str(longitude))
