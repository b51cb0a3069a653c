"""What this room puts into the slots of the rooms above."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import slots
from core.prepared import Given
from sessions.meetings.beside import BESIDE_LIST, SAID_OF_DAY, WAYS_TO_PLAN, Beside, Way
from sessions.meetings.models import Meeting
from sessions.polls import services
from sessions.polls.models import Poll, PollRequest, Vote
from spaces.models import Space
from spaces.services import END_LINKS
from spaces.waiting import WAITING, Waiting


@slots.fill(WAYS_TO_PLAN, order=5)
def find_a_date(space: Space) -> list[Way]:
    return [Way(_("Find a date together"), reverse("polls:poll_add", args=[space.slug]), "calendar2-check")]


@slots.fill(BESIDE_LIST, order=5)
def open_polls(space: Space, may_change: bool) -> list[Beside]:
    """For the team: others have the link in their mail."""
    if not may_change:
        return []
    theirs = Q(requests__withdrawn_at=None)
    found = Poll.objects.filter(space=space, closed_at=None).annotate(
        asked=Count("requests", filter=theirs),
        answered=Count("requests", filter=theirs & Q(requests__answered_at__isnull=False)),
    )
    return [
        Beside(poll.title, _how_far(poll), reverse("polls:poll_show", args=[space.slug, poll.pk])) for poll in found
    ]


def _how_far(poll: Poll) -> str:
    if poll.asked_at is None:
        return _("Date poll: nobody was asked yet")
    figures = {"answered": poll.answered, "asked": poll.asked}  # type: ignore[attr-defined]
    return _("Date poll: %(answered)s of %(asked)s answered") % figures


@slots.fill(SAID_OF_DAY)
def said_in_the_poll(meeting: Meeting) -> dict[int, str]:
    """Of a meeting that came of a poll, and was not moved since."""
    votes = Vote.objects.filter(option__poll__meeting=meeting, request__withdrawn_at=None)
    of_this_day = votes.filter(option__starts_at=meeting.starts_at, option__ends_at=meeting.ends_at)
    return dict(of_this_day.values_list("request__person", "answer"))


@slots.fill(END_LINKS)
def end_links(people: Collection[int], *, left: bool) -> None:
    services.end_links(people, left=left)


@slots.fill(WAITING, order=28)
def polls_to_decide() -> Waiting:
    return Waiting("polls", _answered, _answered_words, "meetings:meeting_list", "meetings.change_meeting")


def _answered(space: Given, today: Given) -> QuerySet[Poll]:
    """Those that everybody answered: a day can be chosen."""
    waits: Any = PollRequest.objects
    waits = waits.waited_for().filter(poll=OuterRef("pk"))
    rows: QuerySet[Poll] = Poll.objects.filter(space=space, closed_at=None, asked_at__isnull=False)
    return rows.filter(~Exists(waits))


def _answered_words(n: int) -> str:
    words = ngettext("Everybody answered a date poll: choose the day", "Everybody answered %(n)d date polls", n)
    return words % {"n": n}
