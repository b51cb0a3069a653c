"""What this room puts into the slots of the rooms above."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import slots
from programmes.coaching.models import Coach
from spaces.models import Space
from spaces.pages import MENU, PEOPLE_BESIDE, Beside, MenuItem


@slots.fill(MENU, order=22)
def coaches() -> MenuItem:
    item = (gettext_lazy("Process coaches"), "coaching:coach_list", "signpost-split", "coaching.view_coach", "a")
    return MenuItem(*item)


@slots.fill(PEOPLE_BESIDE)
def coaches_of_the_alliance(space: Space) -> list[Beside]:
    """Those whom its programme gave to a region of the alliance, now and to come."""
    if space.kind != Space.Kind.ALLIANCE or space.parent_id is None:
        return []
    rows = Coach.objects.not_over().filter(programme=space.parent_id, region__alliance_regions__alliance__space=space)
    return [_line(coach) for coach in rows.select_related("region")]


def _line(coach: Coach) -> Beside:
    words = _("process coach for %(region)s") % {"region": coach.region}
    facts = (words, coach.organisation, coach.period)
    return Beside(coach.name, " · ".join(str(fact) for fact in facts if fact), coach.email)
