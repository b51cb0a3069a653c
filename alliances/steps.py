"""A step of the road, and the six steps that are shipped: what a programme begins with (docs/status.md, B3)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from alliances.checks import CHECKS, Check


def in_language(nl: str, en: str, fr: str) -> str:
    """The one in the language of the moment; English where there is no other."""
    return {"nl": nl, "fr": fr}.get(get_language() or "", en)


@dataclass(frozen=True)
class Step:
    """One step with its checks. Its title is data, so it stands here in each language."""

    number: int
    nl: str
    en: str
    fr: str
    checks: tuple[Check, ...]

    @property
    def title(self) -> str:
        return in_language(self.nl, self.en, self.fr)


def step(number: int, nl: str, en: str, fr: str, keys: list[str]) -> Step:
    """A step with the checks of these keys; a check that the code no longer knows is left out."""
    return Step(number, nl, en, fr, tuple(CHECKS[key] for key in keys if key in CHECKS))


STEPS = (
    step(1, "Afbakening", "Scope", "Cadre", ["why", "register"]),
    step(
        2,
        "Van start",
        "Getting started",
        "Démarrage",
        ["mandate", "members", "chair", "secretary", "first_meeting", "agreements"],
    ),
    step(3, "Analyse", "Analysis", "Analyse", ["influence"]),
    step(
        4,
        "Visie, plan en handvest",
        "Vision, plan and charter",
        "Vision, plan et charte",
        ["vision", "objectives", "endorsed", "plan", "charter", "signatures"],
    ),
    step(5, "Bekendmaking", "Promotion", "Promotion", ["public_page", "published"]),
    step(6, "Verduurzaming", "Sustainability", "Pérennité", ["meetings", "intervision", "continuation"]),
)
