"""What a space thinks of a stakeholder, in the words of its own coordinators."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.functional import Promise

from partners.stakeholders.models import Stakeholder

TEXTS = ("matters", "contribution", "win", "notes")


def thoughts(stakeholder: Stakeholder) -> Iterator[tuple[str | Promise, str]]:
    """What is filled in beside influence, interest and strategy: label and words."""
    for name in TEXTS:
        if words := getattr(stakeholder, name):
            yield _label(name), words
    if stakeholder.mandate != Stakeholder.Mandate.UNKNOWN:
        yield _label("mandate"), stakeholder.get_mandate_display()


def _label(name: str) -> str | Promise:
    label = Stakeholder._meta.get_field(name).verbose_name
    return label[:1].upper() + label[1:]
