"""Accounts in the administration."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts.models import User
from tests.spaces.factories import AllianceFactory, account_of, client_of, somebody

pytestmark = pytest.mark.django_db


def test_a_corrected_address_replaces_the_old_one() -> None:
    platform = User.objects.create_superuser("platform@example.org")
    Authenticator.objects.create(user=platform, type=Authenticator.Type.TOTP, data={"secret": "x"})
    user = account_of(somebody(AllianceFactory().space, "member", email="oud@example.org"))
    form = {"email": "Nieuw@example.org", "name": "Els", "language": "nl", "is_active": "on"}
    response = client_of(platform).post(reverse("admin:accounts_user_change", args=[user.pk]), form)
    assert response.status_code == 302
    found = EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")
    assert list(found) == [("nieuw@example.org", True, True)]


def test_recovery_codes_alone_are_no_second_factor() -> None:
    platform = User.objects.create_superuser("platform@example.org")
    Authenticator.objects.create(user=platform, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    assert client_of(platform).get("/admin/").url == reverse("mfa_index")
