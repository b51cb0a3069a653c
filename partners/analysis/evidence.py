"""What shows a gap: what can be ticked, and what is shown to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from partners.analysis.models import Consultation, InventoryEntry, Source
from spaces.models import Space


def consultations_for(space: Space, *, names: bool) -> QuerySet[Any]:
    """All for those who know with whom they were (``names``: the coordinators), to others those with findings."""
    rows: QuerySet[Any] = Consultation.objects.filter(space=space)
    return rows if names else rows.exclude(findings="")


def name_of_consultation(consultation: Consultation, *, names: bool) -> str:
    """With whom it was where that may be known, and when."""
    day = date_format(consultation.held_on, "DATE_FORMAT")
    name = consultation.name if names else consultation.public_name
    if name:
        return _("%(name)s, %(day)s") % {"name": name, "day": day}
    return _("A conversation of %(day)s") % {"day": day}


def label_of_consultation(consultation: Consultation, *, names: bool) -> str:
    """The same with the first words of what came out."""
    label = name_of_consultation(consultation, names=names)
    return f"{label}: {Truncator(consultation.findings).words(14)}" if consultation.findings else label


@dataclass(frozen=True)
class Choices:
    """What can be ticked for the gaps of a space. ``names``: whether who was spoken with may be read."""

    space: Space
    names: bool

    def rows(self) -> dict[str, QuerySet[Any]]:
        """By the name of the gap's field; what waits for a look does not count yet."""
        return {
            "programmes": InventoryEntry.objects.filter(space=self.space, is_waiting=False),
            "sources": Source.objects.filter(space=self.space),
            "consultations": Consultation.objects.filter(space=self.space),
        }
