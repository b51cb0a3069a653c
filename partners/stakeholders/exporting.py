"""The columns of the register's export."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from partners.organisations.models import Organisation, Sector


def headers() -> list[str]:
    """The headers of the export, in the person's language; the import recognises them again."""
    return [
        _("Name"),
        _("Contact person"),
        _("E-mail"),
        _("Telephone"),
        _("Website"),
        _("Street and number"),
        _("Postcode"),
        _("Municipality"),
        _("Official number"),
        _("Sectors"),
        _("Contribution"),
        _("What matters to them"),
        _("Influence"),
        _("Level of interest"),
        _("Strategy"),
        _("Mandate"),
        _("Win"),
        _("Notes"),
        _("Member"),
    ]


def cells(row: Any) -> list[str]:
    """One stakeholder as cells, in the order of ``headers``."""
    organisation = row.organisation
    facts = [
        getattr(organisation, name, "") for name in ("website", "street", "postcode", "municipality", "official_number")
    ]
    return [
        row.name,
        row.contact_person,
        row.email,
        row.phone,
        *facts,
        sectors_of(organisation),
        row.contribution,
        row.matters,
        row.get_influence_display(),
        row.get_interest_display(),
        row.strategy,
        row.get_mandate_display(),
        row.win,
        row.notes,
        _("yes") if row.is_member else _("no"),
    ]


def sectors_of(organisation: Organisation | None) -> str:
    """The sectors' names, separated by semicolons."""
    labels = dict(Sector.choices)
    return "; ".join(str(labels[sector]) for sector in organisation.sectors) if organisation else ""
