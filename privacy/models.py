"""What a person whose data are kept reads and asks: the link to their page, the notice they got, their wishes.

What is kept about them stands in the rooms above (``core.personal``).
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from core.links import MailLink
from partners.stakeholders.models import Stakeholder
from spaces.models import InSpaceQuerySet, Space
from spaces.rules import is_coordinator

# The law (GDPR art. 12) gives a month; thirty days are never more than that.
ANSWER_WITHIN = dt.timedelta(days=30)
LINK_VALID = dt.timedelta(days=60)
# How long a copy of everything waits to be fetched; then it is erased.
COPY_VALID = dt.timedelta(days=30)


class PersonLink(MailLink):
    """The link to the page of whoever reads one mailbox. Each mail with it makes it last anew."""

    kind_of_link = "personal"

    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)

    class Meta:
        verbose_name = _("link to one's own data")
        verbose_name_plural = _("links to one's own data")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="personlink_lower_case")
        ]

    def __str__(self) -> str:
        return self.email


class NoticeText(models.Model):
    """How a space tells people that it keeps their data, in one language; without a row, as we wrote it."""

    LENGTH = 4_000

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    text = models.TextField(_("text"), max_length=LENGTH)

    class Meta:
        verbose_name = _("text of the notice")
        verbose_name_plural = _("texts of the notice")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["space", "language"], name="notice_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.space_id}, {self.language}"


class WishQuerySet(InSpaceQuerySet):
    def open(self) -> WishQuerySet:
        """Those that nobody answered yet, the most urgent first."""
        return self.filter(state=Wish.State.OPEN).order_by("due_on", "pk")


class Wish(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """What a person asks of a space about their data. When it was erased, the row says that it was done, and nothing
    of the person."""

    class Kind(models.TextChoices):
        CORRECT = "correct", _("correct")
        OBJECT = "object", _("objection")
        ERASE = "erase", _("erase")
        COPY = "copy", _("copy of everything")

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        DONE = "done", _("done")
        DECLINED = "declined", _("declined")

    WORDS_LENGTH = 1_000

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    words = models.TextField(_("in their words"), max_length=WORDS_LENGTH, blank=True)
    # Of a correction: [record, field, label, what stood there, what should].
    changes = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField(_("asked"), default=timezone.now)
    due_on = models.DateField(_("answer by"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.CharField(_("by"), max_length=200, blank=True)
    answer = models.TextField(_("answer"), max_length=WORDS_LENGTH, blank=True)

    objects: ClassVar[models.Manager[Wish]] = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish about one's data")
        verbose_name_plural = _("wishes about one's data")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["space", "due_on"], name="wish_open", condition=Q(state="open")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["space", "email", "kind"], name="wish_once", condition=Q(state="open")),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None) | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="wish_answered_has_time",
            ),
        ]
        # Also after the space ended (core.guard.AFTER_THE_END).
        rules_permissions: ClassVar[dict[str, Any]] = {"answer": is_coordinator}

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.due_on is None:
            self.due_on = timezone.localdate() + ANSWER_WITHIN
        super().save(*args, **kwargs)

    @property
    def is_late(self) -> bool:
        return self.state == self.State.OPEN and self.due_on < timezone.localdate()


class Copy(models.Model):
    """All that a space keeps about whoever reads one mailbox, what it thinks of them too, as a coordinator looked at
    it and handed it over. Fetched by the link of that mailbox, and erased when its time is over."""

    REASON_LENGTH = 500

    wish = models.OneToOneField(Wish, on_delete=models.CASCADE, related_name="copy")
    email = models.EmailField(_("e-mail address"))
    # The parts in order: {"what": …, "lines": [[label, value], …]}; a line that was left out says so.
    parts = models.JSONField(_("content"))
    document = models.BinaryField(_("as PDF"))
    made_at = models.DateTimeField(_("handed over"), default=timezone.now)
    expires_at = models.DateTimeField(_("is erased on"))

    class Meta:
        verbose_name = _("copy of somebody's data")
        verbose_name_plural = _("copies of somebody's data")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["email"], name="copy_of_mailbox")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="copy_lower_case")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class StillRight(models.Model):
    """Somebody looked at old data of a person, and keeps them: asked again when as much time has passed."""

    stakeholder = models.OneToOneField(Stakeholder, on_delete=models.CASCADE, related_name="still_right")
    on = models.DateField(_("on"), default=timezone.localdate)
    by = models.CharField(_("by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("old data that are kept")
        verbose_name_plural = _("old data that are kept")

    def __str__(self) -> str:
        return str(self.stakeholder_id)
