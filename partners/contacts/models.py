"""The contact log of a register: what was said with whom, and when there should be contact again."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rules.contrib.models import RulesModelBase, RulesModelMixin

from partners.stakeholders.models import Stakeholder
from spaces import rules


class Contact(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """There was contact with a stakeholder, on a day. Only coordinators read what was said."""

    class Kind(models.TextChoices):
        CALL = "call", pgettext_lazy("kind of contact", "telephone")
        MAIL = "mail", pgettext_lazy("kind of contact", "e-mail")
        VISIT = "visit", pgettext_lazy("kind of contact", "visit")
        MEETING = "meeting", pgettext_lazy("kind of contact", "meeting")
        OTHER = "other", pgettext_lazy("kind of contact", "other")

    SAID_LENGTH = 4_000

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(_("how"), max_length=10, choices=Kind)
    held_on = models.DateField(_("when"), default=timezone.localdate)
    said = models.TextField(_("what was said"), blank=True, max_length=SAID_LENGTH)
    by = models.CharField(_("by"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("-held_on", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["call", "mail", "visit", "meeting", "other"]), name="contact_kind_known"
            ),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {
            "view": rules.is_coordinator,
            "add": rules.is_coordinator,
            "change": rules.is_coordinator,
            "delete": rules.is_coordinator,
        }

    def __str__(self) -> str:
        return f"{self.stakeholder_id}, {self.held_on}: {self.kind}"


class NextContact(models.Model):
    """When a stakeholder should be contacted again, and about what: one at a time, gone once it happened."""

    ABOUT_LENGTH = 200

    stakeholder = models.OneToOneField(Stakeholder, on_delete=models.CASCADE, related_name="next_contact")
    planned_on = models.DateField(_("on"))
    about = models.CharField(_("about"), max_length=ABOUT_LENGTH, blank=True)

    class Meta:
        verbose_name = _("next contact")
        verbose_name_plural = _("next contacts")

    def __str__(self) -> str:
        return f"{self.stakeholder_id}, {self.planned_on}"
