"""An intervision day, the rounds of its programme with their reports, and the report of the day."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import dateformat, timezone
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from accounts.models import User
from core.frozen.models import FrozenDocument
from core.prepared import Given
from spaces import rules
from spaces.models import InSpaceQuerySet, Member, Space


def lines_of(text: str) -> list[str]:
    """What people typed "one on each line", without empty lines and without a dash or bullet of their own."""
    lines = (line.strip().lstrip("-•*").strip() for line in text.splitlines())
    return [line for line in lines if line]


def _without_accents(name: str) -> str:
    """What names are sorted by: "Élan" stands before "Zeeman"."""
    return "".join(letter for letter in normalize("NFKD", name.casefold()) if not combining(letter))


class IntervisionDayQuerySet(InSpaceQuerySet):
    """Days of one or many spaces."""

    def upcoming(self, now: dt.datetime | Given | None = None) -> IntervisionDayQuerySet:
        """Those still to come or going on, soonest first."""
        return self.filter(ends_at__gt=now or timezone.now()).order_by("starts_at", "pk")

    def held(self, now: dt.datetime | Given | None = None) -> IntervisionDayQuerySet:
        """Those that took place, latest first: over, and with a round."""
        rounds = Round.objects.filter(day=OuterRef("pk"))
        return self.filter(Exists(rounds), ends_at__lte=now or timezone.now()).order_by("-starts_at", "-pk")

    def with_figures(self) -> IntervisionDayQuerySet:
        """Adds ``asked``, ``contributed`` (contributions) and ``rounds_planned``: how many there are."""
        from sessions.intervision.models.contributions import Contribution, ContributionRequest

        return self.annotate(
            asked=_number_of(ContributionRequest.objects.filter(withdrawn_at=None)),
            contributed=_number_of(Contribution.objects.all()),
            rounds_planned=_number_of(Round.objects.all()),
        )


def _number_of(rows: QuerySet[Any]) -> Coalesce:
    """How many of ``rows`` belong to the day of the outer query."""
    counted = rows.filter(day=OuterRef("pk")).order_by().values("day").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


class IntervisionDay(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """A day of intervision. Times are moments; people see them in the zone of the space."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="intervision_days")
    title = models.CharField(_("title"), max_length=200)
    themes = models.CharField(_("themes"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=300, blank=True)
    introduction = models.TextField(_("introduction"), max_length=5_000, blank=True)
    guiding_questions = models.TextField(_("guiding questions"), max_length=3_000, blank=True)
    # Set while the report is finished: then nothing that stands in it can be changed.
    finished_at = models.DateTimeField(_("report finished"), null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[IntervisionDay]] = IntervisionDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("intervision day")
        verbose_name_plural = _("intervision days")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["space", "starts_at"], name="intervision_in_space"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="intervision_ends_after_start",
                violation_error_message=_("The end has to be later than the start."),
            ),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {
            "view": rules.takes_part,
            "add": rules.is_team,
            "change": rules.is_team,
        }

    def __str__(self) -> str:
        return self.title

    def is_open(self, now: dt.datetime | None = None) -> bool:
        """Whether contributions can be handed in and corrected: until the day begins."""
        return self.starts_at > (now or timezone.now())

    def is_over(self, now: dt.datetime | None = None) -> bool:
        return self.ends_at <= (now or timezone.now())

    def has_come(self, now: dt.datetime | None = None) -> bool:
        """Whether its day has come, where the space is: then there is something to report."""
        return self._local(now or timezone.now()).date() >= self.local_start.date()

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def local_start(self) -> dt.datetime:
        """The start as the clock shows it where the space is, without a zone: templates would move it."""
        return self._local(self.starts_at)

    @property
    def local_end(self) -> dt.datetime:
        """As :attr:`local_start`."""
        return self._local(self.ends_at)

    def _local(self, moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(ZoneInfo(self.space.time_zone)).replace(tzinfo=None)

    @property
    def date_words(self) -> str:
        """ "Friday 15 October 2027", in the language of the page."""
        return dateformat.format(self.local_start, "l j F Y")

    @property
    def hours(self) -> str:
        """ "09:30 – 17:00" """
        return f"{self.local_start:%H:%M} – {self.local_end:%H:%M}"

    @property
    def guiding_question_list(self) -> list[str]:
        return lines_of(self.guiding_questions)


class Round(models.Model):
    """One round of the programme and its report. Rounds at the same time are held side by side.

    Times are of the clock where the space is; a day that moves takes its rounds along.
    """

    # What is planned before the day, and what is reported of it afterwards.
    PLAN: ClassVar = ("title", "theme", "starts", "ends", "place", "host", "facilitator")
    REPORT: ClassVar = (
        "others_attending",
        "content",
        "approach",
        "guiding_questions",
        "questions",
        "information",
        "insights",
    )

    day = models.ForeignKey(IntervisionDay, on_delete=models.CASCADE, related_name="rounds")
    title = models.CharField(_("title"), max_length=200)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    place = models.CharField(_("place"), max_length=300, blank=True)
    host = models.ForeignKey(
        Member, verbose_name=_("host"), null=True, blank=True, on_delete=models.SET_NULL, related_name="hosted_rounds"
    )
    facilitator = models.CharField(_("facilitator"), max_length=200, blank=True)

    attending = models.ManyToManyField(Member, verbose_name=_("members"), blank=True, related_name="attended_rounds")
    others_attending = models.TextField(_("other organisations"), max_length=3_000, blank=True)
    content = models.TextField(_("content"), max_length=10_000, blank=True)
    approach = models.TextField(_("approach"), max_length=10_000, blank=True)
    guiding_questions = models.TextField(_("guiding questions"), max_length=5_000, blank=True)
    questions = models.TextField(_("questions"), max_length=10_000, blank=True)
    information = models.TextField(_("for information"), max_length=10_000, blank=True)
    insights = models.TextField(_("insights"), max_length=20_000, blank=True)
    # Rises with each saved report, so that two people who write do not overwrite each other unseen.
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ("starts", "ends", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="round_ends_after_start",
                violation_error_message=_("The end has to be later than the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def hours(self) -> str:
        """ "10:00 – 11:30" """
        return f"{self.starts:%H:%M} – {self.ends:%H:%M}"

    @property
    def is_written(self) -> bool:
        """Whether anything is reported of it. Asks for the members and tips, prefetched or not."""
        return any(getattr(self, name).strip() for name in self.REPORT) or bool(self.attending.all() or self.tips.all())

    @property
    def attending_names(self) -> list[str]:
        """Every organisation that was there, members and others, by name; each once."""
        names = {member.name for member in self.attending.all()} | set(lines_of(self.others_attending))
        return sorted(names, key=_without_accents)

    @property
    def guiding_question_list(self) -> list[str]:
        return lines_of(self.guiding_questions)

    @property
    def question_list(self) -> list[str]:
        return lines_of(self.questions)


class Tip(models.Model):
    """A tip that came up in a round, with or without who gave it."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="tips")
    text = models.TextField(_("tip"), max_length=2_000)
    url = models.URLField(_("link"), max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])])
    given_by = models.CharField(_("given by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("tip")
        verbose_name_plural = _("tips")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text


class DayReport(models.Model):
    """One finished revision of a day's report; a correction is a later one."""

    FROZEN_KIND: ClassVar = "intervision report"

    day = models.ForeignKey(IntervisionDay, on_delete=models.CASCADE, related_name="reports")
    revision = models.PositiveSmallIntegerField(_("version"))
    document = models.OneToOneField(
        FrozenDocument, editable=False, on_delete=models.PROTECT, related_name="intervision_report"
    )
    finished_at = models.DateTimeField(_("finished"))
    finished_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(_("sent round"), null=True, editable=False)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("day", "revision")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("day", "revision", name="intervision_report_revision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} ({self.revision})"


def require_writable(day: IntervisionDay) -> None:
    """Raise ValidationError while the report is finished: what stands in it does not change."""
    if day.is_finished:
        raise ValidationError(_("The report is finished, so nothing in it can be changed. Begin a correction first."))
