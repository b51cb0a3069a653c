"""What a plan says, and how it says it."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from actionplans import wording
from actionplans.content import ActionContent, PlanContent
from core.frozen.models import canonical_json

ACTION = ActionContent(
    action_id=7, number=2, title="Taalcafé", problem="Te weinig oefenkansen", description="Elke **week**",
    budget=Decimal("1250.50"), funding="", member_id=3, member_name="Gemeente Noord",
    responsible_words="dienst onthaal", starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2027, 6, 30), timeline_words="",
)  # fmt: skip
PLAN = PlanContent(title="Plan", introduction="Samen", starts_on=None, ends_on=dt.date(2028, 1, 1), actions=(ACTION,))


@pytest.mark.parametrize(
    ("language", "amount", "words"),
    [
        ("nl", "12500", "€\N{NO-BREAK SPACE}12.500"),
        ("nl", "12500.50", "€\N{NO-BREAK SPACE}12.500,50"),
        ("fr", "12500", "12\N{NO-BREAK SPACE}500\N{NO-BREAK SPACE}€"),
        ("en", "0", "€0"),
    ],
)
def test_euro_is_written_as_in_the_language(language: str, amount: str, words: str) -> None:
    with translation.override(language):
        assert wording.euro(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words"),
    [
        (dt.date(2026, 9, 1), dt.date(2027, 2, 28), "Sept. 2026 – Feb. 2027"),
        (dt.date(2026, 9, 1), dt.date(2027, 2, 27), "Sept. 2026 – 27 Feb. 2027"),
        (dt.date(2026, 9, 14), None, "from 14 Sept. 2026"),
        (None, dt.date(2026, 9, 30), "until Sept. 2026"),
        (dt.date(2026, 9, 1), dt.date(2026, 9, 30), "Sept. 2026"),
        (None, None, ""),
    ],
)
def test_period_names_whole_months(starts_on: dt.date | None, ends_on: dt.date | None, words: str) -> None:
    with translation.override("en"):
        assert wording.period(starts_on, ends_on).replace("\N{NO-BREAK SPACE}", " ") == words


def test_facts_come_back_as_they_went_in() -> None:
    facts = PLAN.to_facts()
    canonical_json(facts)
    assert PlanContent.from_facts(facts) == PLAN


def test_budget_not_known_is_not_zero() -> None:
    unknown, zero = replace(ACTION, budget=None), replace(ACTION, budget=Decimal(0))
    assert replace(PLAN, actions=(unknown,)).total is None
    mixed = replace(PLAN, actions=(ACTION, unknown, zero))
    assert mixed.total == Decimal("1250.50")
    assert mixed.without_estimate == 1
    assert PlanContent.from_facts(mixed.to_facts()).actions[1].budget is None


def test_still_open_names_what_is_missing_for_smart() -> None:
    assert ACTION.still_open == []
    with translation.override("en"):
        bare = replace(
            ACTION, problem="", budget=None, ends_on=None, member_id=None, member_name="", responsible_words=""
        )
        assert bare.still_open == [
            "which problem here it answers", "who takes the lead", "what it costs", "when it is done",
        ]  # fmt: skip


def test_naming_only_hides_other_members_and_the_words_beside_them() -> None:
    with translation.override("en"):
        hidden = PLAN.naming_only({4}).actions[0]
        assert hidden.responsible == "a member of the alliance"
    assert PLAN.naming_only({3}) == PLAN
