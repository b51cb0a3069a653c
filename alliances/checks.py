"""The checks of the road: what there can be to have, how it shows in the facts, and where it is done.

A check is always computed from what is really there (``alliances.facts``), never ticked. Which checks a step
has, and in which order, is data: see ``alliances.road``. A key stands in that data, so it never changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from alliances.timing import ENOUGH_MEETINGS, meetings_by, meetings_needed, time_to_go_on

# Guidelines for a healthy alliance: about 8 to 12 members who represent a wider circle.
ENOUGH_STAKEHOLDERS = 10
ENOUGH_MEMBERS = 8

# What is really there, by name; ``today`` is the day on which it was asked.
Facts = dict[str, Any]


class State(TextChoices):
    """How a check stands."""

    DONE = "done", pgettext_lazy("check", "Done")
    PASSED_OVER = "passed_over", pgettext_lazy("check", "Passed over")
    UNDER_WAY = "under_way", pgettext_lazy("check", "Under way")
    LATE = "late", pgettext_lazy("check", "Needs attention")
    MISSING = "missing", pgettext_lazy("check", "To do")
    WAITING = "waiting", pgettext_lazy("check", "Later")


def _missing(_facts: Facts) -> State:
    return State.MISSING


def _nothing(_facts: Facts) -> str:
    return ""


@dataclass(frozen=True, eq=False)  # there is one of each: the same is the same one
class Check:
    """One thing to have: ``title`` once it is there, ``todo`` until then, ``why`` it matters in one line.

    It is done on the page ``url_name``, by those who have ``permission``. ``otherwise`` is how it stands while it
    is not done; ``note`` says how far it is, in words.
    """

    key: str
    title: str | Promise
    todo: str | Promise
    why: str | Promise
    url_name: str
    permission: str
    done: Callable[[Facts], bool]
    note: Callable[[Facts], str] = _nothing
    otherwise: Callable[[Facts], State] = _missing

    def state(self, facts: Facts) -> State:
        """How it stands; what is there is there, also when it was passed over before."""
        if self.done(facts):
            return State.DONE
        return State.PASSED_OVER if self.key in facts["passed_over"] else self.otherwise(facts)


def _is_there(name: str) -> Callable[[Facts], bool]:
    """The fact ``name`` is there: a text that was written, a date, a yes."""
    return lambda facts: bool(facts[name])


def _at_least(number: int, name: str) -> Callable[[Facts], bool]:
    """The fact ``name`` counts ``number`` or more."""
    return lambda facts: facts[name] >= number


def _so_many(number: int, name: str) -> Callable[[Facts], str]:
    """How many of ``number`` there are, until there are enough."""

    def note(facts: Facts) -> str:
        if facts[name] >= number:
            return ""
        return _("%(count)s of %(total)s, %(missing)s more to go") % {
            "count": facts[name],
            "total": number,
            "missing": number - facts[name],
        }

    return note


def _most(part: str, whole: str) -> Callable[[Facts], bool]:
    """At least half, of more than nothing."""
    return lambda facts: 0 < facts[whole] <= facts[part] * 2


def _part_of(part: str, whole: str) -> Callable[[Facts], str]:
    """How many of all, once there are any."""
    return lambda facts: (
        _("%(count)s of %(total)s; half is enough") % {"count": facts[part], "total": facts[whole]}
        if facts[whole] > 0 and facts[part] * 2 < facts[whole]
        else ""
    )


def _from_paper(name: str) -> Callable[[Facts], str]:
    """That the fact ``name`` is there by what was taken in alone (``alliances.before``)."""
    return lambda facts: _("Taken in from paper.") if name in facts["only_on_paper"] else ""


def _signed_note(facts: Facts) -> str:
    paper = _("%(count)s on paper") % {"count": facts["paper_count"]} if facts["paper_count"] else ""
    return "; ".join(part for part in (_part_of("signed_count", "member_count")(facts), paper) if part)


def _planned(facts: Facts) -> State:
    return State.UNDER_WAY if facts["next_meeting_at"] else State.MISSING


def _day(day: dt.date) -> str:
    return str(formats.date_format(day))


def _mandate(facts: Facts) -> tuple[dt.date, dt.date] | None:
    starts_on, ends_on = facts["starts_on"], facts["ends_on"]
    return (starts_on, ends_on) if starts_on and ends_on else None


def _mandate_note(facts: Facts) -> str:
    if _mandate(facts) is None:
        return ""
    return _("from %(start)s to %(end)s") % {"start": _day(facts["starts_on"]), "end": _day(facts["ends_on"])}


def _meetings(facts: Facts) -> tuple[int, int, int]:
    """How many were held in this mandate, how many that should be by now, and how many in all."""
    if mandate := _mandate(facts):
        return facts["meetings_in_mandate"], meetings_by(facts["today"], *mandate), meetings_needed(*mandate)
    return facts["meetings_held"], 0, ENOUGH_MEETINGS


def _enough_meetings(facts: Facts) -> bool:
    held, _by_now, needed = _meetings(facts)
    return held >= needed


def _pace(facts: Facts) -> State:
    """Behind only once they have begun to meet: the first meeting is a check of its own."""
    held, by_now, _needed = _meetings(facts)
    return State.LATE if 0 < held < by_now else _planned(facts)


def _pace_note(facts: Facts) -> str:
    held, by_now, needed = _meetings(facts)
    if held >= needed:
        return ""
    if not by_now:
        return _("%(count)s of %(total)s held") % {"count": held, "total": needed}
    words = _("%(count)s of %(total)s held; by now it would be %(expected)s")
    return words % {"count": held, "total": needed, "expected": by_now}


def _goes_on(facts: Facts) -> bool:
    return bool(facts["ends_on"]) and facts["today"] < time_to_go_on(facts["ends_on"])


def _ending(facts: Facts) -> State:
    return State.LATE if facts["ends_on"] else State.WAITING


def _ending_note(facts: Facts) -> str:
    if not facts["ends_on"]:
        return _("This is known once the end of the mandate is set.")
    if _goes_on(facts):
        words = _("The mandate ends on %(end)s; from %(begin)s on it is time to agree how it goes on.")
        return words % {"end": _day(facts["ends_on"]), "begin": _day(time_to_go_on(facts["ends_on"]))}
    if facts["ends_on"] < facts["today"]:
        words = _("The mandate ended on %(end)s.")
    else:
        words = _("The mandate ends on %(end)s.")
    rest = _(
        "There is no page for a continuation plan in Schakel yet: talk about it in a meeting. When you go on, set the "
        "new end here; when you stop, pass this over and say so."
    )
    return words % {"end": _day(facts["ends_on"])} + " " + rest


PROFILE = ("spaces:profile_change", "spaces.change_space")
REGISTER = ("stakeholders:list", "stakeholders.view_stakeholder")
TEAM = ("spaces:team_add", "spaces.change_person")
MEETINGS = ("meetings:meeting_list", "meetings.view_meeting")
AGREEMENTS = ("agreements:agreement_show", "agreements.view_agreement")
VISION = ("agreements:vision_show", "agreements.view_agreement")
CHARTER = ("charters:charter", "charters.view_charter")
PLAN = ("actionplans:plan_show", "actionplans.view_actionplan")
INTERVISION = ("intervision:day_list", "intervision.view_intervisionday")
PUBLIC_PAGE = ("alliances:public_page_change", "alliances.change_public_page")

_ALL = (
    Check(
        "why",
        gettext_lazy("Why is written"),
        gettext_lazy("Write why the alliance exists"),
        gettext_lazy("New partners read this first: it tells them what nobody can solve alone."),
        *PROFILE,
        _is_there("why"),
    ),
    Check(
        "register",
        gettext_lazy("Ten stakeholders in the register"),
        gettext_lazy("List who matters in the region"),
        gettext_lazy("Who is not on the list is easily forgotten when you invite."),
        *REGISTER,
        _at_least(ENOUGH_STAKEHOLDERS, "stakeholder_count"),
        _so_many(ENOUGH_STAKEHOLDERS, "stakeholder_count"),
    ),
    Check(
        "mandate",
        gettext_lazy("Mandate period is set"),
        gettext_lazy("Choose when the mandate starts and ends"),
        gettext_lazy("People say yes more easily when they know for how long."),
        *PROFILE,
        lambda facts: _mandate(facts) is not None,
        _mandate_note,
    ),
    Check(
        "members",
        gettext_lazy("Eight members"),
        gettext_lazy("Make stakeholders members"),
        gettext_lazy("Eight to twelve members bring enough voices together, and still fit around one table."),
        *REGISTER,
        _at_least(ENOUGH_MEMBERS, "member_count"),
        _so_many(ENOUGH_MEMBERS, "member_count"),
    ),
    Check(
        "chair",
        gettext_lazy("Somebody chairs"),
        gettext_lazy("Ask somebody to chair"),
        gettext_lazy("Somebody who leads the talk leaves the coordinator free to listen."),
        *TEAM,
        _is_there("has_chair"),
    ),
    Check(
        "secretary",
        gettext_lazy("Somebody is secretary"),
        gettext_lazy("Ask somebody to be secretary"),
        gettext_lazy("Agreements that are written down are kept."),
        *TEAM,
        _is_there("has_secretary"),
    ),
    Check(
        "first_meeting",
        gettext_lazy("First meeting was held"),
        gettext_lazy("Plan the first meeting"),
        gettext_lazy("Once people have met, the alliance has begun."),
        *MEETINGS,
        _at_least(1, "meetings_held"),
        _from_paper("meetings_held"),
        otherwise=_planned,
    ),
    Check(
        "agreements",
        gettext_lazy("Most members confirmed the agreements"),
        gettext_lazy("Agree how you work together"),
        gettext_lazy("Who decides and who pays is easily settled before there is something to quarrel about."),
        *AGREEMENTS,
        _most("agreed_count", "member_count"),
        _part_of("agreed_count", "member_count"),
    ),
    Check(
        "influence",
        gettext_lazy("Influence is known of most stakeholders"),
        gettext_lazy("Say how much influence stakeholders have"),
        gettext_lazy("It tells whom to speak first, and who is not heard yet."),
        *REGISTER,
        _most("assessed_count", "stakeholder_count"),
        _part_of("assessed_count", "stakeholder_count"),
    ),
    Check(
        "vision",
        gettext_lazy("Vision is written"),
        gettext_lazy("Write the vision"),
        gettext_lazy("One picture of where you want to be keeps many partners on one course."),
        *PROFILE,
        _is_there("vision"),
    ),
    Check(
        "objectives",
        gettext_lazy("Objectives are written"),
        gettext_lazy("Write the objectives"),
        gettext_lazy("They say when you have succeeded, and come back in the charter."),
        *PROFILE,
        _is_there("objectives"),
    ),
    Check(
        "endorsed",
        gettext_lazy("Most members stand behind the vision"),
        gettext_lazy("Ask the members whether they stand behind the vision"),
        gettext_lazy("A vision that only its writers believe in carries no plan."),
        *VISION,
        _most("endorsed_count", "member_count"),
        _part_of("endorsed_count", "member_count"),
    ),
    Check(
        "plan",
        gettext_lazy("Action plan is adopted"),
        gettext_lazy("Make the action plan and adopt it"),
        gettext_lazy("A plan that everybody agreed to says who does what, and by when."),
        *PLAN,
        _is_there("plan_adopted"),
        _from_paper("plan_adopted"),
    ),
    Check(
        "charter",
        gettext_lazy("Charter is open for signing"),
        gettext_lazy("Make the charter"),
        gettext_lazy("It holds what the members promise each other."),
        *CHARTER,
        _is_there("has_charter"),
        _from_paper("has_charter"),
    ),
    Check(
        "signatures",
        gettext_lazy("Most members signed the charter"),
        gettext_lazy("Ask the members to sign the charter"),
        gettext_lazy("A signature makes the promise one of the whole organisation."),
        *CHARTER,
        _most("signed_count", "member_count"),
        _signed_note,
    ),
    Check(
        "public_page",
        gettext_lazy("Public page is on"),
        gettext_lazy("Switch the public page on"),
        gettext_lazy("Who wants to join, or to report on you, finds you there."),
        *PUBLIC_PAGE,
        _is_there("has_public_page"),
    ),
    Check(
        "published",
        gettext_lazy("Action plan is published"),
        gettext_lazy("Publish the action plan"),
        gettext_lazy("Everybody in the region can see what you will do."),
        *PLAN,
        _is_there("plan_published"),
    ),
    Check(
        "meetings",
        gettext_lazy("Enough meetings were held"),
        gettext_lazy("Plan the next meeting"),
        gettext_lazy("Four or five meetings in 12 to 18 months keep an alliance alive without wearing it out."),
        *MEETINGS,
        _enough_meetings,
        _pace_note,
        _pace,
    ),
    Check(
        "intervision",
        gettext_lazy("An intervision day was held"),
        gettext_lazy("Plan an intervision day"),
        gettext_lazy("Partners learn most from each other's real cases."),
        *INTERVISION,
        _at_least(1, "intervision_days_held"),
    ),
    Check(
        "continuation",
        gettext_lazy("The mandate runs on for at least six months"),
        gettext_lazy("Agree how it goes on after the mandate"),
        gettext_lazy("Half a year is what it takes to find money, people and a place for what you built."),
        *PROFILE,
        _goes_on,
        _ending_note,
        _ending,
    ),
)
CHECKS: dict[str, Check] = {check.key: check for check in _ALL}
