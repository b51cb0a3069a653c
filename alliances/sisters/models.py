"""Links between sister alliances: one proposes, the other says yes or no, either ends it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from alliances.rules import is_alliance
from spaces.models import Space
from spaces.rules import is_coordinator, takes_part


class SisterLinkQuerySet(models.QuerySet["SisterLink"]):
    def of(self, space: Space | int) -> SisterLinkQuerySet:
        """Those in which ``space`` is one of the two."""
        return self.filter(Q(proposer=space) | Q(other=space))

    def open(self) -> SisterLinkQuerySet:
        """Those that hold, or wait for an answer."""
        return self.filter(state__in=OPEN)


class SisterLink(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """Two alliances and how they stand. What one learns of the other by it is its name, and no more."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("sister alliances")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("taken back")
        ENDED = "ended", _("ended")

    proposer = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+", verbose_name=_("proposed by"))
    other = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+", verbose_name=_("proposed to"))
    words = models.TextField(_("why"), blank=True, max_length=1_000)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects: ClassVar[models.Manager[SisterLink]] = SisterLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link with a sister alliance")
        verbose_name_plural = _("links with sister alliances")
        ordering = ("proposed_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(proposer=F("other")), name="sister_is_another"),
            models.UniqueConstraint(
                Least("proposer", "other"),
                Greatest("proposer", "other"),
                name="sister_link_open_once",
                condition=Q(state__in=("proposed", "accepted")),
            ),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {
            "view": is_alliance & takes_part,
            "change": is_alliance & is_coordinator,
        }

    def __str__(self) -> str:
        return f"{self.proposer} – {self.other}"

    def seen_from(self, space: Space) -> Space:
        """The other one of the two."""
        return self.other if self.proposer_id == space.pk else self.proposer


OPEN = (SisterLink.State.PROPOSED, SisterLink.State.ACCEPTED)
