"""What a meeting is about: its agenda, templates of agendas, and topics that wait for a meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from documents.files.models import SharedFile
from sessions.meetings.models.meetings import Meeting
from spaces import rules
from spaces.models import InSpaceQuerySet, Person, Space

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class AgendaLine(models.Model):
    """What is said of a topic wherever it stands: on an agenda, in a template, or among those that wait."""

    class Kind(models.TextChoices):
        """What is wanted of those at the table."""

        NONE = "", "–"
        INFORMATION = "information", _("for information")
        DISCUSSION = "discussion", _("to talk about")
        DECISION = "decision", _("to decide")

    # What people say of it.
    FACTS: ClassVar = ("title", "duration", "kind", "owner", "note")

    title = models.CharField(_("item"), max_length=300)
    duration = models.PositiveSmallIntegerField(
        _("minutes"), default=10, validators=[MinValueValidator(0), MaxValueValidator(600)]
    )
    kind = models.CharField(_("what for"), max_length=12, choices=Kind, blank=True, default="", db_default="")
    owner = models.CharField(_("who introduces it"), max_length=200, blank=True, default="", db_default="")
    note = models.TextField(_("what it is about"), max_length=2_000, blank=True, default="", db_default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def facts(self) -> dict[str, Any]:
        """What people say of it, by the names of ``FACTS``."""
        return {name: getattr(self, name) for name in self.FACTS}


class PlacedLine(AgendaLine):
    """A line with its place in a list."""

    position = models.PositiveSmallIntegerField()
    # Under this one the meeting decides about the minutes that went round and wait for it.
    is_about_minutes = models.BooleanField(_("about the previous minutes"), default=False, db_default=False)
    # While such lines are the last ones, what is added comes before them.
    rounds_off = models.BooleanField(_("rounds the meeting off"), default=False, db_default=False)

    class Meta(AgendaLine.Meta):
        abstract = True


class AgendaItem(PlacedLine):
    """One item of the agenda."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    # To be read beforehand. Who may see the meeting may fetch them.
    files = models.ManyToManyField(SharedFile, verbose_name=_("files"), blank=True, related_name="agenda_items")

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ("position", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Checked at the end of the transaction, so that two items can change places.
            models.UniqueConstraint(
                fields=["meeting", "position"], name="agenda_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(duration__lte=600), name="agenda_duration_sensible"),
        ]


class AgendaTemplate(models.Model):
    """An agenda in the words of one space, with which its meetings begin."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="agenda_templates")
    name = models.CharField(_("name"), max_length=100)
    # The one that a new meeting begins with when nobody chooses.
    is_usual = models.BooleanField(_("the usual one"), default=False)

    if TYPE_CHECKING:
        agenda: RelatedManager[TemplateItem]

    class Meta:
        verbose_name = _("agenda template")
        verbose_name_plural = _("agenda templates")
        ordering = ("name", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("space", "name", name="agendatemplate_name_once"),
            models.UniqueConstraint("space", name="agendatemplate_usual_once", condition=Q(is_usual=True)),
        ]

    def __str__(self) -> str:
        return self.name

    def timed_agenda(self) -> Iterator[tuple[TemplateItem, dt.datetime]]:
        """As ``Meeting.timed_agenda``, of a meeting that began at midnight."""
        return timed(self.agenda.all(), dt.datetime(2000, 1, 1))


class TemplateItem(PlacedLine):
    """One item of a template."""

    template = models.ForeignKey(AgendaTemplate, on_delete=models.CASCADE, related_name="agenda")

    class Meta:
        verbose_name = _("item of an agenda template")
        verbose_name_plural = _("items of agenda templates")
        ordering = ("position", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["template", "position"], name="template_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(duration__lte=600), name="template_duration_sensible"),
        ]


class TopicQuerySet(InSpaceQuerySet):
    def waiting(self) -> TopicQuerySet:
        """Those about which nobody decided yet, the oldest first."""
        return self.filter(decided_at=None).order_by("created_at", "pk")


class Topic(RulesModelMixin, AgendaLine, metaclass=RulesModelBase):
    """A topic that somebody proposed, or that was put aside; it waits until a coordinator gives it a meeting."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="topics")
    # Empty: the team put it aside.
    proposed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposed_topics"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    # The meeting on whose agenda it came; empty though decided: it was not taken up, with the reason.
    placed_on = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="topics", editable=False
    )
    why = models.CharField(_("reason"), max_length=500, blank=True)

    objects: ClassVar[models.Manager[Topic]] = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("-created_at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["space"], name="topic_waiting", condition=Q(decided_at__isnull=True)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(duration__lte=600), name="topic_duration_sensible"),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {
            "add": rules.takes_part,
        }

    @property
    def is_waiting(self) -> bool:
        return self.decided_at is None


def timed[Line: PlacedLine](lines: Iterable[Line], begins: dt.datetime) -> Iterator[tuple[Line, dt.datetime]]:
    """Each line with the time at which it begins, when all before it keep to theirs."""
    for line in lines:
        yield line, begins
        begins += dt.timedelta(minutes=line.duration)
