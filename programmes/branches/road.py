"""The road of one organisation through the phases of a branch: what it did in each, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from partners.organisations.models import Organisation
from programmes.branches.matrix import Cell, State
from programmes.branches.models import Activity, Mentoring, Phase
from spaces.models import Space


@dataclass(frozen=True)
class Stop:
    """A phase as this organisation went through it. Of mentoring only what may be seen is there."""

    phase: Phase
    activities: tuple[Activity, ...]
    mentorings: tuple[Mentoring, ...]
    cell: Cell

    @property
    def state(self) -> State:
        return self.cell.state


def road_of(
    space: Space,
    organisation: Organisation,
    phases: Sequence[Phase],
    mentorings: Sequence[Mentoring] | None,
    today: dt.date,
) -> list[Stop]:
    """Each phase with what the organisation did. ``mentorings`` is None for who may not read them: then they are
    counted, so that the state is that of the matrix, and not shown."""
    rows = Activity.objects.of(space).filter(organisations=organisation)
    activities = list(rows.order_by("-starts_on", "-pk"))
    counted = mentorings
    if counted is None:
        there = Mentoring.objects.filter(phase__branch__space=space, organisation=organisation)
        counted = list(there.only("phase_id", "held_on", "outcome"))
    return [_stop(phase, activities, mentorings or (), counted, today) for phase in phases]


def _stop(
    phase: Phase,
    activities: Sequence[Activity],
    shown: Sequence[Mentoring],
    counted: Sequence[Mentoring],
    today: dt.date,
) -> Stop:
    here = tuple(one for one in activities if one.phase_id == phase.pk)
    days = [(one.starts_on, one.result) for one in here]
    days += [(one.held_on, one.outcome) for one in counted if one.phase_id == phase.pk]
    held = [(day, result) for day, result in days if day <= today]
    cell = Cell(
        held=len(held),
        results=sum(bool(result) for _day, result in held),
        planned=len(days) - len(held),
        last_on=max((day for day, _result in held), default=None),
    )
    return Stop(phase, here, tuple(one for one in shown if one.phase_id == phase.pk), cell)
