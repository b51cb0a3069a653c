"""The same map as a picture: for who has no JavaScript, and for documents.

What stands close together and is of one sector becomes one mark with a number, so that the picture of five thousand
organisations stays one that can be read. Colours and shapes are attributes: the picture stands by itself.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.map.placing import Spot
from partners.organisations.marks import COLOURS, SHAPES
from partners.organisations.models import Sector
from places.models import Region
from places.outlines import Frame, Outline, corners, frame_around, outlines

# In units of the drawing, which is a thousand on its longer side.
# What is closer than this, and of one sector, becomes one mark; the more there are, the coarser.
CELLS = (60, 90, 130, 180, 240)
MOST_MARKS = 220  # that can be told from each other
APART = 25  # between the middles of two marks
MARGIN = 0.06
LEAST_DEGREES = 0.05  # about five kilometres: one address alone is no map
_TURNS = 12
COLUMN, LINE = 540, 34  # of the legend


@dataclass(frozen=True, slots=True)
class Mark:
    """One or more organisations of a sector, in the middle of where they are."""

    sector: int
    x: int
    y: int
    count: int
    members: int
    is_about: bool
    size: float

    @property
    def shape(self) -> str:
        return SHAPES[self.sector]

    @property
    def colour(self) -> str:
        return COLOURS[self.sector]

    @property
    def ink(self) -> str:
        """What can be read on its colour."""
        return "#ffffff" if self.sector in (1, 3, 6, 8) and not self.is_about else "#1d2b2f"

    @property
    def scale(self) -> float:
        return round(self.size * min(1 + math.log10(self.count) * 0.7, 2.4), 2)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the legend, and where it stands under the map."""

    sector: int
    label: str | Promise
    count: int
    x: int
    y: int

    @property
    def shape(self) -> str:
        return SHAPES[self.sector]

    @property
    def colour(self) -> str:
        return COLOURS[self.sector]


@dataclass(frozen=True)
class Picture:
    """The drawing. ``outside``: how many lie beyond its edges; ``without``: how many have no place."""

    frame: Frame
    regions: tuple[Outline, ...]
    marks: tuple[Mark, ...]
    legend: tuple[Line, ...]
    outside: int
    without: int

    @property
    def height(self) -> int:
        """The map with the legend below it."""
        return self.frame.height + LINE * (3 + (len(self.legend) + 1) // 2)

    @property
    def width(self) -> int:
        """Wide enough for the legend too."""
        return max(self.frame.width, 2 * COLUMN)

    @property
    def without_legend(self) -> str:
        """The box of the map alone, for a page that says in its own way what the marks mean."""
        return self.frame.view_box

    @property
    def shown(self) -> int:
        return sum(line.count for line in self.legend)

    @property
    def members(self) -> int:
        return sum(mark.members for mark in self.marks)

    @property
    def note_y(self) -> int:
        """Where the line below the legend stands."""
        return self.height - LINE


def picture(spots: Iterable[Spot], regions: Sequence[Region], *, size: float = 1) -> Picture | None:
    """The map of ``spots`` within the outlines of ``regions``, or around the spots where no outline is known.

    ``size``: of its marks; larger than 1 for a picture that is printed small, with fewer of them. None when there is
    nothing to draw. What lies outside the outlines' frame is counted and not drawn.
    """
    every = list(spots)
    there = [spot for spot in every if spot.is_placed]
    frame = _frame(there, regions)
    if frame is None:
        return None
    for cell in CELLS:
        groups = _groups(there, frame, round(cell * size))
        if len(groups) <= MOST_MARKS / size**2:
            break
    drawn = [spot for group in groups.values() for spot in group]
    return Picture(
        frame=frame,
        regions=outlines(regions, frame=frame).paths,
        marks=tuple(_marks(groups, frame, size)),
        legend=tuple(_legend(drawn, frame.height)),
        outside=len(there) - len(drawn),
        without=len(every) - len(there),
    )


def _frame(there: Sequence[Spot], regions: Sequence[Region]) -> Frame | None:
    points = corners(region.boundary for region in regions if region.boundary) or [_degrees(spot) for spot in there]
    return frame_around(points, margin=MARGIN, least=LEAST_DEGREES) if points else None


def _degrees(spot: Spot) -> list[float]:
    return [spot.longitude or 0.0, spot.latitude or 0.0]


type Groups = dict[tuple[int, int, int], list[Spot]]


def _groups(there: Sequence[Spot], frame: Frame, cell: int) -> Groups:
    """What becomes one mark: one sector in one cell. In the order of the register, so the same each time."""
    groups: Groups = defaultdict(list)
    for spot in there:
        point = frame.place(_degrees(spot))
        if frame.holds(point):
            groups[point[0] // cell, point[1] // cell, spot.sector].append(spot)
    return groups


def _marks(groups: Groups, frame: Frame, size: float) -> Iterator[Mark]:
    apart = round(APART * size)
    taken: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for (_column, _row, sector), spots in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        points = [frame.place(_degrees(spot)) for spot in spots]
        middle = (sum(x for x, _y in points) // len(points), sum(y for _x, y in points) // len(points))
        x, y = _free_place(middle, taken, apart)
        taken[x // apart, y // apart].append((x, y))
        about = all(spot.about for spot in spots)
        yield Mark(sector, x, y, len(spots), sum(spot.is_member for spot in spots), about, size)


def _free_place(
    middle: tuple[int, int], taken: dict[tuple[int, int], list[tuple[int, int]]], apart: int
) -> tuple[int, int]:
    """``middle``, or as near to it as no other mark lies under; in a crowd, over the others after all."""
    for ring in range(4):
        for turn in range(_TURNS if ring else 1):
            angle = 2 * math.pi * turn / _TURNS
            x = round(middle[0] + ring * apart * math.cos(angle))
            y = round(middle[1] + ring * apart * math.sin(angle))
            near = (p for c in (-1, 0, 1) for r in (-1, 0, 1) for p in taken.get((x // apart + c, y // apart + r), ()))
            if all((x - other[0]) ** 2 + (y - other[1]) ** 2 >= apart**2 for other in near):
                return x, y
    return middle


def _legend(drawn: Iterable[Spot], top: int) -> Iterator[Line]:
    """Those that are there, in two columns under the map."""
    counted = Counter(spot.sector for spot in drawn)
    labels = [(number, sector.label) for number, sector in enumerate(Sector, start=1)] + [(0, _("No sector"))]
    there = [(number, label) for number, label in labels if counted[number]]
    for place, (number, label) in enumerate(there):
        yield Line(number, label, counted[number], 20 + place % 2 * COLUMN, top + LINE * (1 + place // 2))
