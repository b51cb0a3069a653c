"""What this room puts into the slots of the rooms above."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from charters.models import Charter
from core import slots
from documents.signing.models import SigningRequest
from documents.slots import KINDS
from spaces.closing.services import UNFINISHED, Unfinished
from spaces.models import Space
from spaces.pages import MENU, MenuItem


@slots.fill(MENU, order=60)
def charter() -> MenuItem:
    item = (_("Charter"), "charters:charter", "file-earmark-check", "charters.view_charter", "c")
    return MenuItem(*item, not_in=frozenset({Space.Kind.PROGRAMME, Space.Kind.BRANCH, Space.Kind.WORKING_GROUP}))


@slots.fill(UNFINISHED, order=30)
def who_has_not_signed(space: Space) -> list[Unfinished]:
    """Members who were asked to sign the charter and have not."""
    charter = Charter.objects.filter(space=space).first()
    waiting = SigningRequest.objects.of(charter.counting_texts()).not_signed() if charter else None
    number = waiting.values("member").distinct().count() if waiting is not None else 0
    if not number:
        return []
    words = ngettext(
        "%(number)s member has not signed the charter", "%(number)s members have not signed the charter", number
    )
    return [
        Unfinished(
            words % {"number": number},
            gettext("Nobody can sign any more."),
            reverse("charters:charter", args=[space.slug]),
        )
    ]


@slots.fill(KINDS)
def charter_document() -> tuple[str, str | Promise]:
    return "charter", _("signed charter")
