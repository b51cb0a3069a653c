"""The regions of a programme as a sheet: what the table says."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.models import AllianceSummary
from partners.stakeholders.sheets.writing import Value
from programmes.steps import Road


def headers() -> list[str]:
    """The first row, in the language of the person."""
    return [
        _("Region"),
        _("Alliance"),
        _("Coordinators"),
        _("Step"),
        _("Steps done"),
        _("Steps"),
        _("Members"),
        _("Signatures"),
        _("Actions"),
        _("Next meeting"),
        _("Activity in 12 months"),
    ]


def cells(row: AllianceSummary, road: Road) -> list[Value]:
    """One alliance."""
    return [
        row.region_names,
        row.alliance.space.name,
        row.coordinator_names,
        road.place(row.step_now, row.steps_total).words,
        row.steps_done,
        row.steps_total,
        row.members,
        row.signatures,
        row.actions,
        timezone.localdate(row.next_meeting_at).isoformat() if row.next_meeting_at else "",
        sum(row.activity),
    ]
