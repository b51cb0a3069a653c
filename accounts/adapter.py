"""How allauth behaves here."""

import logging
from collections.abc import Mapping
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

log = logging.getLogger(__name__)

# What allauth says when something is not right, in our words.
ERRORS: Mapping[str, Promise] = {
    "account_inactive": gettext_lazy("This account is closed."),
    "cannot_remove_primary_email": gettext_lazy("We write to you at this address. Choose another one for that first."),
    "duplicate_email": gettext_lazy("This address is among yours already."),
    "email_password_mismatch": gettext_lazy("This address and this password do not belong together."),
    "email_taken": gettext_lazy("This address belongs to another account."),
    "enter_current_password": gettext_lazy("This is not the password you have now."),
    "incorrect_code": gettext_lazy("This is not the right code. Look at it again, or ask for a new one."),
    "incorrect_password": gettext_lazy("This is not your password."),
    "invalid_login": gettext_lazy("This address and this password do not belong together."),
    "invalid_password_reset": gettext_lazy("This link does not work any more. Ask for a new one."),
    "max_email_addresses": gettext_lazy("You can have at most %d addresses."),
    "rate_limited": gettext_lazy("That was often in a short time. Wait a few minutes and try again."),
    "same_as_current": gettext_lazy("This is what it was already."),
    "select_only_one": gettext_lazy("Choose one."),
    "too_many_login_attempts": gettext_lazy("That was often in a short time. Wait a few minutes and try again."),
    "unverified_primary_email": gettext_lazy("Show first that this address is yours: we can send you a code."),
}
MFA_ERRORS: Mapping[str, Promise] = {
    "add_email_blocked": gettext_lazy("With a second lock on your account you cannot add an address."),
    "cannot_delete_authenticator": gettext_lazy("This is your last second lock, and you need one."),
    "cannot_generate_recovery_codes": gettext_lazy("Set up a key or the app first."),
    "incorrect_code": gettext_lazy("This is not the right code. Type the one that the app shows now, or a spare code."),
    "unverified_email": gettext_lazy("Show first, under “E-mail addresses”, that your address is yours."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from an invitation; nobody signs up from the street."""

    error_messages: Mapping[str, Any] = {**DefaultAccountAdapter.error_messages, **ERRORS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_email(self, email: str) -> Any:
        return super().clean_email(email).lower()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send at once and not through the outbox: a code is worthless later, and no copy of it may lie there."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as error:
            log.error("A mail about an account was not sent: %s", type(error).__name__)
            messages.error(self.request, _("We cannot send mail at this moment. Please try again in a few minutes."))
            raise ImmediateHttpResponse(redirect("account_login")) from error

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show once more who one is, each with the words for its button."""
        words = {
            "reauthenticate": _("Use my password"),
            "mfa_reauthenticate": _("Use the code of the app, or a spare code"),
            "mfa_reauthenticate:webauthn": _("Use my key (passkey)"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in methods]


class MFAAdapter(DefaultMFAAdapter):
    """The second lock: our words for it."""

    error_messages: Mapping[str, Any] = {**DefaultMFAAdapter.error_messages, **MFA_ERRORS}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """What a new key is called until its owner gives it another name."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Key %(number)d") % {"number": number}
