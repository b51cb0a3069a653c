"""Regions drawn on one map."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from places.outlines import outlines
from tests.places.files import square


@dataclass
class Land:
    pk: int
    boundary: Any


def land(pk: int, *polygons: Any) -> Land:
    return Land(pk, {"type": "MultiPolygon", "coordinates": polygons})


def points(d: str) -> list[tuple[int, int]]:
    """Where a path with one ring goes, in absolute numbers."""
    numbers = [int(number) for number in re.findall(r"-?\d+", d)]
    x, y = 0, 0
    found = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x, y))
    return found


def test_two_squares_side_by_side_share_their_border() -> None:
    drawn = outlines([land(7, square(4.0, 0.0)), Land(9, None), land(8, square(4.1, 0.0))])
    assert drawn.view_box == "0 0 1000 500"
    assert [path.region_id for path in drawn.paths] == [7, 8]
    west, east = (points(path.d) for path in drawn.paths)
    assert set(west) == {(0, 0), (500, 0), (500, 500), (0, 500)}
    assert set(east) == {(500, 0), (1000, 0), (1000, 500), (500, 500)}
    assert [(path.label_x, path.label_y) for path in drawn.paths] == [(250, 250), (750, 250)]


def test_a_degree_eastward_is_shorter_in_the_north() -> None:
    width, height = outlines([land(1, square(10.0, 59.95))]).view_box.split()[2:]
    assert (int(width), int(height)) == (500, 1000)


def test_nothing_to_draw_is_false() -> None:
    drawn = outlines([Land(1, None)])
    assert (bool(drawn), drawn.paths) == (False, ())


def test_a_name_stands_in_no_hole() -> None:
    around = [*square(4.0, 51.0, 1.0), *square(4.2, 51.2, 0.6)]
    [path] = outlines([land(1, around)]).paths
    width = int(outlines([land(1, around)]).view_box.split()[2])
    assert not (0.2 * width < path.label_x < 0.8 * width and 200 < path.label_y < 800)


def test_a_polygon_alone_is_drawn_like_one_of_many() -> None:
    alone = Land(1, {"type": "Polygon", "coordinates": square(4.0, 51.0)})
    assert outlines([alone]) == outlines([land(1, square(4.0, 51.0))])


def test_what_is_smaller_than_the_grid_can_still_be_seen() -> None:
    tiny, large = land(1, square(4.5, 51.5, 0.00001)), land(2, square(4.0, 51.0, 1.0))
    assert all(len(points(path.d)) == 4 for path in outlines([tiny, large]).paths)


def test_points_in_line_and_spikes_are_left_out() -> None:
    straight = [[0, 0], [1, 0], [2, 0], [2, 1], [2, 2], [1, 2], [1, 4], [1, 2], [0, 2], [0, 1], [0, 0]]
    drawn = outlines([land(1, [straight]), land(2, square(0, 0, 4))]).paths
    assert (len(points(drawn[0].d)), len(points(drawn[1].d))) == (4, 4)


def test_many_regions_never_make_a_page_heavy() -> None:
    def wavy(west: float) -> list[list[list[float]]]:
        turn = [(math.tau * n / 400, 1 + 0.05 * math.sin(n * 1.7)) for n in range(400)]
        ring = [[west + 0.5 * r * math.cos(a), 51 + 0.5 * r * math.sin(a)] for a, r in turn]
        return [[*ring, ring[0]]]

    regions = [land(n, wavy(n % 4)) for n in range(12)]
    fine = sum(len(path.d) for path in outlines(regions).paths)
    coarse = outlines(regions, characters=fine // 2)
    assert 0 < sum(len(path.d) for path in coarse.paths) <= fine // 2
    assert len(coarse.paths) == 12
