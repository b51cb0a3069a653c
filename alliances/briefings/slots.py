"""What this room puts into the slots of the rooms above."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext

from alliances.briefings.content import briefing_file, not_ready_because, written_of
from alliances.models import Alliance
from core import slots
from spaces.joining.enclosing import ENCLOSURE, Enclosure
from spaces.models import Space


@slots.fill(ENCLOSURE)
def briefing(space: Space, language: str) -> Enclosure | None:
    """The briefing goes with an invitation to join."""
    alliance = Alliance.objects.filter(space=space).select_related("space").first()
    if alliance is None:
        return None
    return Enclosure(
        title=gettext("the briefing (PDF)"),
        url=reverse("briefings:briefing_show", args=[space.slug, language]),
        look=lambda: not_ready_because(written_of(space, language)),
        make=partial(briefing_file, alliance, language),
    )
