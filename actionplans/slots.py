"""What this room puts into the slots of the rooms above, and what it offers to those below."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import FilteredRelation, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionplans import timeline
from actionplans.models import ActionPlan
from core import slots
from documents.slots import KINDS
from partners.contacts.timeline import TIMELINE
from sessions.meetings.beside import POINT_WAYS, Way
from sessions.meetings.models import ActionPoint
from spaces.models import Space
from spaces.pages import MENU, MenuItem

# A lower room says here where the published plan can be read: callables (space) -> PublicPage | None.
PUBLIC_PAGE = slots.offer("actionplans.public_page")


@dataclass(frozen=True)
class PublicPage:
    """The page for everybody on which a published plan stands, and where the team switches it on."""

    url: str
    settings_url: str
    is_on: bool


@slots.fill(MENU, order=70)
def action_plan() -> MenuItem:
    item = (_("Action plan"), "actionplans:plan_show", "bullseye", "actionplans.view_actionplan", "a")
    return MenuItem(*item, not_in=frozenset({Space.Kind.PROGRAMME, Space.Kind.BRANCH, Space.Kind.WORKING_GROUP}))


@slots.fill(KINDS)
def adopted_plan() -> tuple[str, str | Promise]:
    return "actionplan", _("adopted action plan")


@slots.fill(POINT_WAYS)
def in_the_plan(space: Space, points: Sequence[ActionPoint], may_change: bool) -> dict[int, Way]:
    """To the plan, for who may change it; or to the action that a point became."""
    taken = FilteredRelation("actions", condition=Q(actions__origin__in=points, actions__removed_at=None))
    plan = ActionPlan.objects.filter(space=space).annotate(taken=taken)
    rows = list(plan.values_list("taken__origin", "taken__number"))
    if not rows:
        return {}
    show, add = (reverse(f"actionplans:{name}", args=[space.slug]) for name in ("plan_show", "action_add"))
    ways = {one.pk: Way(gettext("To the action plan"), f"{add}?from={one.pk}", "bullseye") for one in points}
    ways = ways if may_change else {}
    for origin, number in rows:
        if origin:
            words = gettext("Action %(number)d of the action plan") % {"number": number}
            ways[origin] = Way(words, f"{show}#action-{number}", "bullseye")
    return ways


slots.fill(TIMELINE, order=80)(timeline.sources)
