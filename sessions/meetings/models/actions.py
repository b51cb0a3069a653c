"""The page of somebody's action points, behind a link in their mail."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.links import MailLink
from spaces.models import Person, Space


class ActionLink(MailLink):
    """One link for each person: to all that they took on in a space, now and later."""

    kind_of_link = "actions"

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="action_link")

    class Meta:
        verbose_name = _("link to one's action points")
        verbose_name_plural = _("links to one's action points")
        constraints: ClassVar[list[models.BaseConstraint]] = []

    def __str__(self) -> str:
        return str(self.person)

    @property
    def place(self) -> Space:
        return self.person.space
