"""What became of each mail that came in."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# What somebody wrote is kept as long as the text of our own mails is.
KEPT = dt.timedelta(days=30)


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def to_look_at(self) -> ArrivalQuerySet:
        """Those that somebody has to look at, and nobody did."""
        return self.filter(state=Arrival.State.ASIDE, seen_at=None)


class Arrival(models.Model):
    """A mail that came in, once however often it is read. ``kind`` and ``number`` are of the link it answers."""

    class State(models.TextChoices):
        TAKEN = "taken", _("taken over")
        IGNORED = "ignored", _("nothing to do")
        ASIDE = "aside", _("put aside")

    digest = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    sender = models.CharField(_("from"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    kind = models.CharField(max_length=60, blank=True)
    number = models.BigIntegerField(null=True)
    space_id = models.BigIntegerField(null=True)
    arrived_at = models.DateTimeField(_("arrived"), default=timezone.now)
    seen_at = models.DateTimeField(_("looked at"), null=True)

    objects: ClassVar[models.Manager[Arrival]] = ArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail that came in")
        verbose_name_plural = _("mails that came in")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["arrived_at"], name="arrival_arrived"),
            models.Index(
                fields=["space_id", "kind", "number"],
                name="arrival_to_look_at",
                condition=Q(state="aside", seen_at__isnull=True),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=["taken", "ignored", "aside"]), name="arrival_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"
