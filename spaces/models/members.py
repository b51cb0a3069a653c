"""Member organisations and individuals, who represents them, and what changes in between."""

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from core.prepared import Given
from partners.organisations.models import Organisation
from spaces import rules
from spaces.models.people import Person
from spaces.models.spaces import CurrentQuerySet, Space


class MemberQuerySet(CurrentQuerySet):
    def with_pause(self, today: dt.date | Given | None = None) -> "MemberQuerySet":
        """Adds ``is_paused``: whether the member pauses now."""
        return self.annotate(is_paused=Exists(Pause.objects.current(today).filter(member=OuterRef("pk"))))

    def active(self, today: dt.date | Given | None = None) -> "CurrentQuerySet":
        """Current members that do not pause: those that are invited and asked to sign."""
        return self.with_pause(today).current(today).filter(is_paused=False)


class Member(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """An organisation, or an individual, that takes part in a space for a period.

    Who left and comes back is a new row: together they are one history (:meth:`stays`).
    """

    class Involvement(models.TextChoices):
        """How far a member wants to go, after Wilcox's ladder of participation."""

        INFORMED = "informed", _("be informed")
        CONSULTED = "consulted", _("be consulted")
        DECIDING = "deciding", _("decide together")
        ACTING = "acting", _("act together")
        SUPPORTING = "supporting", _("support")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    individual = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships")
    involvement = models.CharField(_("level of involvement"), max_length=20, choices=Involvement, blank=True)
    win = models.TextField(_("why they take part"), blank=True, max_length=2_000)
    shown_publicly = models.BooleanField(
        _("may be named on the public page"), default=False, help_text=_("Only when they said yes.")
    )
    starts_on = models.DateField(_("member since"), default=timezone.localdate)
    ends_on = models.DateField(_("member until"), null=True, blank=True)
    is_paused: bool  # where the queryset says ``with_pause``

    objects: ClassVar[models.Manager["Member"]] = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) ^ Q(individual__isnull=True),
                name="member_is_organisation_or_individual",
            ),
            models.UniqueConstraint(
                "space",
                "organisation",
                name="member_organisation_once",
                condition=Q(ends_on__isnull=True),
                violation_error_message=_("This organisation is already a member."),
            ),
            models.UniqueConstraint(
                "space",
                "individual",
                name="member_individual_once",
                condition=Q(ends_on__isnull=True),
                violation_error_message=_("This person is already a member."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="member_ends_after_start"
            ),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {
            "view": rules.takes_part,
            "add": rules.is_coordinator,
            "change": rules.is_coordinator,
        }

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return str(self.organisation or self.individual)

    def stays(self) -> models.QuerySet["Member"]:
        """The periods in which this organisation or individual was a member of the space, this one with them."""
        return Member.objects.filter(
            space=self.space_id, organisation=self.organisation_id, individual=self.individual_id
        ).order_by("starts_on", "pk")


class Pause(models.Model):
    """A period in which a member stands aside: not invited, not asked to sign, and still a member."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="pauses")
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects: ClassVar[models.Manager["Pause"]] = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("member", name="pause_once", condition=Q(ends_on__isnull=True)),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="pause_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return str(self.member)


class MandateGiven(models.Model):
    """What somebody may do for a member organisation."""

    may_speak = models.BooleanField(_("may speak for the organisation"), default=True)
    may_decide = models.BooleanField(_("may decide for the organisation"), default=False)
    may_sign = models.BooleanField(_("may sign for the organisation"), default=False)

    class Meta:
        abstract = True

    @property
    def mandate_words(self) -> str:
        """The mandate in words: "speaks, decides"; or that there is none."""
        parts = [
            word
            for given, word in (
                (self.may_speak, _("speaks")),
                (self.may_decide, _("decides")),
                (self.may_sign, _("signs")),
            )
            if given
        ]
        return ", ".join(map(str, parts)) or str(_("without a mandate"))


class Representative(MandateGiven):
    """Somebody who stands for a member organisation during a period, with or without a mandate."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="representatives")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="represents")
    took_over_from = models.OneToOneField(
        "self",
        verbose_name=_("took over from"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="followed_by",
    )
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects: ClassVar[models.Manager["Representative"]] = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "member",
                "person",
                name="representative_once",
                condition=Q(ends_on__isnull=True),
                violation_error_message=_("This person already represents the organisation."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="representative_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.member}"


class EarlierMandate(MandateGiven):
    """The mandate that a representative had until a day on which it changed."""

    seat = models.ForeignKey(Representative, on_delete=models.CASCADE, related_name="earlier_mandates")
    changed_on = models.DateField(_("changed on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("earlier mandate")
        verbose_name_plural = _("earlier mandates")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("seat", "changed_on", name="earlier_mandate_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.mandate_words}"


class PlannedHandOver(MandateGiven):
    """On a day to come somebody takes over a seat, with this mandate; nothing has happened yet."""

    seat = models.OneToOneField(Representative, on_delete=models.CASCADE, related_name="hand_over")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    from_day = models.DateField(_("from"))
    asks = models.BooleanField(_("is invited to what is coming"), default=False)
    welcomes = models.BooleanField(_("gets a word of welcome"), default=False)
    # Empty once that account is gone; the hand-over happens all the same, on behalf of a coordinator of that day.
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("planned hand-over")
        verbose_name_plural = _("planned hand-overs")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["from_day"], name="handover_from_day")]

    def __str__(self) -> str:
        return f"{self.seat} → {self.name}"
