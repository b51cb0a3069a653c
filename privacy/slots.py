"""What this room puts into the slots of the rooms above."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core import slots
from core.prepared import Given
from partners.contacts.acts import ACTS, Act
from partners.stakeholders.models import Stakeholder
from partners.stakeholders.ways import WAYS, Way
from privacy import old
from privacy.models import Wish
from spaces.waiting import WAITING, Waiting


@slots.fill(WAYS, order=60)
def who_has_to_be_told() -> Way:
    return Way(_("Privacy"), "privacy:notice_list", "shield-check")


@slots.fill(ACTS, order=60)
def erase_the_person(stakeholder: Stakeholder) -> Act | None:
    if not stakeholder.email:
        return None
    return Act(
        gettext("Erase the person"),
        reverse("privacy:entry_erase", args=[stakeholder.space.slug, stakeholder.pk]),
        "eraser",
    )


@slots.fill(WAITING, order=60)
def open_wishes() -> Waiting:
    return Waiting("privacy_wishes", _open, _open_words, "privacy:notice_list", "stakeholders.view_stakeholder")


@slots.fill(WAITING, order=65)
def old_data() -> Waiting:
    return Waiting("privacy_old", old.rows, _old_words, "privacy:old_list", "stakeholders.change_stakeholder")


def _old_words(n: int) -> str:
    return ngettext(
        "The data of %(n)d person were not touched for long", "The data of %(n)d people were not touched for long", n
    ) % {"n": n}


def _open(space: Given, today: Given) -> QuerySet[Wish]:
    return Wish.objects.filter(space=space, state=Wish.State.OPEN)


def _open_words(n: int) -> str:
    return ngettext("%(n)d person asks about their data", "%(n)d people ask about their data", n) % {"n": n}
