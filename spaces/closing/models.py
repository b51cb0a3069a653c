"""The end of a space: from then on everything in it is read, and nothing is changed.

Where it is held: ``Space.is_read_only`` is asked by ``User.has_perm`` (every right but that to see) and by every
link that was mailed (``MailLink.place``). Nothing else needs to think of it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.frozen.models import FrozenDocument
from spaces.models import Space

REASON_LENGTH = 2_000
# So long those who coordinated can open it again themselves.
COORDINATORS_REOPEN = dt.timedelta(days=30)


class ClosingQuerySet(models.QuerySet["Closing"]):
    def standing(self) -> ClosingQuerySet:
        """Those of spaces that were not opened again."""
        return self.filter(reopened_at=None)

    def holding_for(self, space: Any, parent: Any) -> ClosingQuerySet:
        """Those that end this space: its own, and that of the alliance it is a working group of."""
        of_its_alliance = Q(space=parent, space__kind=Space.Kind.ALLIANCE)
        return self.standing().filter(Q(space=space) | of_its_alliance)


class Closing(models.Model):
    """A space came to its end, with its last report; and, where that happened, was opened again."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="closings")
    ended_on = models.DateField(_("last day"))
    reason = models.TextField(_("reason"), max_length=REASON_LENGTH)
    closed_at = models.DateTimeField(_("closed"), default=timezone.now)
    closed_by = models.CharField(_("closed by"), max_length=500)
    document = models.OneToOneField(FrozenDocument, on_delete=models.PROTECT, related_name="closing")
    reopened_at = models.DateTimeField(_("opened again"), null=True, blank=True)
    reopened_by = models.CharField(_("opened again by"), max_length=500, blank=True)
    reopened_because = models.TextField(_("reason"), max_length=REASON_LENGTH, blank=True)

    objects: ClassVar[models.Manager[Closing]] = ClosingQuerySet.as_manager()

    class Meta:
        verbose_name = _("closing")
        verbose_name_plural = _("closings")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("space", name="closing_once", condition=Q(reopened_at=None)),
            models.CheckConstraint(condition=~Q(reason=""), name="closing_has_reason"),
            models.CheckConstraint(
                condition=Q(reopened_at=None, reopened_by="", reopened_because="")
                | ~Q(reopened_at=None) & ~Q(reopened_by="") & ~Q(reopened_because=""),
                name="closing_reopened_by_somebody_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space}, {self.ended_on}"

    def coordinators_may_reopen(self, now: dt.datetime | None = None) -> bool:
        """Whether it was closed so lately that a mistake can be mended without the programme."""
        return (now or timezone.now()) < self.closed_at + COORDINATORS_REOPEN

    @property
    def reopen_until(self) -> dt.datetime:
        return self.closed_at + COORDINATORS_REOPEN


def closing_of(space: Space) -> Closing | None:
    """The closing of ``space`` itself that holds now, with its report but without the report's bytes; or None."""
    rows = Closing.objects.standing().filter(space=space).select_related("document")
    return rows.defer("document__content").first()
