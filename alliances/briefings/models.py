"""What the coordinators write in the briefing, per language; the rest of it is composed (``content``)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from alliances.rules import is_alliance
from spaces.models import Space
from spaces.rules import is_coordinator, is_team

TEXT_LENGTH = 4_000


class BriefingText(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """The texts of one space in one language; each may stay empty."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="briefing_texts")
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    why = models.TextField(_("why this alliance"), blank=True, max_length=TEXT_LENGTH)
    situation = models.TextField(_("the situation in the region"), blank=True, max_length=TEXT_LENGTH)
    vision = models.TextField(_("where we want to be"), blank=True, max_length=TEXT_LENGTH)
    reasons = models.TextField(_("reasons to join"), blank=True, max_length=TEXT_LENGTH)
    asked = models.TextField(_("what we ask"), blank=True, max_length=TEXT_LENGTH)
    few_because = models.CharField(_("why there are fewer than five reasons"), blank=True, max_length=300)

    class Meta:
        verbose_name = _("text of the briefing")
        verbose_name_plural = _("texts of the briefing")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("space", "language", name="briefingtext_once_a_language"),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {
            "view": is_alliance & is_team,
            "change": is_alliance & is_coordinator,
        }

    def __str__(self) -> str:
        return f"{self.space}, {self.get_language_display()}"
