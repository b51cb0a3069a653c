"""The six steps of building an alliance, computed from what is really there.

Nothing is ticked by hand: each check looks at facts that the rooms above keep (domain.md, B3).
``facts_of`` asks for all of them in one query.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans.models import Action, PlanVersion
from alliances.models import Alliance
from charters.models import CharterVersion
from documents.models import SigningEvent
from partners.stakeholders.models import Stakeholder
from sessions.meetings.models import Meeting
from spaces.models import Member, Role, Space

Facts = dict[str, Any]


@dataclass(frozen=True)
class Check:
    """One thing to have, where it is done, and how to see from the facts that it is there."""

    key: str
    title: str | Promise
    todo: str | Promise
    url_name: str
    done: Callable[[Facts], bool]


@dataclass(frozen=True)
class Step:
    number: int
    title: str | Promise
    checks: tuple[Check, ...]


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


def count_of(queryset: QuerySet) -> Coalesce:
    """The number of rows of ``queryset`` (filtered on the outer space), as a subquery."""
    counted = queryset.order_by().values("space").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def facts_of(space: Space) -> Facts:
    """What the checks look at, by name, in one query."""
    return facts_of_many(Space.objects.filter(pk=space.pk))[space.pk]


def facts_of_many(spaces: QuerySet[Space]) -> dict[int, Facts]:
    """The facts of each of these spaces, by its number; one query for all."""
    here = {"space": OuterRef("pk")}
    stakeholders = Stakeholder.objects.filter(**here)
    members = Member.objects.current().filter(**here)
    roles = Role.objects.current().filter(**here)
    actions = Action.objects.filter(plan__space=OuterRef("pk"), removed_at=None).annotate(space=F("plan__space"))
    versions = PlanVersion.objects.filter(plan__space=OuterRef("pk"))
    next_meeting = Meeting.objects.announced().upcoming().filter(**here)  # type: ignore[attr-defined]
    facts = spaces.annotate(
        stakeholder_count=count_of(stakeholders),
        assessed_count=count_of(stakeholders.exclude(influence=Stakeholder.Influence.UNKNOWN)),
        member_count=count_of(members),
        has_chair=Exists(roles.filter(kind=Role.Kind.CHAIR)),
        has_secretary=Exists(roles.filter(kind=Role.Kind.SECRETARY)),
        action_count=count_of(actions),
        plan_adopted=Exists(versions),
        plan_published=Exists(versions.exclude(published_at=None)),
        signature_count=signatures_here(),
        next_meeting_at=Subquery(next_meeting.values("starts_at")[:1]),
        has_public_page=Exists(Alliance.objects.filter(public_page=True, **here)),
    ).values()
    return {row["id"]: row for row in facts}


def signatures_here() -> Coalesce:
    """How many members have signed the charter of the outer space: a withdrawn signature does not count, nor one
    under a version that was followed by a major change (``Charter.counting_texts``, for many spaces at once)."""
    later = CharterVersion.objects.filter(charter=OuterRef("charter"), number__gt=OuterRef("number"))
    counting = CharterVersion.objects.filter(~Exists(later.exclude(change=CharterVersion.Change.MINOR)))
    standing = SigningEvent.objects.standing().filter(space=OuterRef("pk"), text__in=counting.values("signable"))  # type: ignore[attr-defined]
    counted = standing.order_by().values("space").annotate(n=Count("request__member", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


STEPS: tuple[Step, ...] = (
    Step(
        1,
        _("Scope"),
        (
            Check("why", _("Why is written"), _("Write why the alliance exists"), "spaces:profile_change", lambda f: bool(f["why"])),
            Check(
                "register", _("Ten stakeholders in the register"), _("List who matters in the region"),
                "stakeholders:list", lambda f: f["stakeholder_count"] >= 10,
            ),
        ),
    ),
    Step(
        2,
        _("Getting started"),
        (
            Check("mandate", _("Mandate period is set"), _("Choose when the mandate starts and ends"), "spaces:profile_change",
                  lambda f: bool(f["starts_on"] and f["ends_on"])),
            Check("members", _("Eight members"), _("Make stakeholders members"), "stakeholders:list", lambda f: f["member_count"] >= 8),
            Check("chair", _("Somebody chairs"), _("Ask somebody to chair"), "spaces:team_add", lambda f: f["has_chair"]),
            Check("secretary", _("Somebody is secretary"), _("Ask somebody to be secretary"), "spaces:team_add",
                  lambda f: f["has_secretary"]),
        ),
    ),
    Step(
        3,
        _("Analysis"),
        (
            Check("influence", _("Influence is known of most stakeholders"), _("Say how much influence stakeholders have"),
                  "stakeholders:list", lambda f: f["stakeholder_count"] > 0 and f["assessed_count"] * 2 >= f["stakeholder_count"]),
        ),
    ),
    Step(
        4,
        _("Vision, plan and charter"),
        (
            Check("vision", _("Vision is written"), _("Write the vision"), "spaces:profile_change", lambda f: bool(f["vision"])),
            Check("objectives", _("Objectives are written"), _("Write the objectives"), "spaces:profile_change",
                  lambda f: bool(f["objectives"])),
            Check("plan", _("Action plan is adopted"), _("Make the action plan and adopt it"), "actionplans:plan_show",
                  lambda f: f["plan_adopted"]),
        ),
    ),
    Step(
        5,
        _("Promotion"),
        (
            Check("public_page", _("Public page is on"), _("Switch the public page on"), "alliances:public_page_change",
                  lambda f: f["has_public_page"]),
            Check("published", _("Action plan is published"), _("Publish the action plan"), "actionplans:plan_show",
                  lambda f: f["plan_published"]),
        ),
    ),
)


def progress(facts: Facts) -> list[StepProgress]:
    """Every step with what is done and what is missing; the first incomplete one is "now"."""
    result: list[StepProgress] = []
    now_found = False
    for step in STEPS:
        missing = tuple(check for check in step.checks if not check.done(facts))
        is_now = bool(missing) and not now_found
        now_found = now_found or is_now
        result.append(StepProgress(step, len(step.checks) - len(missing), missing, is_now))
    return result


def next_checks(steps: list[StepProgress], limit: int = 3) -> list[Check]:
    """The first things to do, in the order of the steps."""
    return [check for step in steps for check in step.missing][:limit]
