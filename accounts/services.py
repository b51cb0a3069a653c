"""Making accounts for people who were invited."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User
from core import slots

# Rooms below say here whether an address belongs to somebody who may sign in:
# callables (email: str) -> bool.
MAY_SIGN_IN = "accounts.may_sign_in"
slots.offer(MAY_SIGN_IN)
# What somebody may do where, for the administration: callables (user: User) -> list[str], each a line in words.
RIGHTS = slots.offer("accounts.rights")


@transaction.atomic
def account_for(email: str, name: str = "", language: str = "") -> User:
    """The account with this address; made, without a password, when there is none.

    Nobody can use it without the code that is then sent to the address, so the address counts as
    verified from the start.
    """
    email = email.strip().lower()
    address = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    if address:
        return address.user
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, name=name, language=language)
    EmailAddress.objects.update_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user


def may_sign_in(email: str) -> bool:
    """Whether a room knows this address as somebody with a role."""
    return any(slots.collect(MAY_SIGN_IN, email.strip().lower()))


def rights_of(user: User) -> list[str]:
    """What this person may do where, in words; each room says its own."""
    return [line for lines in slots.collect(RIGHTS, user) for line in lines]
