"""An import undone: what it brought in and nobody touched since goes again; the rest stays and is named."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.text import SortKey
from partners.organisations.models import Organisation
from partners.organisations.services import unused
from partners.stakeholders.models import Assessment, Stakeholder, StakeholderImport
from spaces.services import hold


@dataclass(frozen=True)
class Undoing:
    """What undoing an import would do: the entries that go, and those that stay."""

    going: QuerySet[Stakeholder]
    staying: QuerySet[Stakeholder]


def look(applied: StakeholderImport) -> Undoing:
    """What would happen to each entry that came in with it.

    Whoever somebody worked with since stays: changed, assessed again, or a member now.
    """
    rows: QuerySet[Stakeholder] = Stakeholder.objects.filter(from_import=applied).with_membership()
    assessed = Assessment.objects.filter(stakeholder=OuterRef("pk"), created_at__gt=applied.applied_at)
    touched = Q(changed_at__gt=applied.applied_at) | Q(is_member=True) | Exists(assessed)
    in_order = rows.order_by(SortKey("name"), "pk")
    return Undoing(in_order.exclude(touched), in_order.filter(touched))


@transaction.atomic
def undo(applied: StakeholderImport, *, by: User) -> StakeholderImport:
    """Take out again what came in; organisations that only this import brought into the directory go with it.

    Raises ValidationError after thirty days, and the second time.
    """
    hold(applied.space_id)
    held = StakeholderImport.objects.select_for_update().get(pk=applied.pk)
    if not held.may_be_undone:
        raise ValidationError(_("This import cannot be undone any more."))
    found = look(held)
    held.stayed = [row.name for row in found.staying]
    going = list(found.going.values_list("pk", "organisation"))
    Stakeholder.objects.filter(pk__in=[pk for pk, _organisation in going]).delete()
    _forget_organisations([organisation for _pk, organisation in going if organisation], held)
    held.state, held.undone_at, held.undone_by = StakeholderImport.State.UNDONE, timezone.now(), by.name_and_address
    held.save(update_fields=["state", "undone_at", "undone_by", "stayed"])
    return held


def _forget_organisations(keys: list[int], applied: StakeholderImport) -> None:
    """Take those out of the directory that came with this import and that nobody uses."""
    brought = Organisation.objects.filter(pk__in=keys, created_at__gte=applied.created_at)
    # Held before we look: nobody else begins to use one of them between looking and taking it out.
    held = list(brought.order_by("pk").select_for_update().values_list("pk", flat=True))
    unused(Organisation.objects.filter(pk__in=held)).delete()
