"""What this room puts into the slots of the rooms above, and what it offers to those below."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans import timeline
from core import slots
from documents.slots import KINDS
from partners.contacts.timeline import TIMELINE
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


slots.fill(TIMELINE, order=80)(timeline.sources)
