"""A call, what it asks, by what proposals are looked at, and where people can hear more."""

import datetime as dt
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from places.models import Region
from sessions.meetings.models import Meeting
from spaces.models import Space

LONGEST_ANSWER = 5_000
HEAVIEST = 5


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: User) -> "CallQuerySet":
        """Those of the programmes that ``user`` coordinates."""
        return self.filter(space__in=Space.objects.coordinated_by(user))

    def published(self) -> "CallQuerySet":
        return self.exclude(published_at=None)

    def in_state(self, state: str, now: dt.datetime | None = None) -> "CallQuerySet":
        """As :meth:`Call.state` says of one."""
        now = now or timezone.now()
        if state == Call.State.DRAFT:
            return self.filter(published_at=None)
        conditions = {
            Call.State.COMING: Q(opens_at__gt=now),
            Call.State.OPEN: Q(opens_at__lte=now, closes_at__gt=now),
            Call.State.CLOSED: Q(closes_at__lte=now),
        }
        return self.published().filter(conditions[Call.State(state)])

    def for_everybody(self) -> "CallQuerySet":
        """Those with a public page: published, and not for invited organisations only."""
        return self.published().filter(by_invitation=False)


class Call(models.Model):
    """A programme asks who wants to lead a network in a region. Moments are shown in the zone of the programme."""

    class State(models.TextChoices):
        """Not stored: it follows from the moments and the clock."""

        DRAFT = "draft", _("being prepared")
        COMING = "coming", _("opens later")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    space = models.ForeignKey(
        Space, on_delete=models.PROTECT, related_name="calls", limit_choices_to={"kind": Space.Kind.PROGRAMME}
    )
    slug = models.SlugField(_("short name in addresses"), max_length=60)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(
        _("what it is about"), max_length=10_000, help_text=_("What is granted, for what, and who can apply.")
    )
    budget = models.PositiveIntegerField(
        _("budget"), null=True, blank=True, help_text=_("In whole euros, for all regions together. May stay empty.")
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    by_invitation = models.BooleanField(
        _("only for organisations that we invite"),
        default=False,
        help_text=_("Then the call has no public page; who is invited gets a link by mail."),
    )
    regions = models.ManyToManyField(Region, verbose_name=_("regions"), related_name="calls")
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Call"]] = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ("-opens_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("space", "slug", name="call_slug_once_in_a_programme"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_it_opens",
                violation_error_message=_("The call closes before it opens. Choose a later moment to close."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def state(self, now: dt.datetime | None = None) -> "Call.State":
        now = now or timezone.now()
        if self.published_at is None:
            return self.State.DRAFT
        if now < self.opens_at:
            return self.State.COMING
        return self.State.OPEN if now < self.closes_at else self.State.CLOSED

    def is_open(self, now: dt.datetime | None = None) -> bool:
        return self.state(now) == self.State.OPEN

    @property
    def is_still_to_close(self) -> bool:
        """Published, and not closed yet: people can say who could lead, or that they look for partners."""
        return self.state() in (self.State.COMING, self.State.OPEN)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def local_opening(self) -> dt.datetime:
        """As the clock shows it in the programme's zone; without a zone, so that templates do not move it."""
        return self.local(self.opens_at)

    @property
    def local_closing(self) -> dt.datetime:
        """As :attr:`local_opening`."""
        return self.local(self.closes_at)

    def local(self, moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(ZoneInfo(self.space.time_zone)).replace(tzinfo=None)

    def free_regions(self) -> models.QuerySet[Region]:
        """The regions of the call in which the programme has no alliance yet."""
        return self.regions.exclude(alliance_regions__programme=self.space_id)


class Question(models.Model):
    """Something that a call asks; an answer has at most ``longest`` characters."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("question"), max_length=300)
    hint = models.CharField(_("hint"), max_length=500, blank=True)
    longest = models.PositiveSmallIntegerField(
        _("most characters"), default=1_500, validators=[MinValueValidator(100), MaxValueValidator(LONGEST_ANSWER)]
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("position", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(longest__gte=100, longest__lte=LONGEST_ANSWER), name="question_longest_sensible"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Criterion(models.Model):
    """By what a proposal is looked at; ``weight`` says how much it counts beside the others."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("criterion"), max_length=120)
    hint = models.CharField(_("what to look at"), max_length=500, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(HEAVIEST)]
    )

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ("position", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=HEAVIEST), name="criterion_weight_sensible"),
        ]

    def __str__(self) -> str:
        return self.name


class InformationSession(models.Model):
    """A meeting of the programme in which a call is explained, for one or several regions."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="information_sessions")
    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="information_sessions"
    )
    regions = models.ManyToManyField(Region, verbose_name=_("for these regions"), related_name="information_sessions")

    class Meta:
        verbose_name = _("information session")
        verbose_name_plural = _("information sessions")
        ordering = ("meeting__starts_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "call",
                "meeting",
                name="information_session_once",
                violation_error_message=_("That meeting is an information session of this call already."),
            ),
        ]

    def __str__(self) -> str:
        return self.meeting.title
