"""From an invitation by mail to a signed-in coordinator, with a code and no password."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.mail.models import Mail
from spaces import services
from spaces.models import Invitation, Person, Role
from tests.spaces.factories import AllianceFactory, account_of, client_of, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation() -> Invitation:
    space = AllianceFactory().space
    somebody(space, "coordinator")
    person = somebody(space, name="Els Peeters-Vandenbroucke", email="els@example.org")
    return services.invite(services.give_role(person, Role.Kind.COORDINATOR))


def open_link(client, link) -> object:
    return client.get(link.address().removeprefix("http://localhost:8000"), follow=True)


def test_opening_the_link_changes_nothing(client, invitation) -> None:
    page = open_link(client, invitation)
    assert "Els Peeters-Vandenbroucke" in page.content.decode()
    assert not User.objects.filter(email="els@example.org").exists()
    assert "_auth_user_id" not in client.session


def test_invited_person_signs_in_with_the_code_of_the_mail(client, invitation) -> None:
    page = open_link(client, invitation)
    response = client.post(page.redirect_chain[-1][0])
    assert response.url == reverse("account_confirm_login_code")
    assert mail.outbox[-1].to == ["els@example.org"]
    code = re.search(r"^\s*([0-9]{6})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]
    response = client.post(response.url, {"code": code})
    assert response.url == "/"
    assert client.get("/").url == reverse("space_home", args=[invitation.role.space.slug])
    assert Invitation.objects.get().accepted_at is not None


def test_a_wrong_code_lets_nobody_in(client, invitation) -> None:
    page = open_link(client, invitation)
    url = client.post(page.redirect_chain[-1][0]).url
    client.post(url, {"code": "AAAAAA"})
    assert "_auth_user_id" not in client.session


def test_a_withdrawn_invitation_is_gone(client, invitation) -> None:
    Invitation.objects.update(withdrawn_at=timezone.now())
    page = open_link(client, invitation)
    assert page.status_code == 410
    assert "Els Peeters" not in page.content.decode()


def test_a_mistyped_token_tells_nothing(client, invitation) -> None:
    address = invitation.address().removeprefix("http://localhost:8000")
    page = client.get(address[:-5] + "aaaa/", follow=True)
    assert page.status_code == 404
    assert "Els Peeters" not in page.content.decode()


def test_inviting_again_makes_the_first_link_worthless(client, invitation) -> None:
    services.invite(invitation.role)
    assert open_link(client, invitation).status_code == 410
    assert Mail.objects.count() == 2


def test_somebody_with_a_role_gets_a_code_without_an_account(client) -> None:
    somebody(AllianceFactory().space, "member", email="lid@example.org")
    client.post(reverse("account_request_login_code"), {"email": " LID@example.org "})
    assert User.objects.get().email == "lid@example.org"
    assert mail.outbox[-1].to == ["lid@example.org"]


def test_somebody_unknown_gets_the_same_answer_and_no_account(client) -> None:
    known = account_of(somebody(AllianceFactory().space, "member"))
    answers = [
        client.post(reverse("account_request_login_code"), {"email": email})
        for email in (known.email, "niemand@example.org")
    ]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, reverse("account_confirm_login_code"))}
    assert not User.objects.filter(email="niemand@example.org").exists()


def test_nobody_signs_up_from_the_street(client) -> None:
    client.post(reverse("account_signup"), {"email": "straat@example.org", "password1": "een lang wachtwoord 12"})
    assert not User.objects.exists()


def test_language_is_kept_in_the_account(client) -> None:
    user = account_of(somebody(AllianceFactory().space, "member"))
    client = client_of(user)
    response = client.post(reverse("set_language"), {"language": "fr", "next": "https://evil.example.com/"})
    assert response.url == "/"
    user.refresh_from_db()
    assert user.language == "fr"


@pytest.mark.parametrize("language", ["", "xx", "../nl"])
def test_language_that_we_do_not_have_is_refused(client, language) -> None:
    assert client.post(reverse("set_language"), {"language": language}).status_code == 400


def test_with_the_mail_server_down_the_person_hears_it(client, settings) -> None:
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1},
        }
    }
    somebody(AllianceFactory().space, "member", email="lid@example.org")
    response = client.post(reverse("account_request_login_code"), {"email": "lid@example.org"}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("account_login")
    assert len(response.context["messages"]) == 1


def test_codes_are_not_mailed_without_end(settings) -> None:
    """Each is five chances for whoever guesses; the minute's limit alone would leave thousands a day."""
    limits = settings.ACCOUNT_RATE_LIMITS["request_login_code"].split(",")
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": next(limit for limit in limits if "/h/" in limit)}
    somebody(AllianceFactory().space, "member", email="lid@example.org")
    answers = [
        Client().post(reverse("account_request_login_code"), {"email": "lid@example.org"}).status_code
        for _ in range(11)
    ]
    assert len(mail.outbox) == 10
    assert answers[-1] != 302


def test_an_invitation_mails_five_codes_an_hour(client, invitation) -> None:
    page = open_link(client, invitation).redirect_chain[-1][0]
    assert [client.post(page).status_code for _ in range(6)] == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_a_code_from_the_mailbox_is_not_enough_for_who_has_a_second_factor(client) -> None:
    user = account_of(somebody(AllianceFactory().space, "coordinator", email="els@example.org"))
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    asked = client.post(reverse("account_request_login_code"), {"email": user.email})
    code = re.search(r"^\s*([0-9]{6})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]
    response = client.post(asked.url, {"code": code})
    assert response.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("language", "words"), [("nl", "Welkom"), ("fr", "Bienvenue"), ("en", "Welcome")])
def test_the_invitations_page_speaks_the_persons_language(client, invitation, language, words) -> None:
    Person.objects.filter(pk=invitation.role.person_id).update(language=language)
    assert words in open_link(client, invitation).content.decode()
