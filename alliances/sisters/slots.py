"""What this room puts into the slots of the rooms above."""

from django.urls import reverse
from django.utils.translation import ngettext

from alliances.sisters.models import SisterLink
from core import slots
from spaces.models import Space
from spaces.pages import PEOPLE_NOTICES, Notice


@slots.fill(PEOPLE_NOTICES, order=50)
def proposals_that_wait(space: Space) -> list[Notice]:
    waiting = SisterLink.objects.filter(other=space, state=SisterLink.State.PROPOSED).count()
    if not waiting:
        return []
    words = ngettext(
        "Another alliance would like to be your sister alliance.",
        "%(number)d other alliances would like to be your sister alliances.",
        waiting,
    )
    return [Notice(words % {"number": waiting}, reverse("sisters:sister_list", args=[space.slug]))]
