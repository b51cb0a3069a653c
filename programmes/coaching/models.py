"""Process coaches: somebody from outside whom a programme gives to a region for a time."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from places.models import Region
from spaces.models import Space

NAME_LENGTH = 160


# The days from the first to the last, both with them; without a last day all that follow.
DAYS = Func(
    "starts_on",
    "ends_on",
    RangeBoundary(inclusive_lower=True, inclusive_upper=True),
    function="DATERANGE",
    output_field=DateRangeField(),
)


class CoachQuerySet(models.QuerySet["Coach"]):
    def current(self, today: dt.date | None = None) -> CoachQuerySet:
        """Those who coach today."""
        today = today or timezone.localdate()
        return self.not_over(today).filter(starts_on__lte=today)

    def not_over(self, today: dt.date | None = None) -> CoachQuerySet:
        """Those who coach today, or will."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today or timezone.localdate()))

    def administered_by(self, user: User) -> CoachQuerySet:
        """Those of the regions that ``user`` looks after in the administration, and of the programmes they
        coordinate."""
        if user.is_superuser:
            return self
        regions = Region.objects.administered_by(user)
        return self.filter(Q(region__in=regions) | Q(programme__in=Space.objects.coordinated_by(user)))


class Coach(models.Model):
    """Somebody from outside who coaches a region of a programme from a day on; a region has one at a time.

    A coach is no person of a space: being one gives no rights and no account. The address and the note are emptied
    some time after the last day (``services.forget_past``); who coached where, and when, stays.
    """

    programme = models.ForeignKey(
        Space,
        verbose_name=gettext_lazy("programme"),
        on_delete=models.CASCADE,
        related_name="coaches",
        limit_choices_to={"kind": Space.Kind.PROGRAMME},
    )
    region = models.ForeignKey(
        Region, verbose_name=gettext_lazy("region"), on_delete=models.PROTECT, related_name="coaches"
    )
    name = models.CharField(gettext_lazy("name"), max_length=NAME_LENGTH)
    organisation = models.CharField(gettext_lazy("organisation"), max_length=NAME_LENGTH, blank=True)
    email = models.EmailField(gettext_lazy("e-mail address"))
    language = models.CharField(gettext_lazy("language"), max_length=5, choices=settings.LANGUAGES)
    starts_on = models.DateField(gettext_lazy("first day"), default=timezone.localdate)
    ends_on = models.DateField(gettext_lazy("last day"), null=True, blank=True)
    note = models.TextField(gettext_lazy("note"), max_length=2_000, blank=True)
    introduced_to = models.ForeignKey(
        Space,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The alliance whose coordinators and the coach were mailed about each other.",
    )

    objects: ClassVar[models.Manager[Coach]] = CoachQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("process coach")
        verbose_name_plural = gettext_lazy("process coaches")
        ordering = ("starts_on", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            ExclusionConstraint(
                name="one_coach_at_a_time",
                expressions=[
                    ("programme", RangeOperators.EQUAL),
                    ("region", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="coach_ends_after_start",
                violation_error_message=gettext_lazy("The last day lies before the first."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="coach_has_a_name"),
            models.CheckConstraint(
                condition=~Q(email="") | Q(ends_on__isnull=False), name="coach_is_reached_until_the_last_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.region})"

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on < timezone.localdate()

    @property
    def is_to_come(self) -> bool:
        return self.starts_on > timezone.localdate()

    @property
    def is_forgotten(self) -> bool:
        """Whether only name and period are left, so that there is nothing to change any more."""
        return self.email == ""

    @property
    def may_be_taken_back(self) -> bool:
        """Whether the coach has not begun before today, so that it can be as if nobody was given."""
        return self.starts_on >= timezone.localdate()

    @property
    def period(self) -> str:
        """When, in words: "since 1 May 2026", "from 1 May 2027 until 30 April 2028"."""
        first = date_format(self.starts_on, "DATE_FORMAT")
        if self.ends_on:
            last = date_format(self.ends_on, "DATE_FORMAT")
            return _("from %(first)s until %(last)s") % {"first": first, "last": last}
        return (_("from %(first)s on") if self.is_to_come else _("since %(first)s")) % {"first": first}
