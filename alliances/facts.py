"""What is really there in an alliance: counted in one query, for one space or for many.

The roadmap's checks (``alliances.checks``) and the figures (``alliances.figures``) look at these.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from actionplans.models import Action, PlanVersion
from alliances import before
from alliances.agreements.models import Agreement, AgreementVersion, Answer
from alliances.checks import Facts
from alliances.models import PassedOver
from charters.models import CharterVersion
from core.prepared import Given, Prepared
from documents.models import SigningEvent
from documents.versions import ASKS_AGAIN
from partners.stakeholders.models import Stakeholder
from sessions.intervision.models import IntervisionDay
from sessions.meetings.models import Meeting
from spaces.models import Member, Role, Space


def count_of(queryset: QuerySet[Any]) -> Coalesce:
    """The number of rows of ``queryset`` (filtered on the outer space), as a subquery."""
    counted = queryset.order_by().values("space").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def facts_of(space: Space) -> Facts:
    """What the checks look at, by name, in one query."""
    today = timezone.localdate()
    (row,) = _of_one.rows(space=space.pk, today=today, now=timezone.now())
    return _facts(row._asdict(), today)


def facts_of_many(spaces: QuerySet[Space]) -> dict[int, Facts]:
    """The facts of each of these spaces, by its number; one query for all."""
    today = timezone.localdate()
    return {row["id"]: _facts(row, today) for row in _read(spaces, today, timezone.now())}


def _read(spaces: QuerySet[Space], today: dt.date | Given, now: dt.datetime | Given) -> QuerySet[Any, Any]:
    """What ``_facts`` makes the facts of. PostgreSQL takes longer to plan a subquery than to run it, so each table
    is read in one: counted where there may be many rows, and all of them where there are few."""
    here = {"space": OuterRef("pk")}
    stakeholders = Stakeholder.objects.filter(**here).order_by().values("space")
    next_meeting = Meeting.objects.announced().upcoming(now).filter(**here)
    return spaces.annotate(
        stakeholder_counts=Subquery(stakeholders.annotate(counts=_all_and_assessed()).values("counts")),
        member_sectors=ArraySubquery(_sectors_of(Member.objects.current(today).filter(**here))),
        roles_held=ArraySubquery(Role.objects.current(today).filter(**here).values("kind")),
        action_count=count_of(
            Action.objects.filter(plan__space=OuterRef("pk"), removed_at=None).annotate(space=F("plan__space"))
        ),
        plan_versions=ArraySubquery(PlanVersion.objects.filter(plan__space=OuterRef("pk")).values("published_at")),
        signature_count=signatures_here(),
        agreed_with=ArraySubquery(_agreed_with()),
        next_meeting_at=Subquery(next_meeting.values("starts_at")[:1]),
        meetings_at=ArraySubquery(Meeting.objects.filter(**here).held(now).order_by().values("starts_at")),
        intervision_days_held=count_of(IntervisionDay.objects.filter(**here).held(now)),
        has_charter=Exists(CharterVersion.objects.filter(charter__space=OuterRef("pk"))),
        has_public_page=F("alliance__public_page"),
        **before.asked(),
        passed_over=ArraySubquery(
            PassedOver.objects.filter(alliance=OuterRef("alliance__pk")).order_by("pk").values("key")
        ),
    ).values()


# Worked out once: the first page of every workspace asks it.
_of_one = Prepared(lambda: _read(Space.objects.filter(pk=Given("space")), Given("today"), Given("now")))


def _all_and_assessed() -> Func:
    """How many stakeholders there are, and of how many the influence is known."""
    known = ~Q(influence=Stakeholder.Level.UNKNOWN)
    both = (Count("pk"), Count("pk", filter=known))
    return Func(*both, template="ARRAY[%(expressions)s]", output_field=ArrayField(IntegerField()))


def _sectors_of(members: QuerySet[Any]) -> QuerySet[Any, Any]:
    """For each member its sectors, parted by commas; nothing for one without."""
    listed = Func("organisation__sectors", Value(","), function="array_to_string", output_field=TextField())
    return members.order_by().values(listed=Coalesce(listed, Value("", output_field=TextField())))


def _agreed_with() -> QuerySet[Any, Any]:
    """For each current member of the outer space what it agrees with, in the newest version or one that differs in
    small things only (``Answer.objects.of``, for many at once): kinds of agreement."""
    later = AgreementVersion.objects.filter(
        ASKS_AGAIN, agreement=OuterRef("version__agreement"), number__gt=OuterRef("version__number")
    )
    agreeing = Answer.objects.counting().filter(~Exists(later), choice=Answer.Choice.AGREE, member__ends_on=None)
    return agreeing.filter(version__agreement__space=OuterRef("pk")).values("version__agreement__kind")


def _facts(row: dict[str, Any], today: dt.date) -> Facts:
    """The facts, from what was read of one space."""
    (stakeholders, assessed), held = row.pop("stakeholder_counts") or (0, 0), row.pop("meetings_at")
    roles, versions, agreed = row.pop("roles_held"), row.pop("plan_versions"), row.pop("agreed_with")
    starts_on = row["starts_on"]
    done_here = {
        **row,
        "today": today,
        "stakeholder_count": stakeholders,
        "assessed_count": assessed,
        "member_count": len(row["member_sectors"]),
        "has_chair": Role.Kind.CHAIR in roles,
        "has_secretary": Role.Kind.SECRETARY in roles,
        "agreed_count": agreed.count(Agreement.Kind.RULES),
        "endorsed_count": agreed.count(Agreement.Kind.VISION),
        "plan_adopted": bool(versions),
        "plan_published": any(versions),
        "meetings_held": len(held),
        "meetings_in_mandate": sum(bool(starts_on) and timezone.localdate(at) >= starts_on for at in held),
    }
    return before.counted(done_here)


def signatures_here(space: str = "pk") -> Coalesce:
    """How many members have signed the charter of the outer query's ``space``: a withdrawn signature does not count,
    nor one under a version that was followed by a major change (``Charter.counting_texts``, for many at once)."""
    later = CharterVersion.objects.filter(ASKS_AGAIN, charter=OuterRef("charter"), number__gt=OuterRef("number"))
    counting = CharterVersion.objects.filter(~Exists(later))
    standing = SigningEvent.objects.standing().filter(space=OuterRef(space), text__in=counting.values("signable"))
    counted = standing.order_by().values("space").annotate(n=Count("request__member", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
