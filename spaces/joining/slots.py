"""What this room puts into the slots of the rooms above."""

from collections.abc import Collection

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from core import slots
from spaces.joining.asking import turned_away
from spaces.joining.models import JoinInvitation, JoinRequest
from spaces.models import Space
from spaces.pages import PEOPLE_NOTICES, Notice
from spaces.public_actions import PUBLIC_ACTIONS, PublicAction
from spaces.services import END_LINKS


@slots.fill(END_LINKS)
def end_invitations(people: Collection[int], *, left: bool) -> None:
    """A link that went to an address which was corrected opens nothing; the coordinator sends it again. Who takes no
    part any more may well be asked to."""
    if not left:
        JoinInvitation.objects.open().filter(person__in=people).update(revision=F("revision") + 1)


@slots.fill(PEOPLE_NOTICES)
def requests_that_wait(space: Space) -> list[Notice]:
    waiting = JoinRequest.objects.waiting().filter(space=space).count()
    words = ngettext("%(number)d request to join waits for you.", "%(number)d requests to join wait for you.", waiting)
    return [_notice(space, words, waiting)] if waiting else []


@slots.fill(PEOPLE_NOTICES)
def who_could_not_ask(space: Space) -> list[Notice]:
    number = turned_away(space)
    words = ngettext(
        "%(number)d person could not ask to join: too many did on one day.",
        "%(number)d people could not ask to join: too many did on one day.",
        number,
    )
    return [_notice(space, words, number)] if number else []


def _notice(space: Space, words: str, number: int) -> Notice:
    return Notice(words % {"number": number}, reverse("joining:list", args=[space.slug]))


@slots.fill(PUBLIC_ACTIONS, order=10)
def ask_to_join(space: Space) -> PublicAction:
    return PublicAction(gettext("Join us"), reverse("joining:ask", args=[space.slug]), "person-plus")
