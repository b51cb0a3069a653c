"""An import undone: what came in and nobody touched since goes, what was filled is put back; the rest is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from core.text import SortKey
from partners.organisations.models import Organisation
from partners.organisations.services import shared_among, unused
from partners.stakeholders import criteria
from partners.stakeholders.criteria import Own
from partners.stakeholders.merging import ASSESSED, as_json, held_entries, label_of, put, save_all, standing
from partners.stakeholders.models import Assessment, ImportedFields, Stakeholder, StakeholderImport
from spaces.services import hold


@dataclass
class PuttingBack:
    """An entry that the import filled: the fields that get back what stood there, and those changed since."""

    entry: Stakeholder
    change: ImportedFields
    own: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    criteria: tuple[Own, ...] = ()  # of its space

    @property
    def kept_labels(self) -> list[str | Promise]:
        return [label_of(name, self.criteria) for name in self.kept]


@dataclass(frozen=True)
class Undoing:
    """What undoing an import would do: the entries that go, those that stay, and those that it had filled."""

    going: QuerySet[Stakeholder]
    staying: QuerySet[Stakeholder]
    filled: list[PuttingBack]

    @property
    def kept(self) -> list[PuttingBack]:
        """The filled ones of which somebody changed a field since."""
        return [one for one in self.filled if one.kept]


def look(applied: StakeholderImport, *, is_held: bool = False) -> Undoing:
    """What would happen to each entry that came in with it, or was filled by it.

    Whoever somebody worked with since stays: changed, assessed again, or a member now.
    """
    rows: QuerySet[Stakeholder] = Stakeholder.objects.filter(from_import=applied).with_membership()
    assessed = Assessment.objects.filter(stakeholder=OuterRef("pk"), created_at__gt=applied.applied_at)
    touched = Q(changed_at__gt=applied.applied_at) | Q(is_member=True) | Exists(assessed)
    in_order = rows.order_by(SortKey("name"), "pk")
    return Undoing(in_order.exclude(touched), in_order.filter(touched), _filled(applied, is_held))


def _filled(applied: StakeholderImport, is_held: bool) -> list[PuttingBack]:
    """What is put back into each entry that was filled."""
    changes = {change.stakeholder_id: change for change in applied.changes.all()}
    if not changes:
        return []
    if is_held:
        entries = held_entries(applied.space_id, changes.keys())
    else:
        entries = list(Stakeholder.objects.filter(pk__in=changes).select_related("organisation"))
    shared = shared_among((entry.organisation_id for entry in entries if entry.organisation_id), applied.space_id)
    newer = Assessment.objects.filter(stakeholder__in=changes, pk__gt=OuterRef("assessment_id"))
    later = set(
        ImportedFields.objects.filter(stakeholder_import=applied)
        .filter(Exists(newer.filter(stakeholder=OuterRef("stakeholder"))))
        .values_list("stakeholder", flat=True)
    )
    own = criteria.of_space(applied.space_id)
    found = [_putting_back(entry, changes[entry.pk], shared, entry.pk in later, own) for entry in entries]
    return sorted(found, key=lambda one: (one.entry.name.casefold(), one.entry.pk))


def _putting_back(
    entry: Stakeholder, change: ImportedFields, shared: set[int], is_later: bool, own: tuple[Own, ...]
) -> PuttingBack:
    found = PuttingBack(entry, change, criteria=own)
    by_key = {one.key: one for one in own}
    for name, (before, after) in change.own.items():
        if criteria.is_key(name):
            before = criteria.possible(by_key.get(name), before)
        # How somebody is seen goes back with the assessment that the import left, and only while that is the newest.
        is_ours = name not in ASSESSED or (change.assessment_id is not None and not is_later)
        _sort(found, found.own, entry, name, before, after if is_ours else object())
    organisation = entry.organisation
    for name, (before, after) in change.facts.items():
        is_ours = organisation is not None and organisation.pk not in shared
        _sort(found, found.facts, organisation, name, before, after if is_ours else object())
    return found


def _sort(
    found: PuttingBack, back: dict[str, Any], row: models.Model | None, name: str, before: Any, after: Any
) -> None:
    """Put a field with those that go back, when it is still as the import left it."""
    now = as_json(standing(row, name))
    if now == after or (name in ("latitude", "longitude") and _is_same_number(now, after)):
        back[name] = before
    else:
        found.kept.append(name)


def _is_same_number(one: Any, other: Any) -> bool:
    """Coordinates are rounded where they are stored."""
    try:
        return abs(float(one) - float(other)) < 1e-5
    except (TypeError, ValueError):
        return False


@transaction.atomic
def undo(applied: StakeholderImport, *, by: User) -> StakeholderImport:
    """Take out again what came in, and put back what was filled; organisations that only this import brought into
    the directory go with it.

    Raises ValidationError after thirty days, and the second time.
    """
    hold(applied.space_id)
    held = StakeholderImport.objects.select_for_update().get(pk=applied.pk)
    if not held.may_be_undone:
        raise ValidationError(_("This import cannot be undone any more."))
    found = look(held, is_held=True)
    held.stayed = [row.name for row in found.staying]
    held.stayed_fields = [[one.entry.name, one.kept] for one in found.kept]
    going = list(found.going.values_list("pk", "organisation"))
    _put_back(found.filled)
    Stakeholder.objects.filter(pk__in=[pk for pk, _organisation in going]).delete()
    _forget_organisations([organisation for _pk, organisation in going if organisation], held)
    held.state, held.undone_at, held.undone_by = StakeholderImport.State.UNDONE, timezone.now(), by.name_and_address
    held.save(update_fields=["state", "undone_at", "undone_by", "stayed", "stayed_fields"])
    return held


def _put_back(filled: Iterable[PuttingBack]) -> None:
    """Write what stood there before; the assessments that the import left go where nothing came after them."""
    entries: list[Stakeholder] = []
    organisations: list[Organisation] = []
    assessments: list[int | None] = []
    for one in filled:
        for name, value in one.own.items():
            put(one.entry, name, value)
        if one.own:
            entries.append(one.entry)
        if one.facts and (organisation := one.entry.organisation):
            for name, value in one.facts.items():
                put(organisation, name, value)
            organisations.append(organisation)
        if ASSESSED & one.own.keys():
            assessments.append(one.change.assessment_id)
    save_all(entries)
    save_all(organisations)
    Assessment.objects.filter(pk__in=[pk for pk in assessments if pk]).delete()


def _forget_organisations(keys: list[int], applied: StakeholderImport) -> None:
    """Take those out of the directory that came with this import and that nobody uses."""
    brought = Organisation.objects.filter(pk__in=keys, created_at__gte=applied.created_at)
    # Held before we look: nobody else begins to use one of them between looking and taking it out.
    held = list(brought.order_by("pk").select_for_update().values_list("pk", flat=True))
    unused(Organisation.objects.filter(pk__in=held)).delete()
