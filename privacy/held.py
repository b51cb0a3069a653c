"""Erasing a name where a room wrote it down as it was then: who noted something, who takes something up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import EmailField, JSONField, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from accounts.models import User
from core import slots
from core.personal import COPIED, ERASE, SOMEBODY, Copied, Erasing
from partners.stakeholders.models import Stakeholder
from privacy.models import StillRight, Wish
from spaces.models import Person


@slots.fill(ERASE, order=100)
def erase(space_id: int, address: str) -> Erasing:
    """Last, for the names are read in rows that the others erase. A name that somebody else of the space has too is
    left, and said: it may be theirs."""
    names = names_of(space_id, address)
    others = Person.objects.filter(space=space_id).exclude(email=address).exclude(email="")
    shared = {one for one in names if others.filter(name__iexact=one).exists()}
    stays = [
        (
            _("the name %(name)s where it was written down without an address") % {"name": name},
            _("Somebody else with this name is here too."),
        )
        for name in sorted(shared)
    ]
    written = _Written(address, names - shared)
    goes, changes = [], []
    for copied in _declared():
        rows = written.rows(copied, space_id)
        if not rows:
            continue
        counted = {"what": copied.model._meta.verbose_name_plural, "n": len(rows)}
        if copied.stays:
            stays.append((_("the name as it was written down then: %(what)s (%(n)d)") % counted, str(copied.stays)))
            continue
        goes.append(_("the name as it was written down then: %(what)s (%(n)d)") % counted)
        changes.append((copied.model, rows))

    def do() -> None:
        for model, rows in changes:
            for pk, new in rows.items():
                model._base_manager.filter(pk=pk).update(**new)

    return Erasing(goes, stays, do=do)


def names_of(space_id: int, address: str) -> set[str]:
    """What somebody with this address is called in a space, and by themselves."""
    people = Person.objects.filter(space=space_id, email=address).values_list("name", flat=True)
    accounts = User.objects.filter(email__iexact=address).values_list("name", flat=True)
    entries = Stakeholder.objects.filter(space=space_id, email__iexact=address)
    contacts = entries.values_list("contact_person", flat=True)
    alone = entries.filter(organisation=None).values_list("name", flat=True)
    found = (one.strip() for rows in (people, accounts, contacts, alone) for one in rows)
    return {one for one in found if one and one != str(SOMEBODY)}


def _declared() -> Iterator[Copied]:
    for told in slots.collect(COPIED):
        yield from told


class _Written:
    """Where an address or one of these names is written, as words of their own."""

    def __init__(self, address: str, names: set[str]) -> None:
        self.address, self.names = address, names
        # A single word is a name of many: "An" goes where it stands alone, "An Peeters" in a list of names too.
        full = sorted((one for one in names if " " in one), key=len, reverse=True)
        known = [rf"{re.escape(one)}(?:\s*\({re.escape(address)}\))?" for one in full]
        self.pattern = re.compile(rf"(?<!\w)(?:{'|'.join([*known, re.escape(address)])})(?!\w)", re.IGNORECASE)

    def rows(self, copied: Copied, space_id: int) -> dict[int, dict[str, Any]]:
        """By its number, what each row would say instead."""
        asked, lists = Q(), dict[str, Cast]()
        for name in copied.fields:
            of_list = isinstance(copied.model._meta.get_field(name), JSONField)
            said = f"{name}_said" if of_list else name
            lists |= {said: Cast(name, TextField())} if of_list else {}
            asked |= Q(**{f"{said}__icontains": self.address})
            for one in self.names:
                asked |= Q(**{f"{said}__icontains" if of_list or " " in one else f"{said}__iexact": one})
        rows = copied.model._base_manager.alias(**lists).filter(copied.only, asked, **{copied.space: space_id})
        found: dict[int, dict[str, Any]] = {}
        for pk, *texts in rows.values_list("pk", *copied.fields):
            new = {
                name: self._instead(copied.model._meta.get_field(name), text)
                for name, text in zip(copied.fields, texts, strict=True)
            }
            if list(new.values()) != texts:
                found[pk] = new
        return found

    def _instead(self, field: Any, text: Any) -> Any:
        if isinstance(text, list):
            return [self._instead(field, one) for one in text]
        if isinstance(field, EmailField):
            return "" if text.strip().lower() == self.address else text
        somebody = str(SOMEBODY)
        if text.strip().casefold() in {one.casefold() for one in self.names}:
            return somebody
        return self.pattern.sub(somebody, text)[: field.max_length]


@slots.fill(COPIED)
def copied() -> Iterator[Copied]:
    yield Copied(StillRight, ("by",), "stakeholder__space")
    yield Copied(Wish, ("answered_by",), "space")
