"""The files of a space, each with its versions."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from accounts.models import User
from documents.files.contents import FORMS, Form
from documents.files.names import to_save_as
from spaces import rules
from spaces.models import InSpaceQuerySet, Space


def new_token() -> str:
    """A name of chance, under which the bytes of a version lie: nothing that people typed comes into a path."""
    return secrets.token_urlsafe(16)


class SharedFileQuerySet(InSpaceQuerySet):
    def kept(self) -> SharedFileQuerySet:
        """Those that were not thrown away."""
        return self.filter(removed_at=None)


class SharedFile(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """Something that people of a space share: a title over one or more versions of a file."""

    class Kind(models.TextChoices):
        MINUTES = "minutes", _("minutes")
        CHARTER = "charter", _("charter")
        PLAN = "plan", _("plan")
        REPORT = "report", _("report or study")
        SLIDES = "slides", _("presentation")
        PICTURE = "picture", _("picture")
        OTHER = "other", _("something else")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="files")
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("what it is"), max_length=20, choices=Kind, default=Kind.OTHER)
    dated_on = models.DateField(_("date of the document"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(_("thrown away"), null=True, editable=False)
    removed_by = models.CharField(_("thrown away by"), max_length=200, blank=True, editable=False)

    objects: ClassVar[models.Manager[Any]] = SharedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["space", "removed_at"], name="file_in_space")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(title=""), name="file_has_title"),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {
            "view": rules.takes_part,
            "add": rules.takes_part,
            "change": rules.is_team,
        }

    def __str__(self) -> str:
        return self.title

    def may_be_changed_by(self, user: User) -> bool:
        """The team changes every file; whoever put one here changes that one."""
        if user.has_perm("files.change_sharedfile", self.space):
            return True
        own = self.versions.filter(number=1, put_by=user.pk).exists()
        return own and user.has_perm("files.add_sharedfile", self.space)


class FileVersionQuerySet(models.QuerySet["FileVersion"]):
    def newest(self) -> FileVersionQuerySet:
        """The last version of each file."""
        return self.filter(~Exists(FileVersion.objects.filter(file=OuterRef("file"), number__gt=OuterRef("number"))))


class FileVersion(models.Model):
    """The bytes of a file as they came; they lie in ``STORAGES`` under ``path`` and never change."""

    file = models.ForeignKey(SharedFile, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    name = models.CharField(_("name it came with"), max_length=200)
    form_key = models.CharField(max_length=10)  # of contents.FORMS
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    put_by_name = models.CharField(_("put here by"), max_length=200)
    put_at = models.DateTimeField(_("put here on"), default=timezone.now)

    objects: ClassVar[models.Manager[Any]] = FileVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a file")
        verbose_name_plural = _("versions of files")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["file", "number"], name="fileversion_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0) & Q(size__gt=0), name="fileversion_has_content"),
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.number}"

    @property
    def form(self) -> Form:
        return FORMS[self.form_key]

    @property
    def path(self) -> str:
        """Where the bytes lie in the storage."""
        return f"files/{self.token}"

    @property
    def download_name(self) -> str:
        """What it is called on the disk of who keeps it; an earlier version tells which one it is."""
        title = self.file.title if self.number == 1 else f"{self.file.title} ({self.number})"
        return to_save_as(title, self.name, self.form)
