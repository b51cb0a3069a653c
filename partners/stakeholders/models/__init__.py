"""The register of a space, what the space thinks of those in it, and the spreadsheets that were brought in."""

from partners.stakeholders.models.imports import UNDO_FOR, ImportedFields, StakeholderImport
from partners.stakeholders.models.register import (
    Assessment,
    Change,
    Criterion,
    SavedView,
    Stakeholder,
    StakeholderQuerySet,
)

__all__ = [
    "UNDO_FOR",
    "Assessment",
    "Change",
    "Criterion",
    "ImportedFields",
    "SavedView",
    "Stakeholder",
    "StakeholderImport",
    "StakeholderQuerySet",
]
