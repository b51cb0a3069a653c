"""What this room puts into the slots of the rooms above."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import slots
from documents.slots import KINDS
from sessions.intervision.models import DayReport
from spaces.pages import MENU, MenuItem


@slots.fill(MENU, order=50)
def intervision() -> MenuItem:
    return MenuItem(
        _("Intervision"), "intervision:day_list", "chat-square-quote", "intervision.view_intervisionday", "i"
    )


@slots.fill(KINDS)
def report_document() -> tuple[str, str | Promise]:
    return DayReport.FROZEN_KIND, _("report of an intervision day")
