"""What this room puts into the slots of the rooms above."""

from django.db.models import QuerySet
from django.utils.translation import ngettext

from core import slots
from core.prepared import Given
from partners.directory.models import FactProposal
from spaces.waiting import WAITING, Waiting


@slots.fill(WAITING, order=60)
def corrections_to_answer() -> Waiting:
    return Waiting("corrections", _open, _words, "directory:proposal_list", "stakeholders.view_stakeholder")


def _open(space: Given, today: Given) -> QuerySet[FactProposal]:
    return FactProposal.objects.for_space(space)


def _words(n: int) -> str:
    return ngettext("%(n)d correction of public facts to answer", "%(n)d corrections of public facts to answer", n) % {
        "n": n
    }
