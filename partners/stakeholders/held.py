"""What the register keeps about a person (core.personal), and what it thinks of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import slots
from core.personal import (
    COPIED,
    CORRECT,
    ERASE,
    HELD,
    SOMEBODY,
    THOUGHT,
    Copied,
    Correction,
    Erasing,
    Field,
    Held,
    day,
    shown,
)
from partners.stakeholders import criteria, exporting
from partners.stakeholders.columns import NAME, Chosen, Column, columns_of
from partners.stakeholders.models import Assessment, Change, ImportedFields, Stakeholder, StakeholderImport

KIND = "stakeholder"
# Of an entry, what is the person's own; the same names stand in what an import or the list changed.
OF_PERSON = ("contact_person", "email", "phone")
FREE_TEXT = ("notes", "matters", "contribution", "strategy", "win")


def _of_address(address: str) -> QuerySet[Stakeholder]:
    return Stakeholder.objects.filter(email__iexact=address)


@slots.fill(HELD, order=10)
def entries(address: str) -> Iterator[Held]:
    for row in _of_address(address).select_related("organisation").order_by("space", "pk"):
        name = Field("contact_person", _("Your name"), row.contact_person)
        if row.organisation is None:
            name = Field("name", _("Your name"), row.name)
        source = f"{row.get_source_display()} – {row.source_note}" if row.source_note else row.get_source_display()
        facts = {
            _("Organisation"): row.name if row.organisation else "",
            name.label: name.value,
            _("E-mail address"): row.email,
            _("Telephone"): row.phone,
            _("Where we have it from"): source,
            _("Legal ground"): row.get_ground_display(),
            _("In the register since"): day(row.created_at),
            _("You were told on"): day(row.noticed_on),
            _("You objected on"): day(row.objected_on),
        }
        fields = (name, Field("phone", _("Telephone"), row.phone, 60))
        yield Held(row.space_id, _("In the register of contacts"), shown(facts), f"{KIND}:{row.pk}", fields)


@slots.fill(THOUGHT, order=10)
def what_is_written(space_id: int, address: str) -> Iterator[Held]:
    """What coordinators fill in of an entry, own criteria too: the address stands for the person there, so all of it
    may be about them. Facts of the organisation are public, and the person's own are told above."""
    columns = [NAME, *filter(_is_thought, columns_of(criteria.of_space(space_id)))]
    register = Stakeholder.objects.filter(space=space_id, email__iexact=address).with_membership()
    headers, rows = exporting.table_of(register.order_by("pk"), Chosen(columns))
    for name, *cells in rows:
        filled = [(label, str(cell)) for label, cell in zip(headers[1:], cells, strict=True) if cell != ""]
        yield Held(space_id, _("What is written in the register of %(name)s") % {"name": name}, filled)


def _is_thought(column: Column) -> bool:
    told = ("name", *OF_PERSON, "source", "ground")
    return not (column.is_fixed or column.is_fact or column.key in told)


@slots.fill(THOUGHT, order=11)
def assessments(space_id: int, address: str) -> Iterator[Held]:
    """Who assessed is another person, and not told."""
    rows = Assessment.objects.filter(stakeholder__space=space_id, stakeholder__email__iexact=address)
    for entry, of_entry in groupby(rows.select_related("stakeholder").order_by("stakeholder", "pk"), _entry_of):
        what = _("How influence and interest were seen: %(name)s") % {"name": entry.name}
        yield Held(space_id, what, [_assessed(one) for one in of_entry])


def _entry_of(row: Assessment) -> Stakeholder:
    return row.stakeholder


def _assessed(row: Assessment) -> tuple[str, str]:
    influence = _("influence: %(level)s") % {"level": row.get_influence_display()}
    interest = _("interest: %(level)s") % {"level": row.get_interest_display()}
    return day(row.assessed_on), " · ".join(filter(None, (influence, interest, row.note)))


@slots.fill(CORRECT)
def correct(wanted: Correction) -> bool:
    if wanted.name not in ("name", "contact_person", "phone"):
        return False
    rows = _of_address(wanted.address).filter(space=wanted.space_id, pk=wanted.number_of(KIND))
    if wanted.name == "name":
        rows = rows.filter(organisation=None)
    same = rows.filter(**{wanted.name: wanted.old})
    return bool(same.update(**{wanted.name: wanted.new}, changed_at=timezone.now()))


@slots.fill(ERASE, order=10)
def erase(space_id: int, address: str) -> Erasing:
    rows = list(_of_address(address).filter(space=space_id).select_related("organisation", "space").order_by("pk"))
    to_read = [
        (_("What was noted about %(name)s may name the person") % {"name": row.name}, _page(row))
        for row in rows
        if any(getattr(row, name) for name in FREE_TEXT)
    ]
    goes = [_("name, address and telephone in the entry %(name)s of the register") % {"name": row.name} for row in rows]
    return Erasing(goes, (), to_read, do=lambda: _erase([row.pk for row in rows]))


def _page(row: Stakeholder) -> str:
    return reverse("stakeholders:change", args=[row.space.slug, row.pk])


def _erase(keys: list[int]) -> None:
    """The entries stay, of their organisations; of the person nothing, also not in what could be taken back."""
    rows = Stakeholder.objects.filter(pk__in=keys)
    spaces = list(rows.values_list("space", flat=True))
    rows.filter(organisation=None).update(name=str(SOMEBODY))
    rows.update(
        contact_person="",
        email="",
        phone="",
        source=Stakeholder.Source.UNKNOWN,
        source_note="",
        ground=Stakeholder.Ground.UNKNOWN,
        consent_on=None,
        noticed_on=None,
        person_since=None,
        changed_at=timezone.now(),
    )
    rows.update(objected_on=None)
    Change.objects.filter(space__in=spaces, field__in=(*OF_PERSON, "name")).delete()
    for change in ImportedFields.objects.filter(stakeholder__in=keys):
        change.own = {name: value for name, value in change.own.items() if name not in (*OF_PERSON, "name")}
        change.save(update_fields=["own"])


@slots.fill(COPIED)
def copied() -> Iterator[Copied]:
    yield Copied(Assessment, ("by",), "stakeholder__space")
    yield Copied(StakeholderImport, ("undone_by",), "space")
