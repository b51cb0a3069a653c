"""What the people of a programme see of an alliance: its figures and public facts, and nothing else.

This is the one place that says so (docs/architecture.md, 6). The dashboard reads
``AllianceSummary`` and no other table of an alliance, and ``count`` below is all that fills it:

====================  =====================================================================
shown                 from
====================  =====================================================================
alliance, regions     public facts
coordinators          the names of those who coordinate now; no address, no telephone
steps                 how many of the steps are complete; not what is missing
members               how many there are now; not who
signatures            how many members signed the charter; not who
next meeting          its day and hour, once people are invited; not what it is about
actions               how many stand in the plan; not what they say
====================  =====================================================================

Never: notes, assessments, stakeholders, minutes, files, drafts of texts, people's contact data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from alliances import roadmap
from alliances.models import Alliance, AllianceSummary
from spaces.models import Role, Space

FIGURES = (
    "region_names",
    "coordinator_names",
    "steps_done",
    "steps_total",
    "members",
    "signatures",
    "actions",
    "next_meeting_at",
    "counted_at",
)
# Alliances counted in one go: a few queries for all of them.
CHUNK = 200


def refresh(alliances: QuerySet[Alliance]) -> int:
    """Count the figures of these alliances anew; says how many alliances that were."""
    keys = list(alliances.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        _refresh(keys[start : start + CHUNK])
    return len(keys)


@transaction.atomic
def _refresh(keys: list[int]) -> None:
    coordinators = Role.objects.current().filter(kind=Role.Kind.COORDINATOR)
    alliances = (
        Alliance.objects.filter(pk__in=keys)
        .select_related("space")
        .prefetch_related(
            "regions",
            Prefetch("space__roles", coordinators.select_related("person").order_by("starts_on", "pk"), "coordinators"),
        )
    )
    AllianceSummary.objects.bulk_create(
        count(alliances, timezone.now()),
        update_conflicts=True,
        unique_fields=["alliance"],
        update_fields=FIGURES,
    )


def count(alliances: Iterable[Alliance], now: dt.datetime) -> list[AllianceSummary]:
    """The figures of these alliances; each has ``regions`` and ``space.coordinators`` at hand."""
    rows = list(alliances)
    facts = roadmap.facts_of_many(Space.objects.filter(pk__in=[row.space_id for row in rows]))
    return [_summary(row, facts[row.space_id], now) for row in rows]


def _summary(alliance: Alliance, facts: roadmap.Facts, now: dt.datetime) -> AllianceSummary:
    steps = roadmap.progress(facts)
    return AllianceSummary(
        alliance=alliance,
        region_names=", ".join(sorted(region.name for region in alliance.regions.all())),
        coordinator_names=", ".join(role.person.name for role in alliance.space.coordinators),  # type: ignore[attr-defined]
        steps_done=sum(step.done for step in steps),
        steps_total=len(steps),
        members=facts["member_count"],
        signatures=facts["signature_count"],
        actions=facts["action_count"],
        next_meeting_at=facts["next_meeting_at"],
        counted_at=now,
    )
