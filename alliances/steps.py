"""The six steps of building an alliance, and what there has to be for each (docs/status.md, B3).

Steps are data: a check names the thing, where it is done, and how it shows in ``alliances.facts``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alliances.facts import Facts

# Guidelines for a healthy alliance: about 8 to 12 members, 4 or 5 meetings in 12 to 18 months.
ENOUGH_STAKEHOLDERS = 10
ENOUGH_MEMBERS = 8
ENOUGH_MEETINGS = 4


@dataclass(frozen=True)
class Check:
    """One thing to have: ``title`` once it is there, ``todo`` until then, ``url_name`` of where it is done.

    ``under_way`` says that it is being done, so that nobody is told to begin: the meeting is planned.
    """

    key: str
    title: str | Promise
    todo: str | Promise
    url_name: str
    done: Callable[[Facts], bool]
    under_way: Callable[[Facts], bool] = lambda _facts: False


@dataclass(frozen=True)
class Step:
    """One of the six steps with its checks."""

    number: int
    title: str | Promise
    checks: tuple[Check, ...]


def _is_there(name: str) -> Callable[[Facts], bool]:
    """The fact ``name`` is there: a text that was written, a date, a yes."""
    return lambda facts: bool(facts[name])


def _at_least(number: int, name: str) -> Callable[[Facts], bool]:
    """The fact ``name`` counts ``number`` or more."""
    return lambda facts: facts[name] >= number


PROFILE, REGISTER, TEAM = "spaces:profile_change", "stakeholders:list", "spaces:team_add"

SCOPE = Step(
    1,
    _("Scope"),
    (
        Check("why", _("Why is written"), _("Write why the alliance exists"), PROFILE, _is_there("why")),
        Check(
            "register",
            _("Ten stakeholders in the register"),
            _("List who matters in the region"),
            REGISTER,
            _at_least(ENOUGH_STAKEHOLDERS, "stakeholder_count"),
        ),
    ),
)
GETTING_STARTED = Step(
    2,
    _("Getting started"),
    (
        Check(
            "mandate",
            _("Mandate period is set"),
            _("Choose when the mandate starts and ends"),
            PROFILE,
            lambda facts: bool(facts["starts_on"] and facts["ends_on"]),
        ),
        Check(
            "members",
            _("Eight members"),
            _("Make stakeholders members"),
            REGISTER,
            _at_least(ENOUGH_MEMBERS, "member_count"),
        ),
        Check("chair", _("Somebody chairs"), _("Ask somebody to chair"), TEAM, _is_there("has_chair")),
        Check(
            "secretary",
            _("Somebody is secretary"),
            _("Ask somebody to be secretary"),
            TEAM,
            _is_there("has_secretary"),
        ),
        Check(
            "first_meeting",
            _("First meeting was held"),
            _("Plan the first meeting"),
            "meetings:meeting_list",
            _at_least(1, "meetings_held"),
            under_way=_is_there("next_meeting_at"),
        ),
    ),
)
ANALYSIS = Step(
    3,
    _("Analysis"),
    (
        Check(
            "influence",
            _("Influence is known of most stakeholders"),
            _("Say how much influence stakeholders have"),
            REGISTER,
            lambda facts: 0 < facts["stakeholder_count"] <= facts["assessed_count"] * 2,
        ),
    ),
)
PLAN_AND_CHARTER = Step(
    4,
    _("Vision, plan and charter"),
    (
        Check("vision", _("Vision is written"), _("Write the vision"), PROFILE, _is_there("vision")),
        Check("objectives", _("Objectives are written"), _("Write the objectives"), PROFILE, _is_there("objectives")),
        Check(
            "plan",
            _("Action plan is adopted"),
            _("Make the action plan and adopt it"),
            "actionplans:plan_show",
            _is_there("plan_adopted"),
        ),
        Check(
            "charter",
            _("Charter is open for signing"),
            _("Make the charter"),
            "charters:charter",
            _is_there("has_charter"),
        ),
        Check(
            "signatures",
            _("Most members signed the charter"),
            _("Ask the members to sign the charter"),
            "charters:charter",
            lambda facts: 0 < facts["member_count"] <= facts["signature_count"] * 2,
        ),
    ),
)
PROMOTION = Step(
    5,
    _("Promotion"),
    (
        Check(
            "public_page",
            _("Public page is on"),
            _("Switch the public page on"),
            "alliances:public_page_change",
            _is_there("has_public_page"),
        ),
        Check(
            "published",
            _("Action plan is published"),
            _("Publish the action plan"),
            "actionplans:plan_show",
            _is_there("plan_published"),
        ),
    ),
)
SUSTAINABILITY = Step(
    6,
    _("Sustainability"),
    (
        Check(
            "meetings",
            _("Four meetings were held"),
            _("Plan the next meeting"),
            "meetings:meeting_list",
            _at_least(ENOUGH_MEETINGS, "meetings_held"),
            under_way=_is_there("next_meeting_at"),
        ),
        Check(
            "intervision",
            _("An intervision day was held"),
            _("Plan an intervision day"),
            "intervision:day_list",
            _at_least(1, "intervision_days_held"),
        ),
    ),
)
STEPS = (SCOPE, GETTING_STARTED, ANALYSIS, PLAN_AND_CHARTER, PROMOTION, SUSTAINABILITY)
