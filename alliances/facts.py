"""What is really there in an alliance: counted in one query, for one space or for many.

The roadmap's checks (``alliances.checks``) and the figures (``alliances.figures``) look at these.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    StringAgg,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from actionplans.models import Action, PlanVersion
from alliances.checks import Facts
from alliances.models import Alliance, PassedOver
from charters.models import CharterVersion
from core.prepared import Given, Prepared
from documents.models import SigningEvent
from partners.stakeholders.models import Stakeholder
from sessions.intervision.models import IntervisionDay
from sessions.meetings.models import Meeting
from spaces.models import Member, Role, Space


def count_of(queryset: QuerySet[Any]) -> Coalesce:
    """The number of rows of ``queryset`` (filtered on the outer space), as a subquery."""
    counted = queryset.order_by().values("space").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def sectors_of(members: QuerySet[Any]) -> Coalesce:
    """The sectors of all members in one text, parted by commas; nothing between two commas for one without."""
    none = Value("", output_field=TextField())
    listed = Func("organisation__sectors", Value(","), function="array_to_string", output_field=TextField())
    named = StringAgg(Coalesce(listed, none), Value(","), output_field=TextField())
    return Coalesce(Subquery(members.order_by().values("space").annotate(names=named).values("names")), none)


def facts_of(space: Space) -> Facts:
    """What the checks look at, by name, in one query."""
    today = timezone.localdate()
    (facts,) = _of_one.rows(space=space.pk, today=today, now=timezone.now())
    return {**facts._asdict(), "today": today}


def facts_of_many(spaces: QuerySet[Space]) -> dict[int, Facts]:
    """The facts of each of these spaces, by its number; one query for all."""
    today = timezone.localdate()
    return {row["id"]: {**row, "today": today} for row in _with_facts(spaces, today, timezone.now())}


def _with_facts(spaces: QuerySet[Space], today: dt.date | Given, now: dt.datetime | Given) -> QuerySet[Any, Any]:
    here = {"space": OuterRef("pk")}
    stakeholders = Stakeholder.objects.filter(**here)
    members = Member.objects.current(today).filter(**here)
    roles = Role.objects.current(today).filter(**here)
    actions = Action.objects.filter(plan__space=OuterRef("pk"), removed_at=None).annotate(space=F("plan__space"))
    versions = PlanVersion.objects.filter(plan__space=OuterRef("pk"))
    meetings = Meeting.objects.filter(**here)
    next_meeting = Meeting.objects.announced().upcoming(now).filter(**here)
    return spaces.annotate(
        stakeholder_count=count_of(stakeholders),
        assessed_count=count_of(stakeholders.exclude(influence=Stakeholder.Influence.UNKNOWN)),
        member_count=count_of(members),
        member_sectors=sectors_of(members),
        has_chair=Exists(roles.filter(kind=Role.Kind.CHAIR)),
        has_secretary=Exists(roles.filter(kind=Role.Kind.SECRETARY)),
        action_count=count_of(actions),
        plan_adopted=Exists(versions),
        plan_published=Exists(versions.exclude(published_at=None)),
        signature_count=signatures_here(),
        next_meeting_at=Subquery(next_meeting.values("starts_at")[:1]),
        meetings_held=count_of(meetings.held(now)),
        meetings_in_mandate=count_of(meetings.held(now).filter(starts_at__gte=OuterRef("starts_on"))),
        intervision_days_held=count_of(IntervisionDay.objects.filter(**here).held(now)),
        has_charter=Exists(CharterVersion.objects.filter(charter__space=OuterRef("pk"))),
        has_public_page=Exists(Alliance.objects.filter(public_page=True, **here)),
        passed_over=ArraySubquery(
            PassedOver.objects.filter(alliance__space=OuterRef("pk")).order_by("pk").values("key")
        ),
    ).values()


# Worked out once: the first page of every workspace asks it.
_of_one = Prepared(lambda: _with_facts(Space.objects.filter(pk=Given("space")), Given("today"), Given("now")))


def signatures_here() -> Coalesce:
    """How many members have signed the charter of the outer space: a withdrawn signature does not count, nor one
    under a version that was followed by a major change (``Charter.counting_texts``, for many spaces at once)."""
    later = CharterVersion.objects.filter(charter=OuterRef("charter"), number__gt=OuterRef("number"))
    counting = CharterVersion.objects.filter(~Exists(later.exclude(change=CharterVersion.Change.MINOR)))
    standing = SigningEvent.objects.standing().filter(space=OuterRef("pk"), text__in=counting.values("signable"))
    counted = standing.order_by().values("space").annotate(n=Count("request__member", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
