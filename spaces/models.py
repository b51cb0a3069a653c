"""A space is what everything belongs to: a place with people, members and roles.

Rights follow from one thing: the role that a person has in this space (``spaces.rules``).
Membership and account are different facts. Somebody with an account is every ``Person`` that
carries one of their verified addresses; most people never make an account.
"""

import datetime as dt
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from accounts.models import User
from core.links import MailLink
from core.prepared import Given
from core.text import SortKey
from partners.organisations.models import Organisation
from spaces import rules
from spaces.subtitle import subtitle


class SpaceQuerySet(models.QuerySet["Space"]):
    def visible_to(self, user: User | AnonymousUser) -> "SpaceQuerySet":
        """The spaces in which ``user`` takes part today.

        A platform or programme administrator sees none by that alone, and a guest sees only the
        meeting or session they were asked for.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=Role.objects.held_by(user).exclude(kind=Role.Kind.GUEST).values("space"))

    def coordinated_by(self, user: User | AnonymousUser) -> "SpaceQuerySet":
        """The spaces that ``user`` coordinates today; of programmes: those they administer."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=Role.objects.held_by(user).filter(kind=Role.Kind.COORDINATOR).values("space"))


class Space(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """A programme, alliance, branch or working group, seen as a place."""

    class Kind(models.TextChoices):
        PROGRAMME = "programme", _("programme")
        ALLIANCE = "alliance", _("alliance")
        BRANCH = "branch", _("branch")
        WORKING_GROUP = "working_group", _("working group")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, editable=False)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(
        _("short name in addresses"),
        max_length=60,
        unique=True,
        help_text=_("Small letters, digits and hyphens; does not change later."),
    )
    why = models.TextField(_("why"), blank=True, max_length=10_000)
    vision = models.TextField(_("vision"), blank=True, max_length=10_000)
    objectives = models.TextField(_("objectives"), blank=True, max_length=10_000)
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="nl")
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Brussels")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Space"]] = SpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="space_ends_after_start",
                violation_error_message=_("The end lies before the start."),
            ),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {
            "view": rules.takes_part,
            "change": rules.is_coordinator,
        }

    def __str__(self) -> str:
        return self.name

    @cached_property
    def region_name(self) -> str:
        """What stands under its name (``spaces.subtitle``); pages get it with the space."""
        found = Space.objects.filter(pk=self.pk).annotate(line=subtitle()).values_list("line", flat=True)
        return found.get()


class InSpaceQuerySet(models.QuerySet[Any]):
    """Rows that belong to a space by a foreign key named ``space``."""

    def visible_to(self, user: User) -> "InSpaceQuerySet":
        return self.filter(space__in=Space.objects.visible_to(user))


class PersonQuerySet(InSpaceQuerySet):
    def of(self, user: User | Given) -> "PersonQuerySet":
        """The records of the person behind this account, in every space: by verified address."""
        return self.filter(email__in=EmailAddress.objects.filter(user=user, verified=True).values("email"))


class Person(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """Somebody as one space knows them. Their contact data belong to that space."""

    class Source(models.TextChoices):
        """Where we have this person's data from: each personal record says it (J5)."""

        COORDINATOR = "coordinator", _("entered by the coordinator")
        SELF = "self", _("given by the person")
        COLLEAGUE = "colleague", _("named by a colleague")
        SHEET = "sheet", _("from a spreadsheet")
        ADMINISTRATOR = "administrator", _("entered by an administrator")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, blank=True)
    source = models.CharField(_("source"), max_length=20, choices=Source, default=Source.COORDINATOR)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Person"]] = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes: ClassVar[list[models.Index]] = [
            models.Index("space", SortKey("name"), name="person_sorted"),
            models.Index(fields=["email"], name="person_email", condition=~Q(email="")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "space",
                "email",
                name="person_email_once_in_space",
                condition=~Q(email=""),
                violation_error_message=_("Somebody with this address is already here."),
            ),
            models.CheckConstraint(
                condition=Q(email=models.functions.Lower("email")),
                name="person_email_lower_case",
                violation_error_message=_("Write the address in small letters."),
            ),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {
            "view": rules.takes_part,
            "change": rules.is_coordinator,
        }

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def mail_language(self) -> str:
        """The language in which this person gets mail from the space."""
        return self.language or self.space.language


class CurrentQuerySet(InSpaceQuerySet):
    """Rows with ``starts_on`` and ``ends_on`` (the last day, empty while it goes on)."""

    def current(self, today: dt.date | Given | None = None) -> "CurrentQuerySet":
        today = today or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today)


class Member(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """An organisation, or an individual, that takes part in a space for a period."""

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

    objects: ClassVar[models.Manager["Member"]] = CurrentQuerySet.as_manager()

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


class Representative(models.Model):
    """Somebody who stands for a member organisation during a period, with or without a mandate."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="representatives")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="represents")
    may_speak = models.BooleanField(_("may speak for the organisation"), default=True)
    may_decide = models.BooleanField(_("may decide for the organisation"), default=False)
    may_sign = models.BooleanField(_("may sign for the organisation"), default=False)
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


class RoleQuerySet(CurrentQuerySet):
    def held_by(self, user: User | Given, today: dt.date | Given | None = None) -> "CurrentQuerySet":
        """The roles that the person behind this account has today."""
        return self.current(today).filter(person__in=Person.objects.of(user))


class Role(models.Model):
    """What somebody does in a space during a period. A person can have several."""

    class Kind(models.TextChoices):
        COORDINATOR = "coordinator", _("coordinator")
        CHAIR = "chair", _("chair")
        SECRETARY = "secretary", _("secretary")
        COMMUNICATIONS = "communications", _("communications officer")
        MEMBER = "member", _("member")
        GUEST = "guest", _("guest")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="roles")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(_("role"), max_length=20, choices=Kind)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    # Who of the administration gave it, and why; empty when the space itself did. The workspace shows both.
    given_by = models.CharField(_("given by"), max_length=500, blank=True, db_default="", editable=False)
    given_because = models.TextField(_("reason"), max_length=500, blank=True, db_default="", editable=False)

    objects: ClassVar[models.Manager["Role"]] = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["space", "kind"], name="role_in_space")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "person",
                "kind",
                name="role_once",
                condition=Q(ends_on__isnull=True),
                violation_error_message=_("This person already has that role."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="role_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"


class Invitation(MailLink):
    """An invitation by e-mail to take up a role; the link leads to a sign-in code."""

    kind_of_link = "invitation"

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="invitations")
    created_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return str(self.role)
