"""The picture on the public page of an alliance, and what keeps its files.

The files lie in ``STORAGES`` under a name of chance and are never changed: another picture has another name.
"""

from __future__ import annotations

import secrets
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from core.pictures.reading import Picture

# What browsers choose from, in pixels.
WIDTHS = (480, 960, 1600)
SHARED = "share.jpg"


class AlliancePicture(models.Model):
    """The picture of an alliance, with what it shows in words."""

    class Focus(models.TextChoices):
        """What has to stay in sight where the picture is cut."""

        TOP = "top", _("the top")
        MIDDLE = "middle", _("the middle")
        BOTTOM = "bottom", _("the bottom")

    alliance = models.OneToOneField("alliances.Alliance", on_delete=models.CASCADE, related_name="picture")
    token = models.CharField(max_length=22, unique=True, editable=False)
    widths = ArrayField(models.PositiveSmallIntegerField(), editable=False)
    width = models.PositiveSmallIntegerField(editable=False, help_text="Of the widest file, in pixels.")
    height = models.PositiveSmallIntegerField(editable=False)
    alternative = models.CharField(_("what it shows"), max_length=250)
    credit = models.CharField(_("who made it"), max_length=120, blank=True)
    focus = models.CharField(_("what has to stay in sight"), max_length=10, choices=Focus, default=Focus.MIDDLE)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(alternative=""), name="picture_has_words"),
        ]

    def __str__(self) -> str:
        return self.alternative

    def path(self, name: str) -> str:
        """Where the storage keeps the file ``name``."""
        return f"alliances/pictures/{self.token}/{name}"

    def file_names(self) -> list[str]:
        return [*(f"{width}.webp" for width in self.widths), SHARED]


@transaction.atomic
def save_picture(picture: AlliancePicture, made: Picture | None) -> None:
    """Save ``picture`` with the files ``made`` of another upload, or with its words alone.

    The earlier files go once this is certain; when it comes to nothing, the new ones go.
    """
    if made is None:
        picture.save()
        return
    earlier = [picture.path(name) for name in picture.file_names()] if picture.pk else []
    picture.token = secrets.token_urlsafe(16)
    picture.widths, picture.width, picture.height = list(made.widths), made.width, made.height
    paths = [picture.path(name) for name in made.files]
    try:
        for name, content in made.files.items():
            default_storage.save(picture.path(name), ContentFile(content))
        picture.save()
    except BaseException:
        _delete(paths)
        raise
    transaction.on_commit(partial(_delete, earlier))


@transaction.atomic
def remove_picture(picture: AlliancePicture) -> None:
    """The alliance has no picture any more."""
    paths = [picture.path(name) for name in picture.file_names()]
    picture.delete()
    transaction.on_commit(partial(_delete, paths))


def _delete(paths: list[str]) -> None:
    for path in paths:
        default_storage.delete(path)
