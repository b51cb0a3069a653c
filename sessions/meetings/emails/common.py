"""What the mails of meetings share: why somebody gets one, what it is about, who was invited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sessions.meetings.models import Invitee, Meeting

WHY = _("You get this mail because you are on the list of this meeting.")
WHY_STILL = _("You get this mail because you were on the list of this meeting.")
ANSWER = _("Say whether you come")
CHANGE_ANSWER = _("See the meeting, or change my answer")


def context_of(meeting: Meeting) -> dict[str, Any]:
    return {"meeting": meeting, "space": meeting.space, "space_name": meeting.space.name, "why": WHY}


def invited(meeting: int, after: int, about: int, *still: Q, **only: Any) -> Iterable[Invitee]:
    """The next people on the list who were invited, with what their mail needs."""
    rows = Invitee.objects.invited().filter(*still, meeting=meeting, pk__gt=after, **only)
    rows = rows.exclude(person__email="").select_related(
        "person__space", "meeting__space", "meeting__host__organisation"
    )
    return rows.prefetch_related("meeting__agenda").order_by("pk")[:about]
