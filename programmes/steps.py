"""Where an alliance is on the road of its programme: a number, a title and a colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from alliances import roadmap
from spaces.models import Space

# Colours from light to dark; one more is for who has done all. A road of more or fewer steps is spread over them.
SHADES = 6
DONE = "done"


class Place(NamedTuple):
    """A place on the road: ``key`` is what the filter calls it, ``mark`` what stands on the map."""

    key: str
    mark: str
    shade: int
    title: str

    @property
    def words(self) -> str:
        """Its number, if it has one, and what it is called."""
        return self.title if self.key == DONE else f"{self.mark}. {self.title}"

    @property
    def brief(self) -> str:
        """Just the number, for where the title stands beside it."""
        return self.title if self.key == DONE else _("step %(number)s") % {"number": self.mark}


@dataclass(frozen=True)
class Road:
    """The steps that a programme lays out, by number, in the language of the moment."""

    titles: dict[int, str]

    def place(self, step_now: int | None, steps_total: int) -> Place:
        """The place of an alliance whose first incomplete step of so many is ``step_now``; None: all are done.

        A step that only that alliance has, has no title here.
        """
        if step_now is None:
            return Place(DONE, "✓", SHADES + 1, _("All steps done"))
        spread = (step_now - 1) * (SHADES - 1) / max(steps_total - 1, 1)
        shade = min(round(spread) + 1, SHADES)
        return Place(str(step_now), str(step_now), shade, self.titles.get(step_now, ""))

    def places(self) -> list[Place]:
        """Every place, in order."""
        return [self.place(number, len(self.titles)) for number in (*self.titles, None)]


def road_of(programme: Space) -> Road:
    """The road of the alliances of this programme."""
    return Road({step.number: step.title for step in roadmap.steps_for(programme)})
