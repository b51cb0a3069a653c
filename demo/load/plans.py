"""Action plans: a draft, an adopted one, a published one."""

from __future__ import annotations

from accounts.models import User
from actionplans import services
from actionplans.models import Action, ActionPlan
from demo.data.shapes import ActionData, PlanData
from demo.load.calendar import Calendar
from spaces.models import Member, Space


def make(data: PlanData, space: Space, by: User, calendar: Calendar) -> None:
    plan = services.save_plan(
        ActionPlan(
            space=space,
            title=data.title,
            introduction=data.introduction,
            starts_on=calendar.first_of_month(data.months[0]),
            ends_on=calendar.last_of_month(data.months[1]),
        )
    )
    for action in data.actions:
        services.add_action(plan, _action(action, space, calendar))
    if data.adopted is None:
        return
    version = services.adopt(plan, adopted_on=calendar.day(-data.adopted), by=by)
    if data.published:
        services.publish(version)


def _action(data: ActionData, space: Space, calendar: Calendar) -> Action:
    member = Member.objects.get(space=space, organisation__name=data.member) if data.member else None
    return Action(
        title=data.title,
        problem=data.problem,
        description=data.description,
        budget=data.budget,
        funding=data.funding,
        responsible_member=member,
        responsible_words=data.responsible,
        starts_on=calendar.first_of_month(data.months[0]) if data.months else None,
        ends_on=calendar.last_of_month(data.months[1]) if data.months else None,
        timeline_words=data.timeline,
    )
