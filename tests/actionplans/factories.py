"""Plans and actions for tests."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from actionplans import services
from actionplans.models import Action, ActionPlan, PlanVersion
from spaces.models import Member, Space
from tests.spaces.factories import MemberFactory, SpaceFactory

TODAY = dt.date(2026, 3, 10)


def make_plan(space: Space | None = None, **facts: Any) -> ActionPlan:
    """A plan without actions."""
    return services.save_plan(
        ActionPlan(**{"space": space or SpaceFactory(), "title": "Actieplan thuis in de regio", **facts})
    )


def make_action(plan: ActionPlan, **facts: Any) -> Action:
    """An action at the end of the plan; only its title is known unless more is given."""
    return services.add_action(plan, Action(**{"title": "Taalcafés openen in elke gemeente", **facts}))


def complete_facts(space: Space) -> dict[str, Any]:
    """All that makes an action concrete, with a responsible member that agreed to be named."""
    return {
        "title": "Buddy's voor nieuwkomers die werk zoeken",
        "problem": "Wie pas is aangekomen, kent geen enkele werkgever.",
        "description": "**Twintig duo's** in het eerste jaar:\n\n- werving bij leden\n- maandelijks contact",
        "budget": Decimal("12500.50"),
        "funding": "Provinciaal fonds",
        "responsible_member": member_of(space),
        "responsible_words": "dienst samenleven",
        "starts_on": dt.date(2026, 9, 1),
        "ends_on": dt.date(2027, 6, 30),
        "timeline_words": "in twee rondes",
    }


def member_of(space: Space, *, name: str = "Welzijnsschakel Noord", shown_publicly: bool = True) -> Member:
    """A member organisation of the space."""
    member: Member = MemberFactory(space=space, organisation__name=name, shown_publicly=shown_publicly)
    return member


def adopted(plan: ActionPlan) -> PlanVersion:
    """The plan, adopted as it stands."""
    return services.adopt(plan, adopted_on=TODAY, by=None)


def published(plan: ActionPlan) -> PlanVersion:
    """The plan, adopted and published as it stands."""
    version = adopted(plan)
    services.publish(version)
    return version
