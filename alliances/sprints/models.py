"""Sprints with their goals, and the rounds in which everybody is asked something in a minute."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from alliances.rules import is_alliance
from core.links import LinkState, MailLink
from spaces.models import InSpaceQuerySet, Person, Space
from spaces.rules import is_coordinator, is_team, takes_part

MAX_REMINDERS = 2
DAYS_BETWEEN_REMINDERS = 3
# The five things that a check-in asks about; each is a column of a reply.
THEMES = ("time", "money", "information", "organisation", "quality")
LOWEST, HIGHEST = 1, 5


class Sprint(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """About three months of work, with what the alliance wants to have reached at the end."""

    class Order(models.TextChoices):
        BOUQUET = "bouquet", _("as a bouquet: in any order")
        SEQUENCE = "sequence", _("in sequence: one after the other")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="sprints")
    title = models.CharField(_("title"), max_length=120)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    order = models.CharField(_("goals"), max_length=10, choices=Order, default=Order.BOUQUET)

    objects: ClassVar[models.Manager[Sprint]] = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("sprint")
        verbose_name_plural = _("sprints")
        ordering = ("-starts_on", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="sprint_ends_after_start",
                violation_error_message=_("The end lies before the start."),
            ),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {
            "view": is_alliance & takes_part,
            "change": is_alliance & is_team,
            "answer": is_alliance & takes_part,
            # What people say of themselves when they look back: decision 0047.
            "view_look_backs_of": is_alliance & is_coordinator,
        }

    def __str__(self) -> str:
        return self.title

    def is_now(self, today: dt.date) -> bool:
        return self.starts_on <= today <= self.ends_on


class Goal(models.Model):
    """What a sprint wants to have reached, and who takes the lead."""

    class State(models.TextChoices):
        NOT_BEGUN = "not_begun", _("not begun")
        UNDER_WAY = "under_way", _("under way")
        REACHED = "reached", _("reached")
        LET_GO = "let_go", _("let go")

    sprint = models.ForeignKey(Sprint, on_delete=models.CASCADE, related_name="goals")
    text = models.CharField(_("goal"), max_length=300)
    who = models.CharField(_("who takes the lead"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NOT_BEGUN)
    position = models.PositiveSmallIntegerField(_("place"), default=1, validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text


class Round(models.Model):
    """Something that everybody is asked at once, for some days: the start question, a check-in, or to look back on
    a sprint."""

    class Kind(models.TextChoices):
        START = "start", _("start question")
        CHECK_IN = "check_in", _("check-in")
        LOOK_BACK = "look_back", _("looking back")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="rounds")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    question = models.CharField(_("question"), max_length=300, blank=True)
    sprint = models.ForeignKey(
        Sprint, null=True, blank=True, on_delete=models.CASCADE, related_name="rounds", verbose_name=_("sprint")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    closes_on = models.DateField(_("last day"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects: ClassVar[models.Manager[Round]] = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ("-asked_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(kind="start") & Q(question="") | Q(kind="start", question__regex=r"\S"),
                name="round_start_has_question",
            ),
            models.CheckConstraint(
                condition=Q(kind="look_back", sprint__isnull=False) | ~Q(kind="look_back") & Q(sprint__isnull=True),
                name="round_looks_back_on_a_sprint",
            ),
            models.UniqueConstraint("sprint", name="round_look_back_once", condition=Q(kind="look_back")),
            models.UniqueConstraint("space", "kind", name="round_open_once", condition=Q(closed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        if self.sprint:
            return _("Looking back on “%(sprint)s”") % {"sprint": self.sprint}
        return self.question or str(self.get_kind_display())

    @property
    def is_check_in(self) -> bool:
        return self.kind == self.Kind.CHECK_IN

    @property
    def is_look_back(self) -> bool:
        return self.kind == self.Kind.LOOK_BACK

    @property
    def is_open(self) -> bool:
        """Whether answers still come in. The results of a check-in are shown once it is not."""
        return self.closed_at is None and timezone.localdate() <= self.closes_on


class RoundRequest(MailLink):
    """One person is asked for their answer in a round."""

    kind_of_link = "sprint-round"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    contacted_at = models.DateTimeField(_("last mail"), default=timezone.now)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)

    class Meta:
        verbose_name = _("request for an answer")
        verbose_name_plural = _("requests for an answer")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "round", "person", name="roundrequest_open_once", condition=Q(withdrawn_at__isnull=True)
            ),
            models.CheckConstraint(condition=Q(reminders__lte=MAX_REMINDERS), name="roundrequest_reminders_capped"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.round}"

    @property
    def place(self) -> Space:
        return self.round.space

    def link_state(self, now: dt.datetime | None = None) -> str:
        """As every link; it ends with its round."""
        state = super().link_state(now)
        return LinkState.EXPIRED if state == LinkState.FINE and not self.round.is_open else state


def _score(label: Any) -> models.PositiveSmallIntegerField[int | None, int | None]:
    between = [MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=between)


class Reply(models.Model):
    """What one person answered. Of a check-in nobody is shown whose it is; what somebody wrote looking back is
    read by themselves and by the coordinators."""

    class Role(models.TextChoices):
        """What somebody was for the others in a sprint."""

        CONNECT = "connect", _("connecting: bringing people together")
        REPRESENT = "represent", _("representing: speaking for those who were not there")
        DRIVE = "drive", _("driving: getting things going")
        ORGANISE = "organise", _("organising: seeing to it that it happens")
        ADVISE = "advise", _("advising: knowing the road")
        OWN = "own", _("another role")

    class Passing(models.TextChoices):
        """What becomes of the role in the next sprint."""

        KEEPS = "keeps", _("I go on with it")
        PASSES = "passes", _("somebody takes it over")
        STOPS = "stops", _("I stop, and nobody takes it over yet")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="replies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    time = _score(_("time"))
    money = _score(_("money"))
    information = _score(_("information"))
    organisation = _score(_("organisation"))
    quality = _score(_("quality"))
    words = models.TextField(_("in your own words"), max_length=1_000, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role, blank=True, default="", db_default="")
    own_role = models.CharField(_("name of the role"), max_length=80, blank=True, default="", db_default="")
    passing = models.CharField(_("next sprint"), max_length=10, choices=Passing, blank=True, default="", db_default="")
    passes_to = models.CharField(_("who takes it over"), max_length=200, blank=True, default="", db_default="")
    passes_how = models.CharField(_("how"), max_length=300, blank=True, default="", db_default="")
    replied_at = models.DateTimeField(_("answered"), default=timezone.now)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("round", "person", name="reply_once"),
            models.CheckConstraint(
                condition=Q(role="own", own_role__regex=r"\S") | ~Q(role="own") & Q(own_role=""),
                name="reply_own_role_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(passing="passes", passes_to__regex=r"\S")
                | ~Q(passing="passes") & Q(passes_to="", passes_how=""),
                name="reply_passes_to_somebody",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{theme}__isnull": True}) | Q(**{f"{theme}__range": (LOWEST, HIGHEST)}),
                    name=f"reply_{theme}_in_range",
                )
                for theme in THEMES
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.replied_at:%Y-%m-%d}"

    @property
    def role_words(self) -> str:
        """The role in a word or two, as the person named it or as we do."""
        return self.own_role or str(self.get_role_display()).partition(":")[0]
