"""The administration's door."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.spaces.factories import AllianceFactory, client_with

pytestmark = pytest.mark.django_db
PASSWORD = "een lang wachtwoord 12"


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/places/region/"])
def test_nobody_is_led_to_the_sites_own_sign_in(client: Client, address: str) -> None:
    page = client.get(address, follow=True)
    assert (page.status_code, page.request["PATH_INFO"]) == (200, reverse("account_login"))


def test_a_password_alone_opens_nothing(client: Client) -> None:
    User.objects.create_superuser("beheer@example.org", PASSWORD)
    client.post("/admin/login/?next=/admin/", {"username": "beheer@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_who_does_not_administer_is_refused() -> None:
    page = client_with("coordinator", AllianceFactory().space).get("/admin/", follow=True)
    assert page.status_code == 403
