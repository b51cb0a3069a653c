"""Writing, adopting and publishing a plan."""

from __future__ import annotations

import io
from decimal import Decimal

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from actionplans import services
from actionplans.models import Action, ActionPlan, PlanVersion
from core.frozen.models import FrozenDocument
from core.frozen.services import verify_chain
from tests.actionplans.factories import TODAY, adopted, complete_facts, make_action, make_plan, member_of, published
from tests.spaces.factories import SpaceFactory

pytestmark = pytest.mark.django_db


def numbered(plan: ActionPlan) -> list[tuple[int, str]]:
    actions = Action.objects.filter(plan=plan, removed_at=None).order_by("position")
    return list(actions.values_list("number", "title"))


def fresh(plan: ActionPlan) -> ActionPlan:
    return ActionPlan.objects.with_actions().get(pk=plan.pk)  # type: ignore[attr-defined]


def plan_with(*titles: str) -> ActionPlan:
    plan = make_plan()
    for title in titles:
        make_action(plan, title=title)
    return plan


def action_named(title: str) -> Action:
    return Action.objects.select_related("plan").get(title=title)


def test_numbers_follow_the_order_until_a_version_is_adopted() -> None:
    plan = plan_with("a", "b", "c")
    services.move_action(action_named("c"), "up")
    assert numbered(plan) == [(1, "a"), (2, "c"), (3, "b")]
    services.remove_action(action_named("a"))
    assert numbered(plan) == [(1, "c"), (2, "b")]
    services.restore_action(action_named("a"))
    assert numbered(plan) == [(1, "c"), (2, "b"), (3, "a")]


def test_numbers_stay_with_their_action_once_adopted() -> None:
    plan = plan_with("a", "b", "c")
    adopted(plan)
    services.move_action(action_named("c"), "up")
    services.remove_action(action_named("a"))
    make_action(plan, title="d")
    assert numbered(plan) == [(3, "c"), (2, "b"), (4, "d")]


def test_moving_past_the_end_changes_nothing() -> None:
    plan = plan_with("a", "b")
    adopted(plan)
    services.move_action(action_named("a"), "up")
    services.move_action(action_named("b"), "down")
    assert numbered(plan) == [(1, "a"), (2, "b")]
    assert fresh(plan).version == 1


def test_adopting_freezes_the_pdf_and_the_data() -> None:
    plan = make_plan(SpaceFactory(name="Alliantie Noord"), introduction="Waarom wij dit doen")
    make_action(plan, **complete_facts(plan.space))
    version = adopted(plan)
    assert (version.number, version.adopted_on) == (1, TODAY)
    document = version.document
    assert (document.chain, document.kind, document.subject_id) == (f"space:{plan.space_id}", "actionplan", plan.pk)
    assert document.facts["actions"][0]["budget_eur"] == "12500.50"
    assert version.content == fresh(plan).content()
    assert verify_chain(document.chain) == []
    with pikepdf.open(io.BytesIO(bytes(document.content))) as pdf:
        assert list(pdf.attachments) == ["plan.json"]
        page = pdf.pages[0].mediabox
        assert page[2] > page[3]
    assert fresh(plan).state == ActionPlan.State.ADOPTED


def test_a_change_after_adoption_begins_the_next_version_and_leaves_the_old_one() -> None:
    plan = plan_with("a")
    version = adopted(plan)
    action = action_named("a")
    action.title, action.budget = "changed", Decimal("5")
    services.change_action(action)
    now = fresh(plan)
    assert (now.version, now.state) == (2, ActionPlan.State.DRAFT)
    assert PlanVersion.objects.get(pk=version.pk).content.actions[0].title == "a"
    assert adopted(plan).number == 2
    assert FrozenDocument.objects.filter(kind="actionplan").count() == 2


def test_a_version_is_adopted_once() -> None:
    plan = plan_with("a")
    adopted(plan)
    with pytest.raises(ValidationError):
        adopted(plan)
    assert PlanVersion.objects.count() == 1


def test_an_empty_plan_cannot_be_adopted() -> None:
    plan = plan_with("a")
    services.remove_action(action_named("a"))
    with pytest.raises(ValidationError):
        adopted(plan)
    assert not FrozenDocument.objects.exists()


def test_one_version_is_public_at_a_time() -> None:
    plan = plan_with("a")
    first = published(plan)
    assert fresh(plan).state == ActionPlan.State.PUBLISHED
    make_action(plan, title="b")
    assert services.published_version(plan.space) == first
    second = published(plan)
    assert services.published_version(plan.space) == second
    services.withdraw(plan)
    assert services.published_version(plan.space) is None


def test_the_database_holds_one_public_version() -> None:
    plan = plan_with("a")
    first = published(plan)
    make_action(plan, title="b")
    second = adopted(plan)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.filter(pk=second.pk).update(published_at=first.document.created_at)


def test_a_plan_is_not_published_while_it_names_who_did_not_agree() -> None:
    plan = make_plan()
    shy = member_of(plan.space, name="Vzw Stilte", shown_publicly=False)
    make_action(plan, responsible_member=shy)
    version = adopted(plan)
    assert services.not_agreed(version) == [shy]
    with pytest.raises(ValidationError):
        services.publish(version)
    assert services.published_version(plan.space) is None
    shy.shown_publicly = True
    shy.save()
    services.publish(version)
    assert services.published_version(plan.space) == version
