"""The road an alliance goes: how far each of its steps is, and what comes next.

Nothing is ticked by hand: each check looks at what is really there. What a coordinator passes over counts as
settled and is shown as passed over (docs/status.md, B3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from alliances import facts as counting
from alliances.checks import Check, Facts, State
from alliances.models import AllianceStep, RoadTemplate
from alliances.steps import Step, step
from core.prepared import Given, Prepared
from spaces.models import Space

__all__ = ["Facts", "Finding", "StepProgress", "facts_of", "facts_of_many", "next_checks", "progress", "steps_for"]

SETTLED = frozenset({State.DONE, State.PASSED_OVER})
TO_BEGIN = (State.LATE, State.MISSING)
COLUMNS = ("number", "title_nl", "title_en", "title_fr", "checks")


def facts_of(space: Space) -> Facts:
    """What the checks look at, by name, with the ``road`` of the space: two queries."""
    road = tuple(step(*row) for row in _road_of_one.rows(space=space.pk))
    return {**counting.facts_of(space), "road": road}


def facts_of_many(spaces: QuerySet[Space]) -> dict[int, Facts]:
    """The facts of each of these spaces with its road, by its number; two queries for all."""
    roads: dict[int, tuple[Step, ...]] = defaultdict(tuple)
    for space, *row in AllianceStep.objects.filter(alliance__space__in=spaces).values_list("alliance__space", *COLUMNS):
        roads[space] += (step(*row),)
    return {space: {**facts, "road": roads[space]} for space, facts in counting.facts_of_many(spaces).items()}


# Worked out once: the first page of every workspace asks it.
_road_of_one = Prepared(
    lambda: AllianceStep.objects.filter(alliance__space=Given("space")).order_by("number").values(*COLUMNS)
)


def steps_for(programme: Space | None) -> tuple[Step, ...]:
    """The steps that a new alliance of this programme gets."""
    return tuple(step(*row) for row in RoadTemplate.objects.of(programme).steps.values_list(*COLUMNS))


@dataclass(frozen=True)
class Finding:
    """How one check stands."""

    check: Check
    state: State


@dataclass(frozen=True)
class StepProgress:
    """How far one step is."""

    step: Step
    findings: tuple[Finding, ...]
    now: bool = False  # the first step that is not complete
    url: str = ""

    @property
    def title(self) -> str:
        return self.step.title

    @property
    def count(self) -> int:
        """How many of its checks are settled."""
        return sum(finding.state in SETTLED for finding in self.findings)

    @property
    def total(self) -> int:
        return len(self.findings)

    @property
    def done(self) -> bool:
        return self.count == self.total

    @property
    def note(self) -> str:
        """How many of the checks are settled."""
        return _("%(count)s of %(total)s") % {"count": self.count, "total": self.total}


def progress(facts: Facts, url: str = "") -> tuple[StepProgress, ...]:
    """Every step with how its checks stand; the first that is not complete is "now".

    Each step leads to its part of the page at ``url``, when one is given.
    """
    result: list[StepProgress] = []
    now_found = False
    for one in facts["road"]:
        findings = tuple(Finding(check, check.state(facts)) for check in one.checks)
        is_now = not now_found and any(finding.state not in SETTLED for finding in findings)
        now_found = now_found or is_now
        result.append(StepProgress(one, findings, is_now, f"{url}#step-{one.number}" if url else ""))
    return tuple(result)


def next_checks(steps: Sequence[StepProgress], limit: int = 3) -> tuple[Check, ...]:
    """The first things to begin: what needs attention, then what is to do, each in the order of the steps."""
    findings: list[Finding] = [finding for one in steps for finding in one.findings]
    return tuple(finding.check for state in TO_BEGIN for finding in findings if finding.state == state)[:limit]
