"""What this room puts into the slots of the rooms above."""

from collections.abc import Collection
from functools import partial

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import slots
from documents.slots import KINDS
from partners.contacts.timeline import TIMELINE
from sessions.intervision import timeline
from sessions.intervision.models import DayReport, IntervisionDay
from sessions.intervision.services import asking
from spaces.closing.services import UNFINISHED, Unfinished
from spaces.models import Person, Space
from spaces.pages import MENU, MenuItem
from spaces.seats import INVITED_TO, Upcoming
from spaces.services import END_LINKS


@slots.fill(MENU, order=50)
def intervision() -> MenuItem:
    item = (_("Intervision"), "intervision:day_list", "chat-square-quote", "intervision.view_intervisionday", "i")
    return MenuItem(*item, not_in=frozenset({Space.Kind.WORKING_GROUP}))


@slots.fill(KINDS)
def report_document() -> tuple[str, str | Promise]:
    return DayReport.FROZEN_KIND, _("report of an intervision day")


@slots.fill(END_LINKS)
def end_requests(people: Collection[int], *, left: bool) -> None:
    asking.end_links(people)


@slots.fill(UNFINISHED, order=20)
def days_to_come(space: Space) -> list[Unfinished]:
    """Days that were planned and do not take place."""
    days = IntervisionDay.objects.filter(space=space).upcoming().select_related("space")
    return [
        Unfinished(
            gettext("Intervision day: %(title)s, %(day)s")
            % {"title": day.title, "day": date_format(day.local_start, "DATE_FORMAT")},
            gettext("It does not take place. Tell those who would come: there is no mail about it."),
            reverse("intervision:day_detail", args=[space.slug, day.pk]),
        )
        for day in days
    ]


@slots.fill(INVITED_TO)
def coming_days(person: Person) -> list[Upcoming]:
    return [
        Upcoming(row.day.title, row.day.local_start.date(), partial(_ask_as_well, row.day))
        for row in asking.still_to_come([person.pk])
    ]


def _ask_as_well(day: IntervisionDay, person: Person, by: User) -> None:
    asking.ask(day, [person.pk], by=by)


slots.fill(TIMELINE, order=70)(timeline.sources)
