"""What waits for somebody in a space: each room says how much, the overview shows it and where to go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery
from django.utils import timezone

from core import slots
from core.prepared import Given, Prepared
from spaces.models import Space

# Callables () -> Waiting.
WAITING = slots.offer("spaces.waiting")


@dataclass(frozen=True)
class Waiting:
    """One kind of thing that waits until somebody with ``permission`` does it, on the page ``url_name`` of the space.

    ``rows`` gives what waits, from the two values that the query will be run with: the space, and today.
    ``words`` says it for a number of them.
    """

    key: str
    rows: Callable[[Given, Given], QuerySet[Any, Any]]
    words: Callable[[int], str]
    url_name: str
    permission: str


@dataclass(frozen=True)
class Line:
    """How much of one kind waits, in words."""

    count: int
    words: str
    url_name: str


class _Count(Subquery):
    template = "(SELECT count(*) FROM (%(subquery)s) counted)"


def _build() -> QuerySet[Any, Any]:
    space, today = Given("space"), Given("today")
    kinds: list[Waiting] = slots.collect(WAITING)
    counts = {
        one.key: _Count(one.rows(space, today).order_by().values("pk"), output_field=IntegerField()) for one in kinds
    }
    return Space.objects.filter(pk=space).values(**counts)


# Worked out once: the first page of every workspace asks it.
_counts = Prepared(_build)


def waiting_for(space: Space, may: Callable[[str], bool]) -> list[Line]:
    """What waits in ``space`` for somebody of whom ``may(permission)`` says what they may do: one query, or none."""
    kinds = [one for one in slots.collect(WAITING) if may(one.permission)]
    if not kinds:
        return []
    (row,) = _counts.rows(space=space.pk, today=timezone.localdate())
    numbers = {one.key: getattr(row, one.key) for one in kinds}
    return [Line(n, one.words(n), one.url_name) for one in kinds if (n := numbers[one.key])]
