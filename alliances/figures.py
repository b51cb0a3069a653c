"""What the people of a programme see of an alliance: its figures and public facts, and nothing else.

This is the one place that says so (docs/architecture.md, 6). The dashboard reads
``AllianceSummary`` and, for what was, ``AllianceSnapshot``, and no other table of an alliance. ``count`` below
is all that fills the first; ``keep_month`` copies it into the second:

====================  =====================================================================
shown                 from
====================  =====================================================================
alliance, regions     public facts
coordinators          the names of those who coordinate now; no address, no telephone
steps                 which step it is at, how many are complete, and of each step how many checks
                      are done; not which, and not what is missing
members               how many there are now; not who
signatures            how many members signed the charter; not who
last day              of one that was closed; not why
next meeting          its day and hour, once people are invited; not what it is about
actions               how many stand in the plan; not what they say
activity              how much happened in each month; not what (``alliances.activity``)
====================  =====================================================================

Never: notes, assessments, stakeholders, minutes, files, drafts of texts, people's contact data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from alliances import activity, roadmap
from alliances.models import Alliance, AllianceFigures, AllianceSnapshot, AllianceSummary
from spaces.closing.models import Closing
from spaces.models import Role, Space

# What is kept of each month …
KEPT = tuple(field.name for field in AllianceFigures._meta.fields)
# … and what is shown of today.
FIGURES = ("region_names", "coordinator_names", "next_meeting_at", "closed_on", "activity", *KEPT)
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
    spaces = [row.space_id for row in rows]
    facts = roadmap.facts_of_many(Space.objects.filter(pk__in=spaces))
    happened = activity.per_month(spaces, activity.months_until(timezone.localdate(now)), now)
    ended = dict(Closing.objects.standing().filter(space__in=spaces).values_list("space", "ended_on"))
    return [_summary(row, facts[row.space_id], happened[row.space_id], ended.get(row.space_id), now) for row in rows]


def _summary(
    alliance: Alliance, facts: roadmap.Facts, happened: list[int], closed_on: dt.date | None, now: dt.datetime
) -> AllianceSummary:
    steps = roadmap.progress(facts)
    return AllianceSummary(
        alliance=alliance,
        region_names=", ".join(sorted(region.name for region in alliance.regions.all())),
        coordinator_names=", ".join(role.person.name for role in alliance.space.coordinators),  # type: ignore[attr-defined]
        steps_done=sum(step.done for step in steps),
        steps_total=len(steps),
        step_now=next((step.step.number for step in steps if step.now), None),
        checks=[[step.count, step.total] for step in steps],
        members=facts["member_count"],
        signatures=facts["signature_count"],
        actions=facts["action_count"],
        next_meeting_at=facts["next_meeting_at"],
        closed_on=closed_on,
        activity=happened,
        counted_at=now,
    )


def keep_month(today: dt.date) -> int:
    """Keep the figures of all alliances as those of the month of ``today``; says how many alliances that were.

    Asked again it writes over what it kept of this month, so what stays is how the month ended.
    """
    now = AllianceSummary.objects.values("alliance_id", *KEPT)
    kept = [AllianceSnapshot(month=today.replace(day=1), **figures) for figures in now]
    AllianceSnapshot.objects.bulk_create(
        kept, batch_size=500, update_conflicts=True, unique_fields=["alliance", "month"], update_fields=KEPT
    )
    return len(kept)
