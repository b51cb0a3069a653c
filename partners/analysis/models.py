"""The analysis of a region: what there is already, what was read and heard, and what is missing."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from core.links import MailLink
from core.text import SortKey, lines_of
from partners.stakeholders.models import Stakeholder
from spaces.models import InSpaceQuerySet, Space
from spaces.rules import is_coordinator, is_team, takes_part

TEXT_LENGTH = 2_000
FINDINGS_LENGTH = 5_000
# Without letters and digits that look alike on a screen at the far end of a room.
CODE_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 8

_READ_BY_ALL: dict[str, Any] = {"view": takes_part, "change": is_team}


def new_workshop_code() -> str:
    """Eight letters and digits that nobody guesses while a workshop lasts."""
    return "".join(secrets.choice(CODE_LETTERS) for _place in range(CODE_LENGTH))


class Workshop(RulesModelMixin, MailLink, metaclass=RulesModelBase):
    """The inventory stands open for whoever has its short address, until ``expires_at`` or until it is closed.

    The address hangs on a wall for everybody in the room, so unlike that of a mail it is kept as it is
    (docs/decisions/0057).
    """

    kind_of_link = "workshop"

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="workshops")
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_workshop_code, editable=False)
    words = models.CharField(_("a word to those who fill it in"), max_length=300, blank=True)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now, editable=False)
    opened_by = models.CharField(_("opened by"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        ordering = ("-opened_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("space", name="workshop_open_once", condition=Q(withdrawn_at__isnull=True)),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {"change": is_coordinator}

    def __str__(self) -> str:
        return f"{self.space_id}, {self.opened_at:%Y-%m-%d}"

    @property
    def place(self) -> Space:
        return self.space


class InventoryQuerySet(InSpaceQuerySet):
    def counted(self) -> InventoryQuerySet:
        """What stands in the inventory: without what came from a workshop and nobody looked at yet."""
        return self.filter(is_waiting=False)

    def waiting(self) -> InventoryQuerySet:
        """What came from a workshop and waits for a look, in the order in which it came."""
        return self.filter(is_waiting=True).order_by("created_at", "pk")


class InventoryEntry(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """A programme or a kind of support that exists in the region already."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="inventory")
    name = models.CharField(_("name"), max_length=200)
    offers = models.TextField(_("what it offers"), blank=True, max_length=TEXT_LENGTH)
    aim = models.TextField(_("what it is meant to reach"), blank=True, max_length=TEXT_LENGTH)
    for_whom = models.CharField(_("for whom"), max_length=300, blank=True)
    initiator = models.CharField(_("who initiates it"), max_length=200, blank=True)
    # Who that is in the register, which only coordinators see.
    stakeholder = models.ForeignKey(
        Stakeholder,
        verbose_name=_("in the register"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="inventory",
    )
    area = models.CharField(_("where"), max_length=300, blank=True)
    cost = models.TextField(_("what it costs and who pays"), blank=True, max_length=TEXT_LENGTH)
    limits = models.TextField(_("its limits"), blank=True, max_length=TEXT_LENGTH)
    obstacles = models.TextField(_("obstacles for people who need it"), blank=True, max_length=TEXT_LENGTH)
    website = models.URLField(_("website"), blank=True, max_length=300)
    since = models.PositiveSmallIntegerField(
        _("since"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2199)]
    )
    until = models.PositiveSmallIntegerField(
        _("until"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2199)]
    )
    filled_in_by = models.CharField(_("filled in by"), max_length=200, blank=True)
    filled_in_for = models.CharField(_("organisation"), max_length=200, blank=True)
    workshop = models.ForeignKey(
        Workshop, null=True, blank=True, on_delete=models.RESTRICT, related_name="entries", editable=False
    )
    is_waiting = models.BooleanField(_("waits for a look"), default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[InventoryEntry]] = InventoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the inventory")
        verbose_name_plural = _("inventory")
        ordering = (SortKey("name"), "pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index("space", SortKey("name"), "id", name="inventory_sorted"),
            models.Index(fields=["space"], name="inventory_waiting", condition=Q(is_waiting=True)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(is_waiting=False) | Q(workshop__isnull=False), name="inventory_only_workshops_wait"
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="inventory_ends_after_start",
                violation_error_message=_("The last year lies before the first."),
            ),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = _READ_BY_ALL

    def __str__(self) -> str:
        return self.name

    @property
    def is_from_workshop(self) -> bool:
        return self.workshop_id is not None

    @property
    def filled_in(self) -> str:
        """Who filled it in, with their organisation in brackets."""
        if self.filled_in_by and self.filled_in_for:
            return f"{self.filled_in_by} ({self.filled_in_for})"
        return self.filled_in_by or self.filled_in_for

    @property
    def years(self) -> str:
        """From when until when: "2019 – 2024", "since 2019", "until 2024" or nothing."""
        if self.since and self.until:
            return f"{self.since} – {self.until}"
        if self.since:
            return gettext("since %(year)s") % {"year": self.since}
        return gettext("until %(year)s") % {"year": self.until} if self.until else ""


class Source(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """Something that was read: a report, a study, figures."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("title"), max_length=300)
    author = models.CharField(_("author or publisher"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2199)]
    )
    link = models.URLField(_("link"), blank=True, max_length=500)
    findings = models.TextField(_("what it says"), blank=True, max_length=FINDINGS_LENGTH)
    looked_at_on = models.DateField(_("looked at on"), default=timezone.localdate)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Source]] = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = (SortKey("title"), "pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index("space", SortKey("title"), "id", name="source_sorted"),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = _READ_BY_ALL

    def __str__(self) -> str:
        return self.title


class QuestionGuide(models.Model):
    """The questions that a space asks in its consultations, in its own words; without a row those of the house."""

    space = models.OneToOneField(Space, on_delete=models.CASCADE, related_name="question_guide")
    text = models.TextField(_("questions"), max_length=3_000)

    class Meta:
        verbose_name = _("question guide")
        verbose_name_plural = _("question guides")

    def __str__(self) -> str:
        return str(self.space_id)

    @property
    def questions(self) -> tuple[str, ...]:
        return lines_of(self.text)


class Consultation(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """A conversation with one person. Everybody in the space may read its findings; who it was with only when
    ``is_named``; answers and private notes are for coordinators alone."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="consultations")
    stakeholder = models.ForeignKey(
        Stakeholder,
        verbose_name=_("in the register"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="consultations",
    )
    name = models.CharField(_("with whom"), max_length=300)
    is_named = models.BooleanField(_("may be named"), default=False)
    held_on = models.DateField(_("when"), default=timezone.localdate)
    by = models.CharField(_("by whom"), max_length=200, blank=True)
    # What was asked and answered, in order, each with the question as it was worded then: [question, answer].
    answers = models.JSONField(_("answers"), default=list, blank=True)
    findings = models.TextField(_("findings"), blank=True, max_length=FINDINGS_LENGTH)
    private_notes = models.TextField(_("private notes"), blank=True, max_length=FINDINGS_LENGTH)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Consultation]] = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ("-held_on", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["space", "-held_on", "-id"], name="consultation_newest"),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {
            "view": takes_part,
            "change": is_coordinator,
            "view_answers_of": is_coordinator,
        }

    def __str__(self) -> str:
        return self.name

    @property
    def public_name(self) -> str:
        """With whom it was, where that may be said; else "". For all but the coordinators."""
        return self.name if self.is_named else ""


class GapQuerySet(InSpaceQuerySet):
    def with_evidence(self) -> GapQuerySet:
        """Adds ``evidence``: how many things show that the gap is there."""
        links = (Gap.programmes.through, Gap.sources.through, Gap.consultations.through, Remark)
        counts = [_count_of(model.objects.filter(gap=OuterRef("pk"))) for model in links]
        return self.annotate(evidence=counts[0] + counts[1] + counts[2] + counts[3])

    def without_evidence(self) -> GapQuerySet:
        """Those that nothing shows yet."""
        remarks = Exists(Remark.objects.filter(gap=OuterRef("pk")))
        return self.filter(~remarks, programmes=None, sources=None, consultations=None)


def _count_of(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("gap").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class Gap(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """Something that is missing in the region, with what shows it."""

    class Urgency(models.TextChoices):
        """Not known is not low."""

        HIGH = "high", _("high")
        MEDIUM = "medium", _("medium")
        LOW = "low", _("low")
        UNKNOWN = "unknown", _("not known")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="gaps")
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("what is missing"), blank=True, max_length=TEXT_LENGTH)
    affected = models.CharField(_("who is affected"), max_length=300, blank=True)
    urgency = models.CharField(_("how urgent"), max_length=10, choices=Urgency, default=Urgency.UNKNOWN)
    position = models.PositiveIntegerField(default=0, editable=False)
    programmes = models.ManyToManyField(
        InventoryEntry, verbose_name=_("from the inventory"), blank=True, related_name="gaps"
    )
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), blank=True, related_name="gaps")
    consultations = models.ManyToManyField(
        Consultation, verbose_name=_("consultations"), blank=True, related_name="gaps"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Gap]] = GapQuerySet.as_manager()

    class Meta:
        verbose_name = _("gap")
        verbose_name_plural = _("gaps")
        ordering = ("position", "pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["space", "position", "id"], name="gap_in_order"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(urgency__in=["high", "medium", "low", "unknown"]), name="gap_urgency_known"
            ),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = _READ_BY_ALL

    def __str__(self) -> str:
        return self.title


class Remark(models.Model):
    """What a member said that shows a gap, in their own words."""

    gap = models.ForeignKey(Gap, on_delete=models.CASCADE, related_name="remarks")
    said = models.CharField(_("what was said"), max_length=600)
    by = models.CharField(_("by whom"), max_length=200, blank=True)
    said_on = models.DateField(_("when"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ("said_on", "pk")

    def __str__(self) -> str:
        return self.said
