"""Spreadsheets that were brought into the register, and what each changed in it."""

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.stakeholders.models.register import Assessment, Stakeholder
from partners.stakeholders.sheets.records import Problem
from spaces.models import InSpaceQuerySet, Space

UNDO_FOR = dt.timedelta(days=30)


class StakeholderImport(models.Model):
    """A spreadsheet that was uploaded: previewed, then applied all or nothing."""

    KEPT_PROBLEMS = 500  # of the errors, and of the warnings

    class State(models.TextChoices):
        PREVIEW = "preview", _("waiting for you")
        RUNNING = "running", _("being applied")
        APPLIED = "applied", _("applied")
        FAILED = "failed", _("failed")
        UNDONE = "undone", _("undone")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="stakeholder_imports")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    filename = models.CharField(_("file"), max_length=255)
    content = models.BinaryField(editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREVIEW)
    mapping = models.JSONField(default=dict)
    # What each header meant when it was applied ("" for a column that was left out), for the next sheet of the space.
    columns = models.JSONField(default=dict, db_default=models.Value({}, output_field=models.JSONField()))
    # Which sheet of a workbook; "" for the first that looks like a list.
    sheet = models.CharField(_("sheet"), max_length=255, blank=True, db_default="")
    # What the coordinator chose for rows that are there already (judging.Choices).
    choices = models.JSONField(default=dict, db_default=models.Value({}, output_field=models.JSONField()))
    # Where the data of the people in it come from, and why they may be kept.
    source = models.CharField(
        _("where the data come from"),
        max_length=10,
        choices=Stakeholder.Source,
        default=Stakeholder.Source.LIST,
        db_default=Stakeholder.Source.LIST,
    )
    ground = models.CharField(
        _("legal ground"),
        max_length=10,
        choices=Stakeholder.Ground,
        default=Stakeholder.Ground.UNKNOWN,
        db_default=Stakeholder.Ground.UNKNOWN,
    )
    # What came of it: counts; who stayed out as {row, name, like}; and what was wrong with cells, as a list of {row,
    # column, message}: "warning" is true in those whose row came in (keep_problems writes, row_errors and warnings
    # read it).
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    merged = models.PositiveIntegerField(default=0, db_default=0)
    skipped = models.PositiveIntegerField(default=0)
    errors = models.JSONField(default=list)
    left_out = models.JSONField(default=list, db_default=models.Value([], output_field=models.JSONField()))
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    # Afterwards: when it was undone, by whom, and the names of the entries that stayed because somebody changed them.
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True, db_default="")
    stayed = models.JSONField(default=list, db_default=models.Value([], output_field=models.JSONField()))
    # And of the entries that it filled: [name, fields that somebody changed since].
    stayed_fields = models.JSONField(default=list, db_default=models.Value([], output_field=models.JSONField()))

    objects: ClassVar[models.Manager["StakeholderImport"]] = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.filename

    @property
    def may_be_undone(self) -> bool:
        """Within thirty days of applying it."""
        if self.state != self.State.APPLIED or self.applied_at is None:
            return False
        return self.applied_at > timezone.now() - UNDO_FOR

    def keep_problems(self, errors: Iterable[tuple[int, Problem]], warnings: Iterable[tuple[int, Problem]]) -> None:
        """Keep what the report tells of cells: each with the number of its row. Not saved."""
        self.errors = [
            {"row": row, "column": problem.column, "message": problem.message, **marked}
            for problems, marked in ((errors, {}), (warnings, {"warning": True}))
            for row, problem in itertools.islice(problems, self.KEPT_PROBLEMS)
        ]

    @property
    def row_errors(self) -> list[dict[str, Any]]:
        """Why rows stayed out: {row, column, message}."""
        return [one for one in self.errors if not one.get("warning")]

    @property
    def has_more_warnings(self) -> bool:
        """Whether there were more than are kept."""
        return len(self.warnings) == self.KEPT_PROBLEMS

    @property
    def warnings(self) -> list[dict[str, Any]]:
        """What was not as it should be in rows that came in all the same: {row, column, message}."""
        names = ("row", "column", "message")
        return [{name: one[name] for name in names} for one in self.errors if one.get("warning")]

    @property
    def error_count(self) -> int:
        """How many rows stayed out because of an error."""
        return self.rows - self.created - self.merged - self.skipped


class ImportedFields(models.Model):
    """What an import changed in an entry that was there already, field by field, so that it can be put back."""

    stakeholder_import = models.ForeignKey(StakeholderImport, on_delete=models.CASCADE, related_name="changes")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="imported_fields")
    # Field → [before, after]; of the entry, and of its organisation (public facts, where they were ours to change).
    own = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    assessment = models.ForeignKey(Assessment, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("change by an import")
        verbose_name_plural = _("changes by an import")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["stakeholder_import", "stakeholder"], name="imported_fields_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder_id}: {', '.join([*self.own, *self.facts])}"
