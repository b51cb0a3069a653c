"""Regions as SVG paths on one map.

Plain arithmetic over ``Region.boundary``: what comes in the same, comes out the same. All regions are
drawn on one grid of whole numbers, so neighbours keep their common border, and paths stay short.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

# The longer side of the map, in units of the view box.
SIZE = 1000
# How much all paths together may take, unless a page says less; above it the grid becomes coarser.
MAX_CHARACTERS = 100_000
_GRIDS = (1, 2, 3, 5, 8, 13, 20)

type Point = tuple[int, int]
type Ring = list[Point]


class Bounded(Protocol):
    """What is drawn: a region, or anything with its number and a GeoJSON (Multi)Polygon."""

    @property
    def pk(self) -> Any: ...
    @property
    def boundary(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Outline:
    """One region: the ``d`` of its path, and where its name or mark stands, always inside it."""

    region_id: int
    d: str
    label_x: int
    label_y: int


@dataclass(frozen=True, slots=True)
class Outlines:
    """A map. ``paths`` come in the order of the regions; a region without boundary has none."""

    view_box: str
    paths: tuple[Outline, ...]

    def __bool__(self) -> bool:
        return bool(self.paths)


class Frame(NamedTuple):
    """From degrees to units: equirectangular, as wide as it is in the middle of the map."""

    west: float
    north: float
    shrink: float  # cos(latitude)
    scale: float
    width: int
    height: int

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"

    def holds(self, point: Point) -> bool:
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height

    def place(self, degrees: Sequence[float], grid: int = 1) -> Point:
        """Where a point (longitude, latitude) stands, on a grid of so many units."""
        x = (degrees[0] - self.west) * self.shrink * self.scale
        y = (self.north - degrees[1]) * self.scale
        return round(x / grid) * grid, round(y / grid) * grid


def outlines(regions: Iterable[Bounded], *, characters: int = MAX_CHARACTERS, frame: Frame | None = None) -> Outlines:
    """All regions that have a boundary, as paths of together at most ``characters``, in one view box.

    ``frame``: that of a drawing they are a part of; else they fill one of their own.
    """
    bounded = [(region.pk, region.boundary) for region in regions if region.boundary]
    polygons = [(pk, _polygons(boundary)) for pk, boundary in bounded]
    if not polygons:
        return Outlines(f"0 0 {SIZE} {SIZE}", ())
    frame = frame or frame_around(corners(boundary for _pk, boundary in bounded))
    paths: tuple[Outline, ...] = ()
    for grid in _GRIDS:
        paths = tuple(_outline(pk, shapes, frame, grid) for pk, shapes in polygons)
        if sum(len(path.d) for path in paths) <= characters:
            break
    return Outlines(frame.view_box, paths)


def corners(boundaries: Iterable[dict[str, Any]]) -> list[list[float]]:
    """All points (longitude, latitude) of the outer lines."""
    return [point for boundary in boundaries for shape in _polygons(boundary) for point in shape[0]]


def _polygons(boundary: dict[str, Any]) -> list[list[list[list[float]]]]:
    coordinates = boundary["coordinates"]
    return [coordinates] if boundary["type"] == "Polygon" else coordinates


def frame_around(points: Sequence[Sequence[float]], *, margin: float = 0, least: float = 0) -> Frame:
    """The frame that holds all of ``points`` (longitude, latitude; at least one).

    ``margin``: how much free room on each side, as a part of the longer side. ``least``: how many degrees it is high
    and wide at least, for points that lie close together.
    """
    west, east = _stretched([point[0] for point in points], least)
    south, north = _stretched([point[1] for point in points], least)
    room = margin * max(east - west, north - south)
    west, east, south, north = west - room, east + room, south - room, north + room
    shrink = math.cos(math.radians((south + north) / 2))
    scale = SIZE / max((east - west) * shrink, north - south, 1e-9)
    width, height = round((east - west) * shrink * scale), round((north - south) * scale)
    return Frame(west, north, shrink, scale, max(width, 1), max(height, 1))


def _stretched(numbers: Sequence[float], least: float) -> tuple[float, float]:
    low, high = min(numbers), max(numbers)
    more = max(least - (high - low), 0) / 2
    return low - more, high + more


def _outline(pk: int, polygons: list[list[list[list[float]]]], frame: Frame, grid: int) -> Outline:
    rings = [_thinned([frame.place(point, grid) for point in ring]) for shape in polygons for ring in shape]
    kept = [ring for ring in rings if len(ring) > 2]
    if not kept:  # smaller than the grid: still to be seen, and to be pressed
        x, y = frame.place(polygons[0][0][0], grid)
        kept = [[(x - 2, y), (x, y - 2), (x + 2, y), (x, y + 2)]]
    largest = max(kept, key=lambda ring: abs(_double_area(ring)))
    return Outline(pk, "".join(map(_path, kept)), *_inside(largest, kept))


def _thinned(points: Iterable[Point]) -> Ring:
    """The ring without its closing point, and without points that change nothing of the line."""
    ring: Ring = []
    for point in points:
        _append(ring, point)
    while len(ring) > 1 and (ring[0] == ring[-1] or (len(ring) > 2 and _in_line(ring[-2], ring[-1], ring[0]))):
        ring.pop()
    return ring


def _append(ring: Ring, point: Point) -> None:
    while len(ring) > 1 and _in_line(ring[-2], ring[-1], point):
        ring.pop()
    if not ring or ring[-1] != point:
        ring.append(point)


def _in_line(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) == (c[0] - a[0]) * (b[1] - a[1])


def _path(ring: Ring) -> str:
    """Absolute to the first point, from there each step relative to the last."""
    steps = "".join(_step(b[0] - a[0]) + _step(b[1] - a[1]) for a, b in pairwise(ring))
    return f"M{ring[0][0]} {ring[0][1]}l{steps.removeprefix(' ')}z"


def _step(number: int) -> str:
    return f"{number}" if number < 0 else f" {number}"  # a minus separates as well


def _double_area(ring: Ring) -> int:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))


def _inside(ring: Ring, rings: list[Ring]) -> Point:
    """A point well inside ``ring`` and in no hole: of a few, the one with most room to all four sides."""
    top, bottom = min(y for _x, y in ring), max(y for _x, y in ring)
    turned = [[(y, x) for x, y in one] for one in rings]
    best, most_room = ring[0], -1.0
    for part in (0.5, 0.4, 0.6, 0.3, 0.7):
        height = top + (bottom - top) * part
        for left, right in _stretches(rings, height):
            middle = (left + right) / 2
            above_and_below = [2 * min(height - up, down - height) for up, down in _stretches(turned, middle)]
            room = min(right - left, max(above_and_below, default=0))  # other stretches count below nought
            if room > most_room:
                best, most_room = (round(middle), round(height)), room
    return best


def _stretches(rings: list[Ring], height: float) -> list[tuple[float, float]]:
    """From where to where a line at ``height`` is inside: holes are rings too, and count the other way."""
    crossed = sorted(
        a[0] + (height - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
        for ring in rings
        for a, b in pairwise([*ring, ring[0]])
        if (a[1] > height) != (b[1] > height)
    )
    return list(zip(crossed[::2], crossed[1::2], strict=True))
