"""What this room puts into the slots of the rooms above."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core import slots
from partners.stakeholders.models import Stakeholder
from spaces.joining.known import FIND, JOINED, PICK, Known
from spaces.models import Member, Space
from spaces.pages import MENU, MenuItem

# How much of what was typed has to stand in a name.
LIKE = 0.5


@slots.fill(MENU, order=30)
def register() -> MenuItem:
    item = (_("Stakeholders"), "stakeholders:list", "diagram-3", "stakeholders.view_stakeholder", "s")
    return MenuItem(*item, not_in=frozenset({Space.Kind.WORKING_GROUP}))


@slots.fill(FIND)
def entries_like(space: Space, words: str, limit: int) -> list[Known]:
    likeness = TrigramWordSimilarity(words, "name")
    found = _entries(space).annotate(likeness=likeness).filter(Q(likeness__gte=LIKE) | Q(name__icontains=words))
    return [_known(row) for row in found.order_by("-likeness", "name", "pk")[:limit]]


@slots.fill(PICK)
def entry(space: Space, number: int) -> Known | None:
    row = _entries(space).filter(pk=number).first()
    return _known(row) if row else None


def _entries(space: Space) -> QuerySet[Stakeholder]:
    rows = Stakeholder.objects.filter(space=space)
    found: QuerySet[Stakeholder] = rows.with_membership().select_related("organisation")
    return found


def _known(row: Stakeholder) -> Known:
    is_member: bool = row.is_member  # type: ignore[attr-defined]
    # Whoever objected is not written to out of the register.
    email = "" if row.objected_on else row.email
    return Known(row.pk, row.name, row.organisation, row.contact_person, email, is_member)


@slots.fill(JOINED)
def who_joined_is_in_the_register(member: Member) -> None:
    """Under the name it has now; what the coordinators wrote about it stays theirs."""
    if member.organisation is None:
        return
    row, is_new = Stakeholder.objects.get_or_create(
        space=member.space, organisation=member.organisation, defaults={"name": member.name, "win": member.win}
    )
    if not is_new and row.name != member.name:
        row.name = member.name
        row.save(update_fields=["name", "changed_at"])
