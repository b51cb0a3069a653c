"""The picture of the map: everybody is in it once, and it looks the same each time."""

import re
import xml.etree.ElementTree as ET
from itertools import combinations
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from partners.map.drawing import APART, MOST_MARKS, Picture, picture
from partners.map.placing import Spot
from partners.organisations.marks import COLOURS, SHAPES
from partners.organisations.models import Sector
from places.models import Region
from tests.places.files import square


def region() -> Region:
    return Region(pk=1, name="Waasland", boundary={"type": "Polygon", "coordinates": square(4.0, 51.0, 0.3)})


def spot(number: int, latitude: float | None = 51.1, longitude: float | None = 4.1, **facts: Any) -> Spot:
    known: dict[str, Any] = {
        "sectors": ("health",),
        "municipality": "",
        "postcode": "",
        "is_member": False,
        "is_individual": False,
        "about": "",
    }
    return Spot(pk=number, name=f"{number}", latitude=latitude, longitude=longitude, **{**known, **facts})


def drawn(*spots: Spot, regions: tuple[Region, ...] = ()) -> Picture:
    found = picture(spots, regions)
    assert found
    return found


def test_every_sector_has_a_shape_and_a_colour_of_its_own() -> None:
    assert len(set(SHAPES)) == len(set(COLOURS)) == len(SHAPES) == len(COLOURS) == len(Sector) + 1


def test_colours_are_those_of_the_pages() -> None:
    css = (settings.BASE_DIR / "static/css/schakel.css").read_text()
    light = dict(reversed(re.findall(r"--sector-(\d): (#[0-9a-f]{6});", css)))
    assert [light[str(number)] for number in range(1, 9)] == list(COLOURS[1:])


def test_what_is_near_and_of_one_sector_becomes_one_mark_with_a_number() -> None:
    found = drawn(spot(1), spot(2, is_member=True), spot(3, sectors=("work",)), spot(4, 51.25), regions=(region(),))
    assert sorted((mark.sector, mark.count, mark.members) for mark in found.marks) == [(4, 1, 0), (6, 1, 0), (6, 2, 1)]
    assert [(line.sector, line.count) for line in found.legend] == [(4, 1), (6, 3)]


def test_marks_do_not_lie_under_each_other() -> None:
    sectors = [sector.value for sector in Sector]
    found = drawn(*(spot(number, sectors=(sectors[number % 8],)) for number in range(40)), regions=(region(),))
    assert len(found.marks) == 8
    for one, other in combinations(found.marks, 2):
        assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= (APART - 1) ** 2


def test_what_lies_elsewhere_or_nowhere_is_counted() -> None:
    found = drawn(spot(1), spot(2, 48.8, 2.3), spot(3, None, None), regions=(region(),))
    assert (found.shown, found.outside, found.without) == (1, 1, 1)


def test_without_an_outline_the_spots_make_the_map() -> None:
    found = drawn(spot(1, 51.0, 4.0), spot(2, 51.5, 4.5))
    assert (found.shown, found.outside, found.regions) == (2, 0, ())
    assert picture([spot(1, None, None)], []) is None


def test_one_address_alone_is_drawn_in_the_middle() -> None:
    found = drawn(spot(1))
    (mark,) = found.marks
    assert (mark.x, mark.y) == (
        pytest.approx(found.frame.width / 2, abs=1),
        pytest.approx(found.frame.height / 2, abs=1),
    )


def test_about_is_said_only_when_none_of_them_is_exact() -> None:
    found = drawn(spot(1, about="municipality"), spot(2), spot(3, 51.25, about="postcode"), regions=(region(),))
    assert sorted((mark.count, mark.is_about) for mark in found.marks) == [(1, True), (2, False)]


def test_five_thousand_make_a_small_picture_that_is_the_same_each_time() -> None:
    sectors = [sector.value for sector in Sector]
    many = [spot(n, 51 + n % 71 / 237, 4 + n % 67 / 224, sectors=(sectors[n % 8],)) for n in range(5_000)]
    found = drawn(*many, regions=(region(),))
    assert found.shown == 5_000
    assert len(found.marks) <= MOST_MARKS
    assert found == drawn(*many, regions=(region(),))
    assert len(render_to_string("stakeholdermap/picture.html", {"picture": found})) < 100_000


def test_the_drawing_is_valid_and_carries_no_styles() -> None:
    content = render_to_string(
        "stakeholdermap/picture.html", {"picture": drawn(spot(1), spot(2, about="postcode"), regions=(region(),))}
    )
    root = ET.fromstring(content)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "style" not in content
    assert ET.fromstring(render_to_string("stakeholdermap/picture.html", {"picture": None})).tag == root.tag
