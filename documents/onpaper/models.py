"""Facts on paper: earlier meetings, signatures under a charter on paper, a plan that is there already."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.files.models import SharedFile
from spaces.models import InSpaceQuerySet, Member, Space


class OnPaperQuerySet(InSpaceQuerySet):
    def listed(self, space: Space) -> OnPaperQuerySet:
        """Those of ``space``, the latest first, with the file behind each."""
        return self.filter(space=space).select_related("file").order_by("-happened_on", "pk")


class OnPaper(models.Model):
    """Something that happened before, on ``happened_on``: who took it in, and the file behind it if there is one."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    happened_on = models.DateField(_("date"))
    # What lies behind a fact is not thrown away: the fact is taken out first.
    file = models.ForeignKey(SharedFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_in_by = models.CharField(_("taken in by"), max_length=200, editable=False)
    taken_in_at = models.DateTimeField(_("taken in on"), default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Any]] = OnPaperQuerySet.as_manager()

    class Meta:
        abstract = True


class EarlierMeeting(OnPaper):
    """A meeting that was held before the alliance came here."""

    title = models.CharField(_("title"), max_length=200)
    place = models.CharField(_("place"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("earlier meeting")
        verbose_name_plural = _("earlier meetings")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "space",
                "happened_on",
                "title",
                name="earliermeeting_once",
                violation_error_message=_("This meeting is here already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PaperSignature(OnPaper):
    """That a member signed the charter on paper. Not a signature of ours: no evidence, and it stands in no chain."""

    member = models.OneToOneField(Member, verbose_name=_("member"), on_delete=models.CASCADE, related_name="on_paper")
    signed_by = models.CharField(_("who signed for the member"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("signature on paper")
        verbose_name_plural = _("signatures on paper")

    def __str__(self) -> str:
        return self.member.name


class EarlierPlan(OnPaper):
    """An action plan that was adopted before the alliance came here."""

    title = models.CharField(_("title"), max_length=200)

    class Meta:
        verbose_name = _("existing plan")
        verbose_name_plural = _("existing plans")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "space",
                "happened_on",
                name="earlierplan_once_a_day",
                violation_error_message=_("A plan that was adopted on this day is here already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
