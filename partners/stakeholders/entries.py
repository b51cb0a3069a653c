"""What a clean row of a sheet says, as an entry of the register and as an organisation of the directory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.text import values_by_label
from partners.organisations.models import Organisation
from partners.organisations.sectors import sectors_in
from partners.stakeholders.models import Stakeholder
from partners.stakeholders.sheets import cleaning

_YES = frozenset({"yes", "ja", "oui", "y", "j", "o", "x", "1", "true"})
_NO = frozenset({"no", "nee", "neen", "non", "n", "0", "false"})
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
    mandate, note = _mandate(values.get("mandate", ""))
    notes = [values.get("notes", ""), note]
    if status := values.get("status"):
        notes.append(_("Status in the spreadsheet: %(status)s") % {"status": status})
    return {
        "name": values["name"],
        "influence": values.get("influence") or Stakeholder.Level.UNKNOWN,
        "interest": values.get("interest") or Stakeholder.Level.UNKNOWN,
        "mandate": mandate,
        "notes": "\n".join(note for note in notes if note),
        **{name: values.get(name, "") for name in _AS_THEY_ARE},
    }


def _mandate(text: str) -> tuple[str, str]:
    """The choice that ``text`` means, and a note with what else it says."""
    if not text:
        return Stakeholder.Mandate.UNKNOWN, ""
    word = text.strip().casefold()
    if word in (own := values_by_label(Stakeholder.Mandate)):
        return own[word], ""
    if word in _YES:
        return Stakeholder.Mandate.YES, ""
    if word in _NO:
        return Stakeholder.Mandate.NO, ""
    return Stakeholder.Mandate.UNKNOWN, _("Mandate: %(text)s") % {"text": text}
