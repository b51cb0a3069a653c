"""A working group of an alliance, whom the alliance sent into it, and what it recommends."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import Person, Space


class WorkingGroup(models.Model):
    """A committee inside an alliance, one-to-one with a space of its own; the alliance's space is its parent."""

    space = models.OneToOneField(
        Space, on_delete=models.PROTECT, related_name="working_group", limit_choices_to={"kind": "working_group"}
    )

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")

    def __str__(self) -> str:
        return self.space.name


class Delegate(models.Model):
    """Somebody of the alliance who is in a group: the group's own record of them, and whose it is in the alliance.

    So that a corrected address and leaving the alliance are followed in the group.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="delegate")
    source = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="delegated")

    class Meta:
        verbose_name = _("person of a working group")
        verbose_name_plural = _("people of working groups")

    def __str__(self) -> str:
        return str(self.person)


class Recommendation(models.Model):
    """What a group asks of its alliance, and what became of it. Once the alliance has decided it stays as it is."""

    class State(models.TextChoices):
        HANDED_OVER = "handed_over", _("handed over")
        TAKEN_UP = "taken_up", _("taken up")
        NOT_TAKEN_UP = "not_taken_up", _("not taken up")

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="recommendations")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what we recommend, and why"), max_length=5_000)
    handed_over_on = models.DateField(_("handed over"), default=timezone.localdate)
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.HANDED_OVER)
    reason = models.TextField(_("reason"), max_length=1_000, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_on = models.DateField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ("-handed_over_on", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state="not_taken_up") | Q(reason__regex=r"\S"), name="recommendation_refused_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="handed_over", decided_on=None) | ~Q(state="handed_over") & ~Q(decided_on=None),
                name="recommendation_decided_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether the alliance has not decided yet."""
        return self.state == self.State.HANDED_OVER
