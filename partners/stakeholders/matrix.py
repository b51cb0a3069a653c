"""The matrix of influence and interest: who stands in which of its nine fields, and where on the drawing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise

from core.text import SortKey
from partners.organisations.marks import COLOURS, SHAPES
from partners.organisations.models import SECTOR_NUMBERS
from partners.stakeholders.assessing import suggested
from partners.stakeholders.models import Stakeholder

Level = Stakeholder.Level
# From the upper left: much influence on top, much interest on the right, as in every handbook.
ROWS = (Level.HIGH, Level.MEDIUM, Level.LOW)
COLUMNS = (Level.LOW, Level.MEDIUM, Level.HIGH)

# In units of the drawing.
LEFT, TOP = 56, 8
WIDTH = 270
LINE = 20
HEADING = 24


@dataclass(frozen=True)
class Entry:
    """A stakeholder in its field."""

    pk: int
    name: str
    colour: int  # the number of its first sector; 0 for none
    x: int
    y: int
    longest: int

    @property
    def shape(self) -> str:
        return SHAPES[self.colour]

    @property
    def paint(self) -> str:
        """Its colour where no stylesheet reaches."""
        return COLOURS[self.colour]

    @property
    def short(self) -> str:
        return self.name if len(self.name) <= self.longest else self.name[: self.longest - 1].rstrip(" ,.-(") + "…"


@dataclass
class Field:
    """One of the nine fields."""

    influence: Stakeholder.Level
    interest: Stakeholder.Level
    x: int
    y: int
    entries: list[Entry] = field(default_factory=list)
    count: int = 0

    @property
    def more(self) -> int:
        """How many stand in it beside those that are named."""
        return self.count - len(self.entries)

    @property
    def more_y(self) -> int:
        return self.y + HEADING + len(self.entries) * LINE + 14

    @property
    def is_closest(self) -> bool:
        """Much influence and much interest: whom one works with most."""
        return self.influence == self.interest == Level.HIGH

    @property
    def suggested(self) -> Promise | None:
        return suggested(self.influence, self.interest)


@dataclass(frozen=True)
class Size:
    """How high a field is, and so how many names stand in it (the others are counted); characters of a name."""

    names: int
    height: int
    longest: int


ON_SCREEN = Size(names=6, height=164, longest=31)
ON_PAPER = Size(names=4, height=124, longest=36)


@dataclass(frozen=True)
class Axis:
    """The word of a row or a column, and where it stands."""

    level: Stakeholder.Level
    x: int
    y: int


@dataclass(frozen=True)
class Matrix:
    """The whole drawing."""

    fields: list[Field]
    size: Size
    width: int = LEFT + 3 * WIDTH
    field_width: int = WIDTH

    @property
    def height(self) -> int:
        return self._bottom + 44

    @property
    def field_height(self) -> int:
        return self.size.height

    @property
    def number_at(self) -> tuple[int, int]:
        """Where the number of a field stands when it says no names, from its corner."""
        return WIDTH // 2, HEADING + (self.size.height - HEADING) // 2 + 10

    @property
    def _bottom(self) -> int:
        return TOP + 3 * self.size.height

    @property
    def count(self) -> int:
        """How many stakeholders stand in it."""
        return sum(one.count for one in self.fields)

    @property
    def rows(self) -> list[Axis]:
        height = self.size.height
        return [Axis(level, 20, TOP + number * height + height // 2) for number, level in enumerate(ROWS)]

    @property
    def columns(self) -> list[Axis]:
        y = self._bottom + 20
        return [Axis(level, LEFT + number * WIDTH + WIDTH // 2, y) for number, level in enumerate(COLUMNS)]


def matrix_of(stakeholders: QuerySet[Stakeholder], size: Size = ON_SCREEN) -> Matrix:
    """Draw those of whom both are known; one query, however many there are."""
    fields = [
        Field(influence, interest, LEFT + column * WIDTH, TOP + row * size.height)
        for row, influence in enumerate(ROWS)
        for column, interest in enumerate(COLUMNS)
    ]
    by_levels = {(one.influence, one.interest): one for one in fields}
    for found in _first_of_each(stakeholders, size.names):
        here = by_levels[found["influence"], found["interest"]]
        here.count = found["together"]
        here.entries.append(_entry(found, here, size))
    return Matrix(fields, size)


def _first_of_each(stakeholders: QuerySet[Stakeholder], names: int) -> QuerySet[Any, Any]:
    """The first ``names`` of each field by alphabet, each with how many the field holds together."""
    levels = [F("influence"), F("interest")]
    order: list[Any] = [SortKey("name"), F("pk")]
    known = stakeholders.exclude(influence=Level.UNKNOWN).exclude(interest=Level.UNKNOWN)
    placed = known.annotate(
        place=Window(RowNumber(), partition_by=levels, order_by=order),
        together=Window(Count("pk"), partition_by=levels),
    )
    shown = placed.filter(place__lte=names).order_by("place")
    return shown.values("pk", "name", "influence", "interest", "together", sectors=F("organisation__sectors"))


def _entry(found: dict[str, Any], here: Field, size: Size) -> Entry:
    colour = next((SECTOR_NUMBERS[one] for one in found["sectors"] or () if one in SECTOR_NUMBERS), 0)
    y = here.y + HEADING + len(here.entries) * LINE
    return Entry(found["pk"], found["name"], colour, here.x + 8, y, size.longest)
