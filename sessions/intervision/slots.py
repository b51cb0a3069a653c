"""What this room puts into the slots of the rooms above."""

from collections.abc import Collection
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import slots
from documents.slots import KINDS
from sessions.intervision.models import DayReport, IntervisionDay
from sessions.intervision.services import asking
from spaces.models import Person
from spaces.pages import MENU, MenuItem
from spaces.seats import INVITED_TO, Upcoming
from spaces.services import END_LINKS


@slots.fill(MENU, order=50)
def intervision() -> MenuItem:
    return MenuItem(
        _("Intervision"), "intervision:day_list", "chat-square-quote", "intervision.view_intervisionday", "i"
    )


@slots.fill(KINDS)
def report_document() -> tuple[str, str | Promise]:
    return DayReport.FROZEN_KIND, _("report of an intervision day")


@slots.fill(END_LINKS)
def end_requests(people: Collection[int], *, left: bool) -> None:
    asking.end_links(people)


@slots.fill(INVITED_TO)
def coming_days(person: Person) -> list[Upcoming]:
    return [
        Upcoming(row.day.title, row.day.local_start.date(), partial(_ask_as_well, row.day))
        for row in asking.still_to_come([person.pk])
    ]


def _ask_as_well(day: IntervisionDay, person: Person, by: User) -> None:
    asking.ask(day, [person.pk], by=by)
