"""What changes the analysis; each in one transaction, and the space is held before its rows."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from core.text import SortKey
from partners.analysis.models import Consultation, Gap, InventoryEntry, QuestionGuide, Remark, Source
from partners.stakeholders.models import Stakeholder
from spaces.models import Space
from spaces.services import hold

# More than any region has; so that a form that is sent without end fills no disk.
MOST: dict[type[Any], int] = {InventoryEntry: 500, Source: 300, Consultation: 500, Gap: 60}
MOST_REMARKS = 50


@transaction.atomic
def add[Row: (InventoryEntry, Source, Consultation, Gap)](row: Row) -> Row:
    """Save a new row of the analysis; a gap comes last. Raises ValidationError when the space has the most it may."""
    hold(row.space_id)
    rows = type(row)._default_manager.filter(space=row.space_id)
    if rows.count() >= MOST[type(row)]:
        raise ValidationError(_("There is no room for more. Remove first what is of no use any more."))
    if isinstance(row, Gap):
        row.position = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
    return save(row)


@transaction.atomic
def save[Row: (InventoryEntry, Source, Consultation, Gap)](row: Row) -> Row:
    """Save a row. Who stands in the register under exactly the name that was given is linked to it."""
    if isinstance(row, InventoryEntry):
        row.stakeholder = _called(row.space_id, row.initiator)
    elif isinstance(row, Consultation):
        row.stakeholder = _called(row.space_id, row.name)
        if row.stakeholder:  # somebody worked with this entry: an import that is undone spares it
            Stakeholder.objects.filter(pk=row.stakeholder.pk).update(changed_at=timezone.now())
    row.save()
    return row


@transaction.atomic
def remove(row: InventoryEntry | Source | Consultation | Gap) -> None:
    """Take a row away, and with it what it showed of gaps. The second time nothing happens."""
    hold(row.space_id)
    type(row)._default_manager.filter(pk=row.pk).delete()


@transaction.atomic
def keep(space: Space, entries: list[int] | None = None) -> int:
    """What came from a workshop counts from now on: these entries, or all that wait. Returns how many that were."""
    hold(space.pk)
    waiting = InventoryEntry.objects.filter(space=space, is_waiting=True)
    if entries is not None:
        waiting = waiting.filter(pk__in=entries)
    return waiting.update(is_waiting=False, changed_at=timezone.now())


@transaction.atomic
def move(gap: Gap, *, up: bool) -> None:
    """One place up or down; at the end of the list nothing happens."""
    hold(gap.space_id)
    gaps = list(Gap.objects.filter(space=gap.space_id))
    at = next((place for place, one in enumerate(gaps) if one.pk == gap.pk), None)
    if at is None or not 0 <= (to := at - 1 if up else at + 1) < len(gaps):
        return
    gaps[at], gaps[to] = gaps[to], gaps[at]
    for place, one in enumerate(gaps, start=1):
        one.position = place
    Gap.objects.bulk_update(gaps, ["position"])


@transaction.atomic
def add_remark(remark: Remark) -> Remark:
    """Note what somebody said that shows a gap. Raises ValidationError when a gap has the most it may."""
    hold(remark.gap.space_id)
    if Remark.objects.filter(gap=remark.gap_id).count() >= MOST_REMARKS:
        raise ValidationError(_("There is no room for more. Remove first what is of no use any more."))
    remark.save()
    return remark


@transaction.atomic
def ask(space: Space, text: str) -> None:
    """These are the questions of the space's consultations from now on; "" brings back those of the house."""
    hold(space.pk)
    if text.strip():
        QuestionGuide.objects.update_or_create(space=space, defaults={"text": text})
    else:
        QuestionGuide.objects.filter(space=space).delete()


def _called(space_id: int, name: str) -> Stakeholder | None:
    """Who has this name in the register; accents and capitals do not count."""
    if not name:
        return None
    rows = Stakeholder.objects.filter(space=space_id).annotate(key=SortKey("name"))
    found: Stakeholder | None = rows.filter(key=SortKey(Value(name))).order_by("pk").first()
    return found
