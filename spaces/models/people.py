"""Somebody as one space knows them, and what they do there."""

import datetime as dt
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from accounts.models import User
from core.links import MailLink
from core.prepared import Given
from core.text import SortKey
from spaces import rules
from spaces.models.spaces import CurrentQuerySet, InSpaceQuerySet, Space


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
    def name_and_address(self) -> str:
        """As of an account (``accounts.User``): for whoever has to know where a reply goes."""
        return f"{self.name} ({self.email})" if self.email else self.name

    @property
    def mail_language(self) -> str:
        """The language in which this person gets mail from the space."""
        return self.language or self.space.language


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

    # Whether what was mailed to who had it was looked at since it ended (``spaces.services.end_links_of_ended_roles``).
    links_ended = models.BooleanField(default=False, db_default=False, editable=False)

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

    @property
    def place(self) -> Space:
        return self.role.space
