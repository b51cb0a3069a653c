"""What a space thinks of a stakeholder: in words of its own, and by its own criteria."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise

from partners.stakeholders import criteria
from partners.stakeholders.criteria import Own
from partners.stakeholders.exporting import number_in_words
from partners.stakeholders.models import Criterion, Stakeholder

TEXTS = ("matters", "contribution", "win", "notes")


def thoughts(stakeholder: Stakeholder) -> Iterator[tuple[str, str | Promise]]:
    """What is filled in beside influence, interest and strategy, in one query: label and words."""
    for name in TEXTS:
        if words := getattr(stakeholder, name):
            yield _label(name), words
    if stakeholder.mandate != Stakeholder.Mandate.UNKNOWN:
        yield _label("mandate"), stakeholder.get_mandate_display()
    for criterion in criteria.of_space(stakeholder.space_id):
        value = stakeholder.criteria.get(criterion.key)
        if value is not None:
            yield criterion.name, _in_words(criterion, value)


def _label(name: str) -> str:
    label = str(Stakeholder._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def _in_words(criterion: Own, value: Any) -> str | Promise:
    match criterion.kind:
        case Criterion.Kind.NUMBER:
            return number_in_words(str(value))
        case Criterion.Kind.CHOICE:
            return dict(criterion.options).get(value, "")
        case Criterion.Kind.YES_NO:
            return dict(criteria.YES_NO)[criteria.typed(value)]
    return str(value)
