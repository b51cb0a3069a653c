"""Two entries of the directory that are one organisation become one, and two again within thirty days.

What an alliance notes of them is its own: nothing of it is read here, only counted and moved. docs/decisions/0060.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from partners.organisations.models import Organisation, OrganisationMerge, Sector
from partners.organisations.references import REFERENCES, Reference, foreign_keys, spaces_of

# The facts that are chosen between; those of one group go together.
FACTS: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "sectors": ("sectors",),
    "website": ("website", "website_host"),
    "official_number": ("official_number",),
    "address": ("street", "postcode", "municipality", "country"),
    "point": ("latitude", "longitude"),
}
_ALL = tuple(name for names in FACTS.values() for name in names)


@dataclass(frozen=True)
class Choice:
    """A fact in which the two differ: what each says in words, and whether that of the one that goes is proposed."""

    name: str
    label: str | Promise
    kept: str
    gone: str
    takes_gone: bool


@dataclass
class Look:
    """What merging would do. ``refused``: sentences that say why it cannot be; then nothing is done."""

    kept: Organisation
    gone: Organisation
    choices: list[Choice]
    hanging: list[tuple[str | Promise, int, int]]  # what refers to them: its name, how many of each
    refused: list[str]
    version: str  # of what is shown


def look(kept: Organisation, gone: Organisation) -> Look:
    """What stands in both, what refers to them, and why they cannot be one."""
    counts = [(one.words, one.rows(kept.pk).count(), one.rows(gone.pk).count()) for one in REFERENCES]
    return Look(
        kept,
        gone,
        [one for name in FACTS if (one := _choice(name, kept, gone))],
        [row for row in counts if row[1] or row[2]],
        refusals(kept.pk, gone.pk),
        version_of(kept, gone),
    )


def version_of(kept: Organisation, gone: Organisation) -> str:
    """Another one as soon as a fact of either is another."""
    return repr([[str(value) for value in facts_of(one).values()] for one in (kept, gone)])


def refusals(kept: int, gone: int) -> list[str]:
    """Why the two cannot become one now, in sentences."""
    unknown = foreign_keys().keys() - {one.label for one in REFERENCES}
    found = [_("It is not known yet how “%(label)s” is merged.") % {"label": label} for label in sorted(unknown)]
    for reference in REFERENCES:
        if reference.both and (rows := reference.twice(kept, gone)):
            names = rows.order_by(f"{reference.space}__name").values_list(f"{reference.space}__name", flat=True)
            found.append(str(reference.both) % {"places": ", ".join(dict.fromkeys(names))})
    return found


def _choice(name: str, kept: Organisation, gone: Organisation) -> Choice | None:
    ours, theirs = in_words(name, kept), in_words(name, gone)
    if ours == theirs:
        return None
    return Choice(name, label_of(name), ours, theirs, takes_gone=not ours)


def label_of(name: str) -> str:
    """What a fact is called."""
    others = {"address": _("address"), "point": _("place on the map")}
    return others.get(name) or str(Organisation._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def in_words(name: str, organisation: Organisation) -> str:
    """A fact of an organisation as people read it; "" for nothing."""
    match name:
        case "sectors":
            return ", ".join(str(Sector(one).label) for one in organisation.sectors)
        case "address":
            town = f"{organisation.postcode} {organisation.municipality}".strip()
            return ", ".join(filter(None, (organisation.street, town, organisation.country)))
        case "point":
            point = (organisation.latitude, organisation.longitude)
            return ", ".join(str(one) for one in point if one is not None)
    return str(getattr(organisation, name))


def facts_of(organisation: Organisation) -> dict[str, Any]:
    """The public facts as they are kept in JSON."""
    return {name: _as_json(getattr(organisation, name)) for name in _ALL}


def _as_json(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


@transaction.atomic
def merge(kept_pk: int, gone_pk: int, *, takes: Collection[str], version: str, by: User) -> OrganisationMerge:
    """Make one organisation of the two: what referred to ``gone`` refers to ``kept``, which keeps its facts but
    those named in ``takes``.

    Raises ValidationError, and then nothing has changed: when one of them is gone, when a fact is not as it was
    shown, or when both are somewhere in which an organisation can be only once.
    """
    kept, gone = _held(kept_pk, gone_pk)
    if version_of(kept, gone) != version:
        raise ValidationError(_("Somebody changed a fact of the two meanwhile. Look at them again."))
    if refused := refusals(kept.pk, gone.pk):
        raise ValidationError(refused)
    made = OrganisationMerge(
        kept=kept.pk,
        gone=gone.pk,
        name=gone.name,
        gone_facts={**facts_of(gone), "created_at": gone.created_at.isoformat()},
        by=by.name_and_address,
    )
    for reference in REFERENCES:
        _move(reference, kept.pk, gone.pk, made)
    before = facts_of(kept)
    for name in (one for fact in takes for one in FACTS.get(fact, ())):
        setattr(kept, name, getattr(gone, name))
    after = facts_of(kept)
    made.facts = {name: [before[name], after[name]] for name in _ALL if before[name] != after[name]}
    gone.delete()  # first: its official number may go to the other
    kept.save()
    made.save()
    return made


def _held(*keys: int) -> tuple[Organisation, ...]:
    """These organisations, held with the spaces that use them: the spaces first, as everywhere."""
    spaces = apps.get_model("spaces", "Space")._base_manager
    list(spaces.filter(pk__in=spaces_of(keys)).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    # For update: nobody begins to refer to one of them until this is done.
    held = {one.pk: one for one in Organisation.objects.filter(pk__in=keys).order_by("pk").select_for_update()}
    if len(held) != len(set(keys)) or len(held) != len(keys):
        raise ValidationError(_("One of the two is not in the directory any more."))
    return tuple(held[key] for key in keys)


def _move(reference: Reference, kept: int, gone: int, made: OrganisationMerge) -> None:
    """Let rows refer to ``kept``; one that would say twice the same goes."""
    if same := list(reference.twice(kept, gone).values()):
        made.joined[reference.label] = [{name: value for name, value in row.items() if name != "id"} for row in same]
        reference.twice(kept, gone).delete()
    rows = list(reference.rows(gone).order_by("pk").values_list("pk", flat=True))
    if rows:
        made.moved[reference.label] = rows
        reference.rows(gone).update(**{reference.field: kept})


# --- two again -------------------------------------------------------------------------------------
@dataclass
class Undoing:
    """What undoing a merge does: how many rows go back, and in sentences what stays as it is."""

    kept: Organisation
    rows: dict[str, list[int]] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    number: str = ""  # the official number of the one that comes back
    stays: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(map(len, self.rows.values()))


def look_back(merged: OrganisationMerge) -> Undoing:
    """What undoing would do now. Raises ValidationError when it cannot be any more."""
    kept = Organisation.objects.filter(pk=merged.kept).first()
    if not merged.may_be_undone:
        raise ValidationError(_("This merge cannot be undone any more."))
    if kept is None:
        raise ValidationError(_("The organisation that stayed is itself gone from the directory."))
    found = Undoing(kept)
    for reference in REFERENCES:
        moved = merged.moved.get(reference.label, [])
        rows = list(reference.rows(kept.pk).filter(pk__in=moved).order_by("pk").values_list("pk", flat=True))
        found.rows[reference.label] = rows
        if len(rows) < len(moved):
            found.stays.append(f"{reference.words}: {len(moved) - len(rows)}")
    now = facts_of(kept)
    for name, (before, after) in merged.facts.items():
        if now[name] == after:
            found.facts[name] = before
        else:
            found.stays.append(str(Organisation._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
    number = merged.gone_facts["official_number"]
    others = Organisation.objects.filter(official_number=number)
    frees = "official_number" in found.facts
    if number and (others.exclude(pk=kept.pk) if frees else others).exists():
        found.stays.append(_("official number %(number)s, which another one has now") % {"number": number})
    else:
        found.number = number
    return found


@transaction.atomic
def undo(merged: OrganisationMerge, *, by: User) -> OrganisationMerge:
    """Make two of them again: what nobody changed since goes back, the rest is named in ``stayed``.

    Raises ValidationError after thirty days, the second time, and when the one that stayed is gone.
    """
    _held(merged.kept)
    held = OrganisationMerge.objects.select_for_update().get(pk=merged.pk)
    found = look_back(held)
    for name, value in found.facts.items():
        setattr(found.kept, name, value)
    found.kept.save()
    facts = {name: value for name, value in held.gone_facts.items() if name != "created_at"}
    Organisation.objects.bulk_create([Organisation(pk=held.gone, **{**facts, "official_number": found.number})])
    Organisation.objects.filter(pk=held.gone).update(created_at=held.gone_facts["created_at"])
    for reference in REFERENCES:
        rows = reference.model._base_manager
        rows.filter(pk__in=found.rows[reference.label]).update(**{reference.field: held.gone})
        rows.bulk_create(
            (reference.model(**row) for row in held.joined.get(reference.label, []) if _is_there(reference, row)),
            ignore_conflicts=True,
        )
    held.undone_at, held.undone_by, held.stayed = timezone.now(), by.name_and_address, found.stays
    held.save(update_fields=["undone_at", "undone_by", "stayed"])
    return held


def _is_there(reference: Reference, row: Mapping[str, Any]) -> bool:
    """Whether what a row of a link stood between is there still."""
    for name, value in row.items():
        relation = reference.model._meta.get_field(name.removesuffix("_id"))
        if relation.is_relation and not relation.related_model._base_manager.filter(pk=value).exists():  # type: ignore[union-attr]
            return False
    return True
