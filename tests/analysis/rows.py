"""Rows of an analysis, made as shortly as tests want them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from partners.analysis import workshops
from partners.analysis.models import Consultation, Gap, InventoryEntry, Source, Workshop
from spaces.models import Space

HOUR = dt.timedelta(hours=1)


def programme(space: Space, name: str = "Taalcafé", **facts: Any) -> InventoryEntry:
    return InventoryEntry.objects.create(space=space, name=name, **facts)


def source(space: Space, title: str = "Monitor", **facts: Any) -> Source:
    return Source.objects.create(space=space, title=title, **facts)


def consultation(space: Space, name: str = "Els Peeters", **facts: Any) -> Consultation:
    return Consultation.objects.create(space=space, name=name, **facts)


def gap(space: Space, title: str = "Geen bus", **facts: Any) -> Gap:
    return Gap.objects.create(space=space, title=title, **facts)


def workshop(space: Space) -> Workshop:
    return workshops.open_workshop(space, lasts=HOUR, words="", by="Sanne")


def waiting(space: Space, name: str = "Buddy’s", **facts: Any) -> InventoryEntry:
    """An entry from a workshop that nobody looked at yet."""
    is_open = workshops.current(space) or workshop(space)
    return programme(space, name, workshop=is_open, is_waiting=True, created_at=timezone.now(), **facts)
