"""What this room puts into the slots of the rooms above."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import slots
from core.prepared import Given
from partners.contacts import sources  # noqa: F401 - fills the timeline
from partners.stakeholders.models import Stakeholder
from partners.stakeholders.ways import WAYS, Way
from spaces.waiting import WAITING, Waiting


@slots.fill(WAYS, order=40)
def who_to_contact() -> Way:
    return Way(_("Who to contact"), "contacts:due_list", "calendar-check")


@slots.fill(WAITING, order=40)
def overdue_contacts() -> Waiting:
    return Waiting("overdue_contacts", _overdue, _overdue_words, "contacts:due_list", "stakeholders.view_stakeholder")


def _overdue(space: Given, today: Given) -> QuerySet[Stakeholder]:
    return Stakeholder.objects.filter(space=space, next_contact_on__lt=today)


def _overdue_words(n: int) -> str:
    return ngettext("%(n)d stakeholder to contact, overdue", "%(n)d stakeholders to contact, overdue", n) % {"n": n}
