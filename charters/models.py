"""The charter of a space: the draft that is worked on, and the versions that were opened for signing."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from core.frozen.models import AppendOnly, FrozenDocument
from documents.models import SignableText
from documents.versions import Change, counting
from spaces import rules
from spaces.models import Space

KIND = "charter"


class Charter(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """The charter of a space. ``title`` and ``text`` (Markdown) are the draft of the next version."""

    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="charter")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), max_length=50_000)
    # Rises with every save: whoever saves says which one they had before them.
    revision = models.PositiveIntegerField(default=1, editable=False)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("charter")
        verbose_name_plural = _("charters")
        rules_permissions: ClassVar[dict[str, Any]] = {
            "view": rules.takes_part,
            "add": rules.is_coordinator,
            "change": rules.is_coordinator,
        }

    def __str__(self) -> str:
        return self.title

    def newest(self) -> "CharterVersion | None":
        """The version that is open for signing, with its text."""
        return self.versions.select_related("signable").order_by("-number").first()

    def counting_texts(self) -> list[int]:
        """The texts whose signatures count: the newest, and those it differs from in small things only."""
        return [version.signable_id for version in counting(self.versions.order_by("-number"))]

    def has_unopened_changes(self, newest: "CharterVersion | None") -> bool:
        """Whether the draft says something else than the newest version."""
        return newest is None or (self.title, self.text) != (newest.signable.title, newest.signable.text)

    def editions(self) -> models.QuerySet[FrozenDocument]:
        """The signed charters that were made, newest first, without their content."""
        made = FrozenDocument.objects.filter(kind=KIND, subject_id=self.pk)
        return made.defer("content").order_by("-pk")


class CharterVersion(AppendOnly):
    """A version that was opened for signing; its text and SHA-256 are the signable's and never change."""

    Change = Change

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    change = models.CharField(_("change"), max_length=10, choices=Change)
    signable = models.OneToOneField(SignableText, on_delete=models.PROTECT, related_name="charter_version")
    opened_by = models.CharField(_("opened by"), max_length=200)
    opened_at = models.DateTimeField(_("opened for signing"), default=timezone.now)

    class Meta:
        verbose_name = _("version of a charter")
        verbose_name_plural = _("versions of charters")
        constraints = (
            models.UniqueConstraint(fields=["charter", "number"], name="charterversion_number_once"),
            models.CheckConstraint(
                condition=models.Q(number=1, change="first") | models.Q(number__gt=1) & ~models.Q(change="first"),
                name="charterversion_first_is_first",
            ),
        )

    def __str__(self) -> str:
        return f"{self.charter} {self.number}"
