"""People who log in. What a person is in an alliance stands in ``spaces``, not here."""

from typing import Any, ClassVar

import rules
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.guard import is_refused_for_good


class UserManager(BaseUserManager["User"]):
    """Makes users who are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user with ``email`` (stored in lower case); without a password they sign in by code."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A platform administrator. ``manage.py createsuperuser`` calls this.

        Their address counts as verified: whoever makes them has a shell here, and they still sign in by mail.
        """
        from allauth.account.models import EmailAddress

        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        EmailAddress.objects.using(self._db).create(user=user, email=user.email, verified=True, primary=True)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """An account: an e-mail address that was proved, and how this person wants the pages."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    is_staff = models.BooleanField(
        _("may use the administration"),
        default=False,
        help_text=_("Needs a second factor. What they see there depends on their regions and programmes."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def name_and_address(self) -> str:
        """Who this is for somebody who has to be sure: a name is what a person chose to be called."""
        return f"{self.name} ({self.email})" if self.name else self.email

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return (self.name or self.email).split(" ")[0]

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether this account has ``perm``. About an object only the rules decide: a platform
        administrator, whom Django lets do everything, has no say inside a space by that alone."""
        if obj is None:
            return super().has_perm(perm)
        return self.is_active and not is_refused_for_good(perm, obj) and rules.has_perm(perm, self, obj)

    def has_second_factor(self) -> bool:
        """Whether signing in as this user asks for more than the mailbox."""
        from allauth.mfa.models import Authenticator
        from allauth.mfa.utils import is_mfa_enabled

        # Recovery codes alone are asked from nobody who signs in.
        return is_mfa_enabled(self, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
