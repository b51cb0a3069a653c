"""What a plan says, apart from where it is kept.

The page, the PDF and the public page all draw a ``PlanContent``. It comes from the rows that people
edit (``ActionPlan.content``) or from the facts of a frozen version (``PlanContent.from_facts``), so what
was adopted is shown by the same templates without ever looking at the rows again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actionplans import wording
from core.text import markdown_to_html


@dataclass(frozen=True)
class ActionContent:
    """One action. ``budget`` is in euro; None means that nobody knows yet, which is not zero."""

    action_id: int
    number: int
    title: str
    problem: str
    description: str
    budget: Decimal | None
    funding: str
    member_id: int | None
    member_name: str
    responsible_words: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    timeline_words: str

    @property
    def description_html(self) -> SafeString:
        return markdown_to_html(self.description)

    @property
    def budget_text(self) -> str:
        return "" if self.budget is None else wording.euro(self.budget)

    @property
    def responsible(self) -> str:
        """The member organisation, and what was added in words."""
        return ", ".join(part for part in (self.member_name, self.responsible_words) if part)

    @property
    def period(self) -> str:
        return wording.period(self.starts_on, self.ends_on)

    @property
    def still_open(self) -> list[str]:
        """What would make the action SMART and is not there yet, in words to put in a list."""
        gaps = {
            _("which problem here it answers"): not self.problem,
            _("who takes the lead"): not self.responsible,
            _("what it costs"): self.budget is None,
            _("when it is done"): self.ends_on is None,
        }
        return [words for words, is_missing in gaps.items() if is_missing]

    def to_facts(self) -> dict[str, Any]:
        """Plain JSON, as a frozen document keeps it."""
        return {
            "id": self.action_id,
            "number": self.number,
            "title": self.title,
            "problem": self.problem,
            "description": self.description,
            "budget_eur": None if self.budget is None else str(self.budget),
            "funding": self.funding,
            "responsible_member_id": self.member_id,
            "responsible_member": self.member_name,
            "responsible_words": self.responsible_words,
            "starts_on": _iso(self.starts_on),
            "ends_on": _iso(self.ends_on),
            "timeline_words": self.timeline_words,
        }

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> ActionContent:
        budget = facts["budget_eur"]
        return cls(
            action_id=facts["id"],
            number=facts["number"],
            title=facts["title"],
            problem=facts["problem"],
            description=facts["description"],
            budget=None if budget is None else Decimal(budget),
            funding=facts["funding"],
            member_id=facts["responsible_member_id"],
            member_name=facts["responsible_member"],
            responsible_words=facts["responsible_words"],
            starts_on=_day(facts["starts_on"]),
            ends_on=_day(facts["ends_on"]),
            timeline_words=facts["timeline_words"],
        )


@dataclass(frozen=True)
class PlanContent:
    """A whole plan, its actions in order."""

    title: str
    introduction: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    actions: tuple[ActionContent, ...]

    @property
    def introduction_html(self) -> SafeString:
        return markdown_to_html(self.introduction)

    @property
    def period(self) -> str:
        return wording.period(self.starts_on, self.ends_on)

    @property
    def total(self) -> Decimal | None:
        """The sum of the known budgets in euro; None while none is known."""
        known = [action.budget for action in self.actions if action.budget is not None]
        return sum(known, Decimal()) if known else None

    @property
    def total_text(self) -> str:
        return "" if self.total is None else wording.euro(self.total)

    @property
    def without_estimate(self) -> int:
        return sum(action.budget is None for action in self.actions)

    @property
    def with_something_open(self) -> int:
        """How many actions could still be made more precise."""
        return sum(bool(action.still_open) for action in self.actions)

    def named_members(self) -> set[int]:
        """The members that an action names as responsible."""
        return {action.member_id for action in self.actions if action.member_id is not None}

    def naming_only(self, member_ids: Collection[int]) -> PlanContent:
        """The same plan in which every other member is not named."""

        def discreet(action: ActionContent) -> ActionContent:
            if action.member_id is None or action.member_id in member_ids:
                return action
            return replace(action, member_name=_("a member of the alliance"), responsible_words="")

        return replace(self, actions=tuple(discreet(action) for action in self.actions))

    def to_facts(self) -> dict[str, Any]:
        """Plain JSON, as a frozen document keeps it."""
        return {
            "title": self.title,
            "introduction": self.introduction,
            "starts_on": _iso(self.starts_on),
            "ends_on": _iso(self.ends_on),
            "actions": [action.to_facts() for action in self.actions],
        }

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> PlanContent:
        return cls(
            title=facts["title"],
            introduction=facts["introduction"],
            starts_on=_day(facts["starts_on"]),
            ends_on=_day(facts["ends_on"]),
            actions=tuple(ActionContent.from_facts(action) for action in facts["actions"]),
        )


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
