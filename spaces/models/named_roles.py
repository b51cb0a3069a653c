"""Roles with a name: ambassador, mediator, wise person, or what a space calls it. They give no rights."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models.people import Person
from spaces.models.spaces import CurrentQuerySet, Space


class NamedRoleQuerySet(CurrentQuerySet):
    def in_space(self, space: Space) -> NamedRoleQuerySet:
        """Those of the people of ``space``, with the person."""
        return self.filter(person__space=space).select_related("person")

    def lasting(self, today: dt.date | None = None) -> NamedRoleQuerySet:
        """Of now and of later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today or timezone.localdate()))


class NamedRole(models.Model):
    """A role with a name that somebody of a space has for a period, member or not (decision 0047).

    Everybody who takes part sees it; everybody in the world only when the person agreed (``agreed_on``).
    """

    class Kind(models.TextChoices):
        AMBASSADOR = "ambassador", _("ambassador")
        MEDIATOR = "mediator", _("mediator")
        WISE = "wise", _("member of the council of wise people")
        OWN = "own", _("another role")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="named_roles", verbose_name=_("person"))
    kind = models.CharField(_("role"), max_length=20, choices=Kind)
    own_name = models.CharField(_("name of the role"), max_length=80, blank=True)
    task = models.CharField(_("what they do in it"), max_length=300, blank=True)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    agreed_how = models.CharField(_("how they said so"), max_length=200, blank=True)

    objects: ClassVar[models.Manager[NamedRole]] = NamedRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role with a name")
        verbose_name_plural = _("roles with a name")
        ordering = ("kind", "own_name", "starts_on", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind="own", own_name__regex=r"\S") | ~Q(kind="own") & Q(own_name=""),
                name="named_role_own_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="named_role_ends_after_start",
            ),
            models.UniqueConstraint(
                "person",
                "kind",
                "own_name",
                name="named_role_once",
                condition=Q(ends_on__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True, agreed_how="")
                | Q(agreed_on__isnull=False, agreed_how__regex=r"\S"),
                name="named_role_agreed_on_a_day_and_somehow",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.title}"

    @property
    def title(self) -> str:
        """The name of the role, in small letters unless the space wrote it otherwise."""
        return self.own_name or str(self.get_kind_display())
