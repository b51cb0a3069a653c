"""Programmes: what a funder runs for many regions at once."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from spaces.models import Space


class Programme(models.Model):
    """A programme, one-to-one with its space. Its administrators are the coordinators of that space."""

    space = models.OneToOneField(
        Space, on_delete=models.PROTECT, related_name="programme", limit_choices_to={"kind": Space.Kind.PROGRAMME}
    )
    funder = models.CharField(_("funder"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return self.space.name
