"""The overview of an alliance, signed in, against a bare view of the same size."""

from typing import Any

from django.urls import reverse

from bench import data, pages

TARGET = 2.0


def measure() -> dict[str, Any]:
    ground = data.alliance(stakeholders=742, members=40)
    data.analyse()
    expected = [ground.space.name, "40", "742", "Wie nieuw is in de streek"]
    address = reverse("space_home", args=[ground.space.slug])
    return pages.against_floor(ground.coordinator, address, ground.space.pk, expected, TARGET)
