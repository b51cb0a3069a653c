"""The pages about one's own account speak our words, in three languages; so do their mails."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.spaces.factories import AllianceFactory, account_of, client_of, somebody

pytestmark = pytest.mark.django_db
PASSWORD = "een-lang-wachtwoord-77"
# What allauth's own templates say on these pages.
THEIRS = re.compile(r"reauthenticate|two-factor|authenticator app|security key|recovery code|Alternative options", re.I)


@pytest.fixture
def coordinator() -> User:
    return account_of(somebody(AllianceFactory().space, "coordinator", email="els@example.org"))


def text_of(response) -> str:
    return re.sub(r"<script.*?</script>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize(
    "page",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_inactive",
    ],
)
def test_page_for_everybody(client, page, language) -> None:
    client.cookies["django_language"] = language
    response = client.get(reverse(page))
    assert (response.status_code, THEIRS.findall(text_of(response))) == (200, [])


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize(
    "page", ["account_email", "account_set_password", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn"]
)
def test_page_about_ones_account(coordinator, page, language) -> None:
    User.objects.update(language=language)
    response = client_of(coordinator).get(reverse(page))
    assert (response.status_code, THEIRS.findall(text_of(response))) == (200, [])


def test_sign_in_with_a_password(client, coordinator) -> None:
    coordinator.set_password(PASSWORD)
    coordinator.save()
    client.post(reverse("account_login"), {"login": coordinator.email, "password": "something else"})
    assert "_auth_user_id" not in client.session
    client.post(reverse("account_login"), {"login": coordinator.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(coordinator.pk)


def test_a_password_that_is_too_short_is_refused_in_dutch(coordinator) -> None:
    User.objects.update(language="nl")
    data = {"password1": "kort", "password2": "kort"}
    page = client_of(coordinator).post(reverse("account_set_password"), data).content.decode()
    assert "Dit wachtwoord is te kort: minstens 12 tekens." in page


def test_an_unknown_address_gets_a_mail_that_says_so() -> None:
    client = Client(headers={"accept-language": "fr"})
    client.post(reverse("account_request_login_code"), {"email": "personne@example.org"})
    (message,) = mail.outbox
    assert message.subject == "Nous ne connaissons pas cette adresse sur Schakel"
    assert "personne@example.org" in message.body
    assert "signup" not in message.body


def test_a_second_address_is_shown_to_be_ones_own_with_a_code(coordinator) -> None:
    User.objects.update(language="nl")
    client_of(coordinator).post(reverse("account_email"), {"action_add": "", "email": "els.thuis@example.org"})
    (message,) = mail.outbox
    assert message.to == ["els.thuis@example.org"]
    assert re.fullmatch(r"Is dit je adres\? Je code: [A-Z0-9-]{6,}", message.subject)


def test_a_password_can_be_renewed_by_mail(client, coordinator) -> None:
    client.post(reverse("account_reset_password"), {"email": coordinator.email})
    (message,) = mail.outbox
    address = re.search(r"https?://testserver(\S+)", message.body)[1]
    page = client.get(address, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    coordinator.refresh_from_db()
    assert coordinator.check_password(PASSWORD)
