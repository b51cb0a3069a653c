"""What rooms below offer to do with a stakeholder, in the menu of its page."""

from __future__ import annotations

from dataclasses import dataclass

from core import slots
from partners.stakeholders.models import Stakeholder

# Callables (stakeholder) -> Act or None.
ACTS = slots.offer("contacts.acts")


@dataclass(frozen=True)
class Act:
    """An entry of the menu, for who may change the register."""

    words: str
    url: str
    icon: str


def acts_of(stakeholder: Stakeholder) -> list[Act]:
    """What is offered for this one."""
    return [act for act in slots.collect(ACTS, stakeholder) if act is not None]
