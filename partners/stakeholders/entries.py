"""What a clean row of a sheet says, as an entry of the register and as an organisation of the directory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.text import values_by_label
from partners.organisations.models import Organisation
from partners.organisations.sectors import sectors_in
from partners.stakeholders import criteria
from partners.stakeholders.models import Stakeholder
from partners.stakeholders.sheets import cleaning
from partners.stakeholders.sheets.fields import BY_NAME
from partners.stakeholders.sheets.records import UNREAD

LONGEST_NOTES = BY_NAME["notes"].max_length  # characters
_AS_THEY_ARE = ("contact_person", "email", "phone", "contribution", "matters", "strategy", "win")


def facts_of(values: Mapping[str, str]) -> dict[str, Any]:
    """The public facts in a row, as fields of an Organisation; coordinates as text or None."""
    website = values.get("website", "")
    return {
        "sectors": sectors_in(values.get("sector", "")),
        "website": website,
        "website_host": cleaning.identifying_host(website) if website else "",
        "official_number": values.get("official_number", ""),
        "street": _street(values),
        "postcode": values.get("postcode", ""),
        "municipality": values.get("municipality", ""),
        "latitude": values.get("latitude") or None,
        "longitude": values.get("longitude") or None,
    }


def organisation_of(values: Mapping[str, str]) -> Organisation:
    """A new organisation with the public facts of a row; not saved."""
    return Organisation(name=values["name"], **facts_of(values))


def _street(values: Mapping[str, str]) -> str:
    street = " ".join(part for part in (values.get("street", ""), values.get("house_number", "")) if part)
    box = values.get("box", "")
    return _("%(street)s box %(box)s") % {"street": street, "box": box} if street and box else street


def own_of(values: Mapping[str, str]) -> dict[str, Any]:
    """What a row says that is the space's own, as fields of a Stakeholder; "" and "not known" where it is silent."""
    mandate, _note = _mandate(values.get("mandate", ""))
    return {
        "name": values["name"],
        "influence": values.get("influence") or Stakeholder.Level.UNKNOWN,
        "interest": values.get("interest") or Stakeholder.Level.UNKNOWN,
        "mandate": mandate,
        "notes": with_lines(notes_of(values), unread_of(values)),
        "criteria": {name: json.loads(value) for name, value in values.items() if criteria.is_key(name)},
        **{name: values.get(name, "") for name in _AS_THEY_ARE},
    }


def notes_of(values: Mapping[str, str]) -> str:
    """What a row says for the notes, without what could not be read."""
    _choice, note = _mandate(values.get("mandate", ""))
    status = values.get("status")
    state = _("Status in the spreadsheet: %(status)s") % {"status": status} if status else ""
    return with_lines(values.get("notes", ""), [note, state])


def unread_of(values: Mapping[str, str]) -> list[str]:
    """What the cells of a row say that could not be read, a line for each."""
    return values[UNREAD].split("\n") if UNREAD in values else []


def with_lines(notes: str, lines: Iterable[str]) -> str:
    """``notes`` with these lines below; what is longer than notes can be is cut off."""
    return "\n".join(filter(None, (notes, *lines)))[:LONGEST_NOTES].rstrip()


def _mandate(text: str) -> tuple[str, str]:
    """The choice that ``text`` means, and a note with what else it says."""
    if not text:
        return Stakeholder.Mandate.UNKNOWN, ""
    word = text.strip().casefold()
    if word in (own := values_by_label(Stakeholder.Mandate)):
        return own[word], ""
    if word in cleaning.YES:
        return Stakeholder.Mandate.YES, ""
    if word in cleaning.NO:
        return Stakeholder.Mandate.NO, ""
    return Stakeholder.Mandate.UNKNOWN, _("Mandate: %(text)s") % {"text": text}
