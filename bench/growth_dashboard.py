"""The dashboard of a programme with 500 regions against one of the demo's size, map and all.

Two databases beside each other, so that they can take turns. The large page shows more (500 regions on the map,
50 rows in the table) and is measured as it is.
"""

import datetime as dt
from collections.abc import Sequence
from statistics import median
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.services import account_for
from alliances.models import Alliance, AllianceRegion, AllianceSummary
from bench import data, growing
from bench.measuring import in_turns, milliseconds, verdict
from bench.pages import timed, warm
from bench.web import product, sign_in
from places.models import Division, Region
from programmes.models import Programme
from spaces.models import Role, Space

TARGET = 1.25
TIMES = 200
DEMO_REGIONS, REGIONS = 5, 500
MOST_BYTES = 200_000
ACROSS = 25


def measure() -> dict[str, Any]:
    space = Space.objects.create(kind=Space.Kind.PROGRAMME, name="Thuis in de regio", slug="thuis")
    Programme.objects.create(space=space)
    person = data.somebody(space, "programma@example.org", Role.Kind.COORDINATOR)
    Division.objects.create(name="Streken", code="streken")
    add_regions(space, range(DEMO_REGIONS))
    data.analyse()
    user = account_for(person.email, name=person.name, language="nl")
    with growing.grown_database():
        add_regions(space, range(DEMO_REGIONS, REGIONS))
    growing.analyse()
    address = reverse("programmes:dashboard", args=[space.slug])
    with product() as small_web, product(DATABASE_URL=growing.address()) as big_web:
        sign_in(small_web, user)
        # The session lies in the cache, which both have; its row is in the small database.
        big_web.cookies |= small_web.cookies
        small_page = warm(small_web, address, titles(range(DEMO_REGIONS)))
        big_page = warm(big_web, address, titles(range(REGIONS)))
        if len(big_page.body) >= MOST_BYTES:
            raise AssertionError(f"the page has {len(big_page.body)} bytes")
        small, large = in_turns(lambda: timed(small_web, address), lambda: timed(big_web, address), times=TIMES)
    raw = {
        "times": TIMES,
        "demo_size": {**milliseconds(small), "regions": DEMO_REGIONS, "bytes": len(small_page.body)},
        "grown": {**milliseconds(large), "regions": REGIONS, "bytes": len(big_page.body)},
    }
    return verdict(median(large) / median(small), TARGET, raw)


def add_regions(programme: Space, numbers: Sequence[int]) -> None:
    """Regions with an outline, each with an alliance that was counted."""
    division = Division.objects.get()
    regions = Region.objects.bulk_create(
        Region(name=f"Streek {number}", code=f"streek-{number}", division=division, boundary=outline(number))
        for number in numbers
    )
    spaces = Space.objects.bulk_create(
        Space(kind=Space.Kind.ALLIANCE, parent=programme, name=f"Regionale alliantie {number}", slug=f"streek-{number}")
        for number in numbers
    )
    alliances = Alliance.objects.bulk_create(Alliance(space=space) for space in spaces)
    AllianceRegion.objects.bulk_create(
        AllianceRegion(alliance=alliance, region=region, programme=programme)
        for alliance, region in zip(alliances, regions, strict=True)
    )
    AllianceSummary.objects.bulk_create(map(summary, alliances, numbers))


def summary(alliance: Alliance, number: int) -> AllianceSummary:
    return AllianceSummary(
        alliance=alliance,
        region_names=f"Streek {number}",
        coordinator_names="Annelies Vandenbroucke-De Smet",
        step_now=number % 6 + 1,
        steps_done=number % 6,
        steps_total=6,
        members=number % 23,
        activity=[(number + month) % 5 for month in range(12)],
        next_meeting_at=timezone.now() + dt.timedelta(days=number % 40 + 1),
        counted_at=timezone.now(),
    )


def outline(number: int) -> dict[str, Any]:
    """A region of some twenty points, at its place beside the others."""
    west, south = 3 + number % ACROSS / 10, 50 + number // ACROSS / 10
    along = [step / 50 for step in range(5)]
    ring = [
        *([west + at, south + 0.004 * (step % 2)] for step, at in enumerate(along)),
        *([west + 0.1 - 0.004 * (step % 2), south + at] for step, at in enumerate(along)),
        *([west + 0.1 - at, south + 0.1 - 0.004 * (step % 2)] for step, at in enumerate(along)),
        *([west + 0.004 * (step % 2), south + 0.1 - at] for step, at in enumerate(along)),
    ]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def titles(numbers: Sequence[int]) -> list[str]:
    """What must stand on the map."""
    return [f"<title>Streek {number}: Regionale alliantie {number}, " for number in numbers]
