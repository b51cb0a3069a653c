"""The last report of an alliance: composed from what really happened, as a PDF that is frozen when it closes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from actionplans.content import PlanContent
from actionplans.models import PlanVersion
from alliances import ending_emails, figures
from alliances.agreements.models import AgreementVersion, Answer
from alliances.models import Alliance, AllianceSnapshot
from charters.models import Charter
from core import pdf
from core.text import SortKey
from documents.models import SigningEvent
from sessions.intervision.models import IntervisionDay
from sessions.meetings.models import ActionPoint, Invitee, Meeting
from spaces.closing import services as closing
from spaces.closing.models import Closing
from spaces.models import Member, Role, Space
from spaces.rules import TEAM

TEMPLATE = "pdf/last_report.html"


@dataclass(frozen=True)
class LastReport:
    """What the report says. Nothing of the register and of what was thought of anybody."""

    space: Space
    ended_on: dt.date
    reason: str
    closed_by: str
    team: Sequence[Role]
    members: Sequence[Member]
    meetings: Sequence[Meeting]
    days: Sequence[IntervisionDay]
    agreements: Sequence[AgreementVersion]
    charter_title: str
    signatures: Sequence[SigningEvent]
    plan: PlanContent | None
    plan_adopted_on: dt.date | None
    actions_done: int
    actions_open: Sequence[ActionPoint]
    months: Sequence[AllianceSnapshot]
    unfinished: Sequence[closing.Unfinished]

    @property
    def facts(self) -> dict[str, Any]:
        """What is kept beside the document, to be read by a program."""
        return {
            "members": len(self.members),
            "meetings": len(self.meetings),
            "intervision_days": len(self.days),
            "signatures": len(self.signatures),
            "actions_in_plan": len(self.plan.actions) if self.plan else 0,
            "action_points_done": self.actions_done,
            "action_points_open": len(self.actions_open),
        }


@transaction.atomic
def close(space: Space, *, ended_on: dt.date, reason: str, by: User) -> Closing:
    """Close the alliance: the last report is made and frozen, and goes to everybody who took part.

    Raises ValidationError when it is closed already, and core.pdf.PdfError.
    """
    open_still = closing.unfinished(space)
    people = ending_emails.who_took_part(space)
    report = compose(space, ended_on=ended_on, reason=reason, closed_by=str(by), unfinished=open_still)
    with translation.override(space.language):
        title = _("Last report of %(name)s") % {"name": space.name}
    closed = closing.close(
        space, ended_on=ended_on, reason=reason, by=by, report=lambda: render(report), facts=report.facts, title=title
    )
    ending_emails.send_report(closed, people, by=by)
    figures.refresh(Alliance.objects.filter(space=space))
    return closed


def render(report: LastReport) -> bytes:
    """The PDF to keep, in the language of the space. Raises core.pdf.PdfError."""
    context = {"space": report.space, "report": report}
    return pdf.render(TEMPLATE, context, language=report.space.language, variant="pdf/a-3a")


def compose(
    space: Space, *, ended_on: dt.date, reason: str, closed_by: str, unfinished: Sequence[closing.Unfinished]
) -> LastReport:
    """Everything the report says, as it stands now."""
    plan = PlanVersion.objects.filter(plan__space=space).select_related("document").order_by("-number").first()
    charter = Charter.objects.filter(space=space).first()
    newest = charter.newest() if charter else None
    points = ActionPoint.objects.filter(space=space)
    return LastReport(
        space=space,
        ended_on=ended_on,
        reason=reason,
        closed_by=closed_by,
        team=list(Role.objects.current().filter(space=space, kind__in=TEAM).select_related("person").order_by("pk")),
        members=_members(space),
        meetings=list(_with_attendance(Meeting.objects.filter(space=space).held()).order_by("starts_at", "pk")),
        days=list(IntervisionDay.objects.filter(space=space).held().order_by("starts_at", "pk")),
        agreements=_agreements(space),
        charter_title=newest.signable.title if newest else "",
        signatures=_signatures(charter) if charter else [],
        plan=plan.content if plan else None,
        plan_adopted_on=plan.adopted_on if plan else None,
        actions_done=points.exclude(done_at=None).count(),
        actions_open=list(points.open()),
        months=list(AllianceSnapshot.objects.filter(alliance__space=space).order_by("month")),
        unfinished=unfinished,
    )


def _members(space: Space) -> list[Member]:
    """Everybody who ever was a member, by name; each with the day it left, where it did."""
    everybody = Member.objects.filter(space=space, starts_on__lte=timezone.localdate())
    found = everybody.select_related("organisation", "individual")
    return list(found.order_by(SortKey("organisation__name"), SortKey("individual__name"), "starts_on", "pk"))


def _with_attendance(meetings: QuerySet[Meeting]) -> QuerySet[Any]:
    present = Q(invitees__attendance=Invitee.Attendance.PRESENT, invitees__withdrawn_at=None)
    sent_round = Q(minutes__circulated_at__isnull=False)
    return meetings.annotate(
        present=Count("invitees", filter=present, distinct=True),
        minutes_sent=Count("minutes", filter=sent_round, distinct=True),
        agreed=Count("action_points", distinct=True),
    )


def _agreements(space: Space) -> list[AgreementVersion]:
    """The newest version of each agreement, with how many members agreed with it."""
    versions = AgreementVersion.objects.filter(agreement__space=space).order_by("number")
    newest = {version.agreement_id: version for version in versions}
    for version in newest.values():
        version.agreed = Answer.objects.of(version).filter(choice=Answer.Choice.AGREE).count()  # type: ignore[attr-defined]
    return sorted(newest.values(), key=lambda version: version.agreement_id)


def _signatures(charter: Charter) -> list[SigningEvent]:
    standing = SigningEvent.objects.standing().filter(text__in=charter.counting_texts())
    return list(standing.order_by(SortKey("party_name"), "pk"))
