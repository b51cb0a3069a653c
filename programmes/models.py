"""Programmes: what a funder runs for many regions at once."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from places.models import Division
from spaces.models import Space


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def administered_by(self, user: User) -> "ProgrammeQuerySet":
        """The programmes whose space ``user`` coordinates; all of them for a platform administrator."""
        if user.is_superuser:
            return self
        return self.filter(space__in=Space.objects.coordinated_by(user))


class Programme(models.Model):
    """A programme, one-to-one with its space. Its administrators are the coordinators of that space."""

    space = models.OneToOneField(
        Space, on_delete=models.PROTECT, related_name="programme", limit_choices_to={"kind": Space.Kind.PROGRAMME}
    )
    funder = models.CharField(_("funder"), max_length=200, blank=True)
    division = models.ForeignKey(
        Division,
        verbose_name=_("division into regions"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="programmes",
        help_text=_("The regions this programme works with. Programmes may share one."),
    )

    objects: ClassVar[models.Manager["Programme"]] = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return self.space.name
