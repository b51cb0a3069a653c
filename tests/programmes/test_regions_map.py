"""The map of a programme: its own regions, each with the step its alliance is at."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone

from alliances import figures
from alliances.models import Alliance, AllianceRegion, AllianceSummary
from places.models import Division, Region
from programmes.regions_map import RegionsMap, regions_map
from programmes.steps import Road, road_of
from spaces.models import Space
from tests.spaces.factories import AllianceFactory, ProgrammeFactory, client_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Space:
    space: Space = ProgrammeFactory(space__slug="thuis").space
    return space


@pytest.fixture
def flanders() -> Division:
    return Division.objects.create(name="Vlaanderen", code="vl")


def square(number: int) -> dict[str, Any]:
    """A square of a tenth of a degree, the next one beside it."""
    west, east = 3 + number / 10, 3.1 + number / 10
    ring = [[west, 51], [east, 51], [east, 51.1], [west, 51.1], [west, 51]]
    return {"type": "Polygon", "coordinates": [ring]}


def region(name: str, division: Division, *, drawn: int | None = None) -> Region:
    boundary = None if drawn is None else square(drawn)
    return Region.objects.create(name=name, code=name.lower(), division=division, boundary=boundary)


def alliance_at(programme: Space, place: Region, step: int | None, **facts: Any) -> Alliance:
    """An alliance in this region, at that step of six."""
    alliance: Alliance = AllianceFactory(space__parent=programme, **facts)
    AllianceRegion.objects.create(alliance=alliance, region=place)
    AllianceSummary.objects.create(
        alliance=alliance, region_names=place.name, step_now=step, steps_total=6, counted_at=timezone.now(),
        coordinator_names="An Trekker, Bo De Smet" if step == 3 else "", activity=[2, 0, 1, 5] * 3,
    )  # fmt: skip
    return alliance


def map_of(programme: Space) -> RegionsMap:
    return regions_map(programme, road_of(programme)).whole


def marks(shown: RegionsMap) -> list[tuple[str, str | None]]:
    return [(one.name, one.place.mark if one.place else None) for one in shown.regions]


def test_the_regions_are_those_of_the_division_and_only_its_own_alliances(programme: Space, flanders: Division) -> None:
    kempen, waasland, meetjesland = (region(name, flanders) for name in ("Kempen", "Waasland", "Meetjesland"))
    alliance_at(programme, kempen, 2)
    alliance_at(programme, waasland, None)
    alliance_at(ProgrammeFactory().space, meetjesland, 5)
    region("Elders", Division.objects.create(name="Elders", code="el"))
    assert marks(map_of(programme)) == [("Kempen", "2"), ("Meetjesland", None), ("Waasland", "✓")]
    assert map_of(programme).without_alliance == ["Meetjesland"]
    assert [count for _place, count in map_of(programme).legend] == [0, 1, 0, 0, 0, 0, 1]


def test_a_region_without_boundary_is_counted_and_not_drawn(programme: Space, flanders: Division) -> None:
    drawn, other = region("Kempen", flanders, drawn=1), region("Waasland", flanders)
    alliance_at(programme, drawn, 1)
    alliance_at(programme, other, 1)
    shown = map_of(programme)
    assert [one.region.name for one in shown.drawn] == ["Kempen"]
    assert shown.without_boundary == 1
    page = client_with("coordinator", programme).get("/p/thuis/").content.decode()
    assert page.count("<title>Kempen: ") == 1
    assert "<title>Waasland: " not in page


def test_without_any_boundary_there_is_no_map(programme: Space, flanders: Division) -> None:
    alliance_at(programme, region("Kempen", flanders), 1)
    page = client_with("coordinator", programme).get("/p/thuis/").content.decode()
    assert "region-map" not in page
    assert "Kempen" in page


def test_map_links_to_the_row_and_pales_what_the_filter_leaves_out(programme: Space, flanders: Division) -> None:
    kempen, waasland = region("Kempen", flanders, drawn=1), region("Waasland", flanders, drawn=2)
    alliance_at(programme, kempen, 2, space__name="Kempen <samen>")
    alliance_at(programme, waasland, 4)
    client = client_with("coordinator", programme)
    page = client.get("/p/thuis/").content.decode()
    links = re.findall(r'<a href="(\?region=\d+)#rows" class="(\S+)"><title>([^<]*)', page)
    assert links == [
        (f"?region={kempen.pk}", "at-2", "Kempen: Kempen &lt;samen&gt;, stap 2"),
        (f"?region={waasland.pk}", "at-4", f"Waasland: {waasland.alliances.get()}, stap 4"),
    ]
    page = client.get(f"/p/thuis/{links[0][0]}")
    assert [row.region_names for row in page.context["page"].object_list] == ["Kempen"]
    assert page.content.decode().count('class="faint"') == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("step=2", ["Kempen"]),
        ("step=done", ["Waasland"]),
        ("step=9", ["Kempen", "Waasland"]),
        ("attention=meeting", ["Kempen"]),
        ("attention=coordinator", ["Waasland"]),
        ("attention=any", ["Kempen", "Waasland"]),
        ("attention=any&step=2", ["Kempen"]),
        ("region=99999999999999999999", ["Kempen", "Waasland"]),
        ("region=1e5", []),
        ("region=-1", ["Kempen", "Waasland"]),
    ],
)
def test_filters(programme: Space, flanders: Division, query: str, found: list[str]) -> None:
    kempen = alliance_at(programme, region("Kempen", flanders), 2)
    waasland = alliance_at(programme, region("Waasland", flanders), None)
    AllianceSummary.objects.filter(pk=kempen.pk).update(coordinator_names="An Trekker")
    AllianceSummary.objects.filter(pk=waasland.pk).update(next_meeting_at=timezone.now())
    page = client_with("coordinator", programme).get(f"/p/thuis/?{query}")
    assert [row.region_names for row in page.context["page"].object_list] == found


def test_a_map_that_changes_is_drawn_anew(programme: Space, flanders: Division) -> None:
    kempen = region("Kempen", flanders, drawn=1)
    alliance_at(programme, kempen, 2)
    client = client_with("coordinator", programme)
    first = client.get("/p/thuis/").content.decode()
    kempen.boundary = {"type": "Polygon", "coordinates": [[[3, 51], [3.3, 51], [3.1, 51.1], [3, 51]]]}
    kempen.save()
    second = client.get("/p/thuis/").content.decode()
    paths = [re.findall(r'</title><path d="([^"]*)"', page) for page in (first, second)]
    assert len(paths[0]) == len(paths[1]) == 1
    assert paths[0] != paths[1]


def test_500_regions_stay_under_200_kb_and_cost_what_one_costs(
    programme: Space, flanders: Division, django_assert_max_num_queries: Any
) -> None:
    client = client_with("coordinator", programme)
    counts = []
    for numbers in (range(1), range(1, 500)):
        for number in numbers:
            jagged = {"type": "Polygon", "coordinates": [ring(number)]}
            name = f"Streek van Noord-{number}"
            place = Region.objects.create(name=name, code=f"r{number}", division=flanders, boundary=jagged)
            alliance_at(programme, place, number % 6 + 1, space__name=f"Regionale alliantie streek {number}")
        client.get("/p/thuis/")
        with django_assert_max_num_queries(12) as captured:
            page = client.get("/p/thuis/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert page.content.count(b"<title>Streek van") == 500
    assert len(page.content) < 200_000


def ring(number: int) -> list[list[float]]:
    """A boundary with a hundred points, at its place among 25 by 20 others."""
    x, y = 3 + number % 25 / 10, 50 + number // 25 / 10
    wave = [(step / 25, 0.1 * (step % 2)) for step in range(25)]
    south = [[x + a / 10, y + b / 20] for a, b in wave]
    east = [[x + 0.1 - b / 20, y + a / 10] for a, b in wave]
    north = [[x + (1 - a) / 10, y + 0.1 - b / 20] for a, b in wave]
    west = [[x + b / 20, y + (1 - a) / 10] for a, b in wave]
    return [*south, *east, *north, *west, south[0]]


def test_a_road_of_other_length_uses_all_shades() -> None:
    road = Road({number: f"Stap {number}" for number in range(1, 10)})
    shades = [place.shade for place in road.places()]
    assert shades == sorted(shades)
    assert (shades[0], shades[-2], shades[-1]) == (1, 6, 7)
    assert Road({1: "Enige"}).place(1, 1).shade == 1
    assert Road({1: "Enige"}).place(12, 6).shade == 6


def test_figures_know_the_step(programme: Space) -> None:
    alliance = AllianceFactory(space__parent=programme)
    figures.refresh(Alliance.objects.all())
    summary = AllianceSummary.objects.get(alliance=alliance)
    assert summary.step_now == 1
    assert len(summary.checks) == summary.steps_total
