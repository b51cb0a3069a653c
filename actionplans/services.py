"""What changes an action plan. Each function is one transaction and holds the plan while it works."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from actionplans import pdf
from actionplans.models import Action, ActionPlan, PlanVersion
from core.frozen.models import canonical_json
from core.frozen.services import freeze
from core.pdf import Attachment
from spaces.models import Member, Space

FROZEN_KIND = "actionplan"
type Direction = Literal["up", "down"]


@transaction.atomic
def save_plan(plan: ActionPlan) -> ActionPlan:
    """Save what was changed about the plan itself, or a new plan."""
    if plan.pk:
        for_change(plan)
        plan.save(update_fields=ActionPlan.WRITTEN)
    else:
        plan.save()
    return plan


@transaction.atomic
def for_change(plan: ActionPlan) -> ActionPlan:
    """The plan as it is now, held until the transaction ends and open for a change.

    What was adopted never changes: when the version being written was adopted, this begins the next.
    """
    held = _hold(plan)
    if PlanVersion.objects.filter(plan=held, number=held.version).exists():
        held.version += 1
    held.changed_at = timezone.now()
    held.save(update_fields=["version", "changed_at"])
    return held


def _hold(plan: ActionPlan) -> ActionPlan:
    """The plan as it is now; others who want to change it wait until the transaction ends."""
    return ActionPlan.objects.select_for_update().get(pk=plan.pk)


@transaction.atomic
def add_action(plan: ActionPlan, action: Action) -> Action:
    """Put a new action at the end of the plan and give it a number."""
    held = for_change(plan)
    last = Action.objects.filter(plan=held).aggregate(number=Max("number"), position=Max("position"))
    action.plan = held
    action.number = (last["number"] or 0) + 1
    action.position = (last["position"] or 0) + 1
    action.save()
    _renumber(held)
    return action


@transaction.atomic
def change_action(action: Action) -> Action:
    """Save what was changed about an action."""
    for_change(action.plan)
    action.save(update_fields=Action.WRITTEN)
    return action


@transaction.atomic
def remove_action(action: Action) -> None:
    """Take an action out of the plan. It can be put back."""
    held = for_change(action.plan)
    Action.objects.filter(pk=action.pk, removed_at=None).update(removed_at=timezone.now())
    _renumber(held)


@transaction.atomic
def restore_action(action: Action) -> None:
    """Put a removed action back, at the end."""
    held = for_change(action.plan)
    last = Action.objects.filter(plan=held).aggregate(position=Max("position"))["position"]
    Action.objects.filter(pk=action.pk).exclude(removed_at=None).update(removed_at=None, position=last + 1)
    _renumber(held)


@transaction.atomic
def move_action(action: Action, direction: Direction) -> None:
    """Let an action change places with the one before or after it; at the end of the row nothing happens."""
    held = _hold(action.plan)
    order = list(Action.objects.filter(plan=held, removed_at=None).order_by("position", "pk"))
    here = next((index for index, other in enumerate(order) if other.pk == action.pk), None)
    there = None if here is None else here + (1 if direction == "down" else -1)
    if here is None or there is None or not 0 <= there < len(order):
        return
    held = for_change(held)
    order[here], order[there] = order[there], order[here]
    for position, other in enumerate(order, 1):
        other.position = position
    Action.objects.bulk_update(order, ["position"])
    _renumber(held)


def _renumber(plan: ActionPlan) -> None:
    """Until a version was adopted, numbers simply follow the order; removed actions come after."""
    if plan.numbers_are_fixed:
        return
    actions = list(Action.objects.filter(plan=plan).order_by("removed_at", "position", "pk"))
    actions.sort(key=lambda action: action.removed_at is not None)
    for number, action in enumerate(actions, 1):
        action.number = number
    Action.objects.bulk_update(actions, ["number"])


@transaction.atomic
def adopt(plan: ActionPlan, *, adopted_on: dt.date, by: User | None) -> PlanVersion:
    """Freeze what the plan says now, as PDF and as data, as its next adopted version.

    Raises ValidationError when this version was adopted already or has no action, PdfError when the
    document cannot be made.
    """
    held = ActionPlan.objects.with_actions().select_related("space").get(pk=_hold(plan).pk)
    if held.state != ActionPlan.State.DRAFT:
        raise ValidationError(_("This version was adopted already."))
    if not held.standing_actions:
        raise ValidationError(_("A plan without actions cannot be adopted. Add the first one."))
    facts = {
        **held.content().to_facts(),
        "version": held.version,
        "adopted_on": adopted_on.isoformat(),
        "alliance": held.space.name,
        "currency": "EUR",
    }
    with translation.override(held.space.language):
        data = Attachment("plan.json", canonical_json(facts).encode(), _("The plan as data"))
        title = _("%(title)s, version %(number)d") % {"title": held.title, "number": held.version}
    content = pdf.plan_pdf(held, adopted_on=adopted_on, attachments=[data])
    document = freeze(
        chain=f"space:{held.space_id}", kind=FROZEN_KIND, subject_id=held.pk, title=title, content=content, facts=facts
    )
    return PlanVersion.objects.create(
        plan=held, number=held.version, document=document, adopted_on=adopted_on, adopted_by=by
    )


def not_agreed(version: PlanVersion) -> list[Member]:
    """The members that the version names as responsible and that did not agree to be named in public."""
    named = Member.objects.filter(pk__in=version.content.named_members(), shown_publicly=False)
    return list(named.select_related("organisation", "individual").order_by("pk"))


@transaction.atomic
def publish(version: PlanVersion) -> None:
    """Show this adopted version on the public page, instead of any earlier one.

    Raises ValidationError when a member named in it did not agree to be named in public.
    """
    _hold(version.plan)
    if not_agreed(version):
        raise ValidationError(_("Not everybody who is named in the plan agreed to be named in public."))
    withdraw(version.plan)
    PlanVersion.objects.filter(pk=version.pk, published_at=None).update(published_at=timezone.now())


@transaction.atomic
def withdraw(plan: ActionPlan) -> None:
    """Show no version of the plan in public any more."""
    PlanVersion.objects.filter(plan=plan).exclude(published_at=None).update(published_at=None)


def published_version(space: Space) -> PlanVersion | None:
    """The version that everybody may read, without the bytes of its PDF; or None."""
    versions = PlanVersion.objects.select_related("document").defer("document__content")
    return versions.filter(plan__space=space).exclude(published_at=None).first()
