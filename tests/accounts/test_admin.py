"""Accounts in the administration."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from accounts.models import User
from places.models import Region, RegionAdministrator
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


def platform_client() -> Client:
    platform = User.objects.create_superuser("platform@example.org")
    Authenticator.objects.create(user=platform, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return client_of(platform)


def test_what_somebody_may_do_where_stands_together() -> None:
    person = somebody(AllianceFactory(space__name="Alliantie Waas").space, "coordinator")
    user = account_of(person)
    RegionAdministrator.objects.create(user=user, region=Region.objects.create(name="Waasland", code="waas"))
    page = platform_client().get(reverse("admin:accounts_user_change", args=[user.pk])).text
    assert "Alliantie Waas" in page
    assert "Waasland" in page


def test_several_are_shut_out_and_let_in_again_and_never_oneself() -> None:
    client = platform_client()
    users = [User.objects.create_user(f"{name}@example.org") for name in ("een", "twee")]
    everybody = [str(pk) for pk in User.objects.values_list("pk", flat=True)]
    address = reverse("admin:accounts_user_changelist")
    client.post(address, {"action": "shut_out", "_selected_action": everybody})
    assert list(User.objects.filter(is_active=True).values_list("email", flat=True)) == ["platform@example.org"]
    assert LogEntry.objects.count() == len(users)
    client.post(address, {"action": "let_in", "_selected_action": everybody})
    assert not User.objects.filter(is_active=False).exists()
