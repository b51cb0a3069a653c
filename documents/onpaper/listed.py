"""What was taken in, for the pages on which a person looks for it: meetings, charter, plan."""

from __future__ import annotations

from documents.onpaper.models import EarlierMeeting, EarlierPlan, PaperSignature
from spaces.models import Space


def meetings(space: Space) -> list[EarlierMeeting]:
    """The earlier meetings of an alliance, the latest first; one query. Other spaces have none."""
    return list(EarlierMeeting.objects.listed(space)) if _can_have(space) else []


def signatures(space: Space) -> list[PaperSignature]:
    """Who signed the charter on paper, the latest first; one query. Who left the alliance stands there as well."""
    rows = PaperSignature.objects.listed(space).select_related("member__organisation", "member__individual", "file")
    return list(rows) if _can_have(space) else []


def plans(space: Space) -> list[EarlierPlan]:
    """The plans that were there before, the latest first; one query."""
    return list(EarlierPlan.objects.listed(space)) if _can_have(space) else []


def _can_have(space: Space) -> bool:
    return space.kind == Space.Kind.ALLIANCE
