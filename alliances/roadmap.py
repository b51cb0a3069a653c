"""The road an alliance goes: which of its six steps are done, and what comes next.

Nothing is ticked by hand: each check looks at what is really there (docs/status.md, B3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from alliances.facts import Facts, facts_of, facts_of_many
from alliances.steps import STEPS, Check, Step

__all__ = ["Facts", "StepProgress", "facts_of", "facts_of_many", "next_checks", "progress"]


@dataclass(frozen=True)
class StepProgress:
    """How far one step is: ``count`` of ``total`` checks, and the checks still missing."""

    step: Step
    count: int
    missing: tuple[Check, ...]
    now: bool = False  # the first step that is not complete

    @property
    def title(self) -> str | Promise:
        return self.step.title

    @property
    def total(self) -> int:
        return len(self.step.checks)

    @property
    def done(self) -> bool:
        return not self.missing

    @property
    def note(self) -> str:
        """How many of the checks are there."""
        return _("%(count)s of %(total)s") % {"count": self.count, "total": self.total}


def progress(facts: Facts) -> tuple[StepProgress, ...]:
    """Every step with what is done and what is missing; the first incomplete one is "now"."""
    result: list[StepProgress] = []
    now_found = False
    for step in STEPS:
        missing = tuple(check for check in step.checks if not check.done(facts))
        is_now = bool(missing) and not now_found
        now_found = now_found or is_now
        result.append(StepProgress(step, len(step.checks) - len(missing), missing, is_now))
    return tuple(result)


def next_checks(facts: Facts, steps: Sequence[StepProgress], limit: int = 3) -> tuple[Check, ...]:
    """The first things to begin, in the order of the steps."""
    missing = (check for step in steps for check in step.missing)
    return tuple(check for check in missing if not check.under_way(facts))[:limit]
