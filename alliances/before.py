"""What an alliance did on paper before it came here counts on its road as well, and the road says that it was paper.

Its figures (``alliances.figures``) and its public page count only what was done here.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from alliances.checks import Facts
from charters.models import CharterVersion
from documents.models import SigningEvent
from documents.onpaper.models import EarlierMeeting, EarlierPlan, PaperSignature
from documents.versions import Change


def asked() -> dict[str, Any]:
    """What ``counted`` wants to know of the outer space, for the one query of ``alliances.facts``."""
    here = {"space": OuterRef("pk")}
    return {
        "earlier_meetings_on": ArraySubquery(EarlierMeeting.objects.filter(**here).values("happened_on")),
        "has_earlier_plan": Exists(EarlierPlan.objects.filter(**here)),
        "signed_on_paper": ArraySubquery(_counting_signatures().filter(**here).values("member")),
    }


def _counting_signatures() -> QuerySet[PaperSignature]:
    """Of members of now that did not sign here as well, under a charter that was not put before everybody anew."""
    again = CharterVersion.objects.filter(
        charter__space=OuterRef("space"),
        change=Change.MAJOR,
        opened_at__date__gt=OuterRef("happened_on"),
    )
    here = SigningEvent.objects.standing().filter(space=OuterRef("space"), request__member=OuterRef("member"))
    signatures: QuerySet[PaperSignature] = PaperSignature.objects.filter(member__ends_on=None)
    return signatures.filter(~Exists(again), ~Exists(here))


def counted(facts: Facts) -> Facts:
    """``facts`` with what was on paper; ``only_on_paper`` names those that are there by paper alone."""
    facts = {**facts}
    days, signed = facts.pop("earlier_meetings_on"), len(facts.pop("signed_on_paper"))
    starts_on, plan = facts["starts_on"], facts.pop("has_earlier_plan")
    by_paper = {"meetings_held": bool(days), "plan_adopted": plan, "has_charter": bool(signed)}
    return {
        **facts,
        "paper_count": signed,
        "signed_count": facts["signature_count"] + signed,
        "has_charter": facts["has_charter"] or bool(signed),
        "plan_adopted": facts["plan_adopted"] or plan,
        "meetings_held": facts["meetings_held"] + len(days),
        "meetings_in_mandate": facts["meetings_in_mandate"] + sum(bool(starts_on) and day >= starts_on for day in days),
        "only_on_paper": frozenset(name for name, there in by_paper.items() if there and not facts[name]),
    }
