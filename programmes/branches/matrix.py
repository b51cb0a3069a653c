"""How far each organisation of a branch is in each phase: computed from what was noted, never ticked.

A phase of an organisation shows the furthest of four states. Activities count by their date; mentoring counts
as an activity of its phase. ``matrix_of`` takes three queries for any number of organisations.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.organisations.models import Organisation
from places.countries import country_name
from programmes.branches.models import Activity, Mentoring, Need, Phase
from spaces.models import Space


class State(models.TextChoices):
    """How an organisation stands in a phase, the furthest first."""

    RESULT = "result", _("with a result")
    TOOK_PART = "took_part", _("took part")
    PLANNED = "planned", _("planned")
    NOTHING = "nothing", _("nothing yet")

    @property
    def icon(self) -> str:
        return ICONS[self]


ICONS = {
    State.RESULT: "check-circle-fill",
    State.TOOK_PART: "circle-half",
    State.PLANNED: "calendar-event",
    State.NOTHING: "dash-lg",
}


class Cell(NamedTuple):
    """One organisation in one phase: how many times it took part (``held``) or will, and with how many results."""

    held: int = 0
    results: int = 0
    planned: int = 0
    last_on: dt.date | None = None

    @property
    def state(self) -> State:
        if self.results:
            return State.RESULT
        if self.held:
            return State.TOOK_PART
        return State.PLANNED if self.planned else State.NOTHING

    @property
    def times(self) -> int:
        """How often it took part; while it never did, how often it will."""
        return self.held or self.planned

    def __add__(self, other: Any) -> Cell:
        days = [day for day in (self.last_on, other.last_on) if day]
        sums = (self.held + other.held, self.results + other.results, self.planned + other.planned)
        return Cell(*sums, max(days, default=None))


class PhaseCell(NamedTuple):
    """A cell with the phase it stands under."""

    phase: int
    title: str
    cell: Cell


class PhaseHead(NamedTuple):
    """A column: the phase, and how many members have a result in it or took part at least."""

    pk: int
    number: int
    title: str
    mentored: bool
    results: int
    took_part: int

    @property
    def reached(self) -> int:
        return self.results + self.took_part


class MatrixRow(NamedTuple):
    """A line of the matrix; a tuple, so that the page can keep it (``{% keep %}``)."""

    pk: int
    name: str
    country: str
    municipality: str
    sectors: tuple[str, ...]
    cells: tuple[PhaseCell, ...]
    needs: int
    open_needs: int

    @property
    def last_on(self) -> dt.date | None:
        """When it last took part in anything."""
        return max((one.cell.last_on for one in self.cells if one.cell.last_on), default=None)


@dataclass(frozen=True)
class Matrix:
    """The phases of a branch, and what its members did in each."""

    phases: tuple[Phase, ...]
    members: dict[int, str]  # with the code of its country
    cells: dict[tuple[int, int], Cell]

    def cell(self, organisation: int, phase: int) -> Cell:
        return self.cells.get((organisation, phase), Cell())

    @cached_property
    def heads(self) -> tuple[PhaseHead, ...]:
        return tuple(
            PhaseHead(
                phase.pk,
                phase.number,
                phase.title,
                phase.mentored,
                *(len(self.standing(phase, state)) for state in (State.RESULT, State.TOOK_PART)),
            )
            for phase in self.phases
        )

    def standing(self, phase: Phase, state: State) -> frozenset[int]:
        """The members that stand so in this phase."""
        return frozenset(one for one in self.members if self.cell(one, phase.pk).state == state)

    def row(self, organisation: Any) -> MatrixRow:
        """The line of one organisation, read by ``listed``."""
        return MatrixRow(
            pk=organisation.pk,
            name=organisation.name,
            country=country_name(organisation.country),
            municipality=organisation.municipality,
            sectors=tuple(organisation.sectors),
            cells=tuple(PhaseCell(phase.pk, str(phase), self.cell(organisation.pk, phase.pk)) for phase in self.phases),
            needs=organisation.needs,
            open_needs=organisation.open_needs,
        )

    def rows(self, organisations: Iterable[Organisation]) -> list[MatrixRow]:
        return [self.row(organisation) for organisation in organisations]


def matrix_of(space: Space, members: QuerySet[Organisation], today: dt.date | None = None) -> Matrix:
    """The matrix of the branch of this space."""
    today = today or timezone.localdate()
    cells: dict[tuple[int, int], Cell] = defaultdict(Cell)
    for organisation, phase, *counted in _attended(space, today).union(_mentored(space, today), all=True):
        cells[organisation, phase] += Cell(*counted)
    phases = tuple(Phase.objects.filter(branch__space=space).order_by("number"))
    return Matrix(phases, dict(members.values_list("pk", "country")), dict(cells))


def listed(members: QuerySet[Organisation], space: Space) -> QuerySet[Organisation]:
    """These organisations with what the matrix shows beside their phases."""
    needs = Need.objects.filter(branch__space=space, organisation=OuterRef("pk"))
    facts = ("name", "country", "municipality", "sectors")
    return members.only(*facts).annotate(needs=_count(needs), open_needs=_count(needs.filter(answered_on=None)))


def _attended(space: Space, today: dt.date) -> QuerySet[Any, Any]:
    rows = Activity.organisations.through.objects.filter(activity__phase__branch__space=space)
    named = rows.values_list("organisation_id", "activity__phase_id")
    return _counted(named, "activity__starts_on", "activity__result", today)


def _mentored(space: Space, today: dt.date) -> QuerySet[Any, Any]:
    rows = Mentoring.objects.filter(phase__branch__space=space).order_by()
    return _counted(rows.values_list("organisation_id", "phase_id"), "held_on", "outcome", today)


def _counted(rows: QuerySet[Any, Any], day: str, result: str, today: dt.date) -> QuerySet[Any, Any]:
    held = Q(**{f"{day}__lte": today})
    return rows.annotate(
        held=Count("pk", filter=held),
        results=Count("pk", filter=held & ~Q(**{result: ""})),
        planned=Count("pk", filter=~held),
        last_on=Max(day, filter=held),
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("organisation").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)
