"""What this room puts into the slots of the rooms above."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import slots
from core.prepared import Given
from partners.contacts.timeline import TIMELINE, Event, Fact, Source, Subject, known
from partners.stakeholders.ways import WAYS, Way
from partners.suggestions import asking
from partners.suggestions.models import Suggestion
from spaces.models import Space
from spaces.pages import MENU, MenuItem
from spaces.services import END_LINKS
from spaces.waiting import WAITING, Waiting


@slots.fill(MENU, order=43)
def own_suggestions() -> MenuItem:
    """For who does not coordinate: coordinators find everybody's beside the register."""
    permission = "suggestions.view_own_in_menu_suggestion"
    item = (gettext_lazy("Whom else?"), "suggestions:own_list", "lightbulb", permission, "u")
    return MenuItem(*item, not_in=frozenset({Space.Kind.WORKING_GROUP}))


@slots.fill(WAYS, order=50)
def suggestions() -> Way:
    return Way(gettext_lazy("Suggestions"), "suggestions:suggestion_list", "lightbulb")


@slots.fill(WAITING, order=50)
def suggestions_to_decide() -> Waiting:
    permission = "suggestions.view_every_suggestion"
    return Waiting("open_suggestions", _open, _words, "suggestions:suggestion_list", permission)


def _open(space: Given, today: Given) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(space=space, state=Suggestion.State.OPEN)


def _words(n: int) -> str:
    return ngettext("%(n)d suggestion of whom else to involve", "%(n)d suggestions of whom else to involve", n) % {
        "n": n
    }


@slots.fill(TIMELINE, order=35)
def suggested(subject: Subject) -> list[Source]:
    rows = Suggestion.objects.filter(stakeholder=subject.stakeholder)

    def show(fact: Fact) -> Event:
        words = _("%(person)s suggested them") % fact.facts
        note = "\n".join(text for text in (fact.facts["why"], fact.facts["contribution"]) if text)
        url = reverse("suggestions:suggestion_show", args=[subject.slug, fact.number])
        return Event("lightbulb", words, note=note, url=url)

    facts = {"person": "person__name", "why": "why", "contribution": "contribution"}
    return [Source(known(rows, moment="suggested_at", **facts), show)]


@slots.fill(END_LINKS)
def end_questions(people: Collection[int], *, left: bool) -> None:
    asking.end_links(people)
