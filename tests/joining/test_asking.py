"""Asking to join on the public page: confirmed by mail, decided by a coordinator, and nobody learns who is known."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from alliances.models import Alliance
from core.mail.models import Mail
from spaces.joining import asking
from spaces.joining.asking import Acceptance
from spaces.joining.models import JoinRequest, TurnedAway
from spaces.joining.tasks import forget_unconfirmed
from spaces.joining.views import asking as asking_views
from spaces.models import Member, Person, Space
from spaces.services import Mandate, person_in
from tests.joining.factories import a_wish, mails_to, opened, requested
from tests.pages import save
from tests.spaces.factories import AllianceFactory, MemberFactory, PersonFactory, client_with, user_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db

WISH = {
    "kind": "organisation",
    "organisation_name": "Bibliotheek Waddermeer",
    "name": "Anke Visser",
    "email": "anke@example.org",
    "words": "Wij hebben een zaal.",
}


@pytest.fixture
def space() -> Space:
    found: Space = AllianceFactory(public_page=True).space
    return found


@pytest.fixture
def by(space: Space) -> User:
    return user_with("coordinator", space)


def ask_page(space: Space) -> str:
    return reverse("joining:ask", args=[space.slug])


# --- the form -------------------------------------------------------------------------------------
def test_the_form_is_there_only_with_the_public_page(client: Client, space: Space) -> None:
    assert client.get(ask_page(space)).status_code == 200
    closed = AllianceFactory(public_page=False).space
    for address in (ask_page(closed), reverse("joining:asked", args=[closed.slug]), "/n/nergens/join/"):
        assert client.get(address).status_code == 404
        assert client.post(address, WISH).status_code in (404, 405)
    assert not JoinRequest.objects.exists()


def test_the_public_page_leads_to_it(client: Client, space: Space) -> None:
    assert ask_page(space) in client.get(f"/n/{space.slug}/").content.decode()


def test_asking_mails_the_address_and_nobody_else(client: Client, space: Space, by: User) -> None:
    response = client.post(ask_page(space), WISH)
    assert (response.status_code, response.url) == (302, reverse("joining:asked", args=[space.slug]))
    assert [mail.to for mail in Mail.objects.all()] == ["anke@example.org"]
    assert not Person.objects.filter(email="anke@example.org").exists()


def test_the_answer_is_the_same_for_who_is_known(client: Client, space: Space) -> None:
    """Whether or not the organisation is a member, in the register, or the address somebody's here."""
    MemberFactory(space=space, organisation__name="Stil Huis")
    StakeholderFactory(space=space, name="In het register", email="kent@example.org")
    person_in(space, name="Bekend", email="bekend@example.org")
    names = ("Stil Huis", "In het register", "Onbekend")
    addresses = ("kent@example.org", "bekend@example.org", "nieuw@example.org")
    found = []
    for name, email in zip(names, addresses, strict=True):
        response = client.post(ask_page(space), {**WISH, "organisation_name": name, "email": email}, follow=True)
        page = re.sub(r"(csrfmiddlewaretoken|nonce)[^>]*", "", response.content.decode())
        (mail,) = mails_to(email)
        text = mail.text.replace(JoinRequest.objects.get(email=email).placeholder(), "")
        found.append((response.redirect_chain, page, text))
    assert found[0] == found[1] == found[2]


def test_one_address_gets_few_mails_and_the_page_does_not_say_so(client: Client, space: Space) -> None:
    answers = [client.post(ask_page(space), WISH) for _number in range(5)]
    assert {(one.status_code, one.url) for one in answers} == {(302, reverse("joining:asked", args=[space.slug]))}
    assert len(mails_to("anke@example.org")) == 3


def test_one_visitor_does_not_ask_endlessly(client: Client, space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(asking_views.ASKED_BY_ONE, "limit", 1)
    statuses = [client.post(ask_page(space), WISH).status_code for _number in range(2)]
    assert statuses == [302, 429]


def test_a_page_that_is_full_says_so_to_everybody_alike_and_the_coordinators_see_it(
    client: Client, space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(asking.MAILS_OF_ONE_PAGE, "limit", 1)
    Alliance.objects.filter(space=space).update(contact_email="mail@example.org")
    client.post(ask_page(space), WISH)
    # Known to us, unknown, and over the limit of their own address: the same page.
    MemberFactory(space=space, individual=PersonFactory(space=space, email="bekend@example.org"), organisation=None)
    pages = [
        client.post(ask_page(space), {**WISH, "email": email})
        for email in ("anke@example.org", "bekend@example.org", "nieuw@example.org")
    ]
    assert [(one.status_code, one["Retry-After"]) for one in pages] == [(503, "86400")] * 3
    texts = {re.sub(r'(nonce|value)="[^"]*"', "", one.content.decode()) for one in pages}
    assert len(texts) == 1
    assert "mailto:mail@example.org" in (text := texts.pop())
    assert WISH["words"] in text, "nothing they wrote is lost"
    assert [JoinRequest.objects.count(), Mail.objects.count()] == [1, 1]
    assert [(row.space, row.number) for row in TurnedAway.objects.all()] == [(space, 3)]
    coordinator = client_with("coordinator", space)
    assert coordinator.get(reverse("joining:list", args=[space.slug])).context["turned_away"] == 3
    words = [notice.words for notice in coordinator.get(reverse("spaces:people", args=[space.slug])).context["notices"]]
    assert len(words) == 1
    assert words[0].startswith("3 ")


def test_that_a_page_was_full_is_told_for_a_week(space: Space) -> None:
    for days in (0, 6, 7, 30):
        TurnedAway.objects.create(space=space, day=timezone.localdate() - dt.timedelta(days=days), number=2)
    TurnedAway.objects.create(space=AllianceFactory().space, number=9)
    assert asking.turned_away(space) == 4
    forget_unconfirmed()
    assert TurnedAway.objects.filter(space=space).count() == 2


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"organisation_name": ""}, 422),
        ({"kind": ""}, 422),
        ({"kind": "rubbish"}, 422),
        ({"email": "geen adres"}, 422),
        ({"words": ""}, 422),
        ({"name": "Jan\r\nBcc: x@example.org"}, 422),
        ({"organisation_name": "x" * 301}, 422),
        ({"kind": "in_person", "organisation_name": ""}, 302),
        ({"kind": "in_person", "organisation_name": "y" * 400}, 302),
    ],
)
def test_what_is_wrong_is_said(client: Client, space: Space, change: dict[str, str], expected: int) -> None:
    assert client.post(ask_page(space), {**WISH, **change}).status_code == expected
    assert JoinRequest.objects.exists() is (expected == 302)


def test_who_asks_in_person_asks_for_no_organisation(client: Client, space: Space) -> None:
    client.post(ask_page(space), {**WISH, "kind": "in_person"})
    assert JoinRequest.objects.get().organisation_name == ""


# --- confirming -----------------------------------------------------------------------------------
def test_nothing_waits_before_the_mail_is_confirmed(client: Client, space: Space, by: User) -> None:
    request = asking.ask(space, a_wish())
    assert request is not None
    assert not JoinRequest.objects.waiting().exists()
    page, address = opened(request)
    assert page.get(address).status_code == 200
    assert page.post(address, {}).status_code == 422
    assert not JoinRequest.objects.waiting().exists()
    assert page.post(address, {"mine": "on"}).status_code == 302
    assert page.post(address, {"mine": "on"}).status_code == 302
    assert JoinRequest.objects.waiting().count() == 1
    assert len(mails_to(by.email)) == 1
    assert page.get(address).status_code == 200


def test_of_the_same_wish_the_newest_waits(space: Space) -> None:
    first = requested(space, words="Eerst")
    requested(space, words="Later", organisation_name="bibliotheek waddermeer")
    assert [row.words for row in JoinRequest.objects.waiting()] == ["Later"]
    with pytest.raises(IntegrityError), transaction.atomic():
        first.pk = None
        first.save()


def test_what_nobody_confirms_is_forgotten(space: Space) -> None:
    asking.ask(space, a_wish())
    kept = requested(space, email="ander@example.org")
    JoinRequest.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    assert forget_unconfirmed() == 1
    assert list(JoinRequest.objects.all()) == [kept]


def test_a_link_that_expired_confirms_nothing(space: Space) -> None:
    request = asking.ask(space, a_wish())
    assert request is not None
    JoinRequest.objects.update(expires_at=timezone.now())
    asking.confirm(request)
    assert not JoinRequest.objects.waiting().exists()


# --- deciding -------------------------------------------------------------------------------------
def decide(name: str, request: JoinRequest) -> str:
    return reverse(f"joining:request_{name}", args=[request.space.slug, request.pk])


def test_accepting_makes_a_member_with_a_welcome(space: Space) -> None:
    request = requested(space, may_be_named=True)
    client = client_with("coordinator", space)
    data = {"same_as": "new", "organisation_name": "Bibliotheek Waddermeer", "may_speak": "on", "may_sign": "on"}
    response = save(client, decide("accept", request), data)
    member = Member.objects.get()
    assert response.url == reverse("spaces:member_show", args=[space.slug, member.pk])
    seat = member.representatives.get()
    assert (seat.person.source, seat.may_sign, member.shown_publicly, member.win) == (
        "self", True, True, "Wij hebben een zaal.",
    )  # fmt: skip
    assert [mail.kind for mail in mails_to("anke@example.org")] == ["join check", "representative welcome"]


def test_accepting_offers_what_the_register_has_under_that_name(space: Space) -> None:
    member = MemberFactory(space=space, organisation__name="Bibliotheek Waddermeer")
    row = StakeholderFactory(space=space, organisation=member.organisation, name="Bibliotheek Waddermeer")
    request = requested(space)
    client = client_with("coordinator", space)
    form = client.get(decide("accept", request)).context["form"]
    assert (form["same_as"].initial, len(form.fields["same_as"].choices)) == (str(row.pk), 2)
    save(client, decide("accept", request), {"same_as": str(row.pk), "organisation_name": "x", "may_speak": "on"})
    assert Member.objects.get() == member
    assert member.representatives.get().person.email == "anke@example.org"


def test_accepting_somebody_in_person(space: Space) -> None:
    request = requested(space, organisation_name="")
    assert (
        save(client_with("coordinator", space), decide("accept", request), {"involvement": "acting"}).status_code == 302
    )
    member = Member.objects.get()
    assert (member.individual.email, member.involvement) == ("anke@example.org", "acting")


def test_declining_mails_the_reason_and_makes_nobody_a_person(space: Space) -> None:
    request = requested(space)
    client = client_with("coordinator", space)
    assert save(client, decide("decline", request), {"reason": ""}).status_code == 422
    assert save(client, decide("decline", request), {"reason": "Volgend jaar graag."}).status_code == 302
    assert "Volgend jaar graag." in mails_to("anke@example.org")[-1].text
    assert not Person.objects.filter(email="anke@example.org").exists()
    page, address = opened(request)
    assert "Volgend jaar graag." in page.get(address).content.decode()


def test_what_was_decided_is_not_decided_again(space: Space, by: User) -> None:
    request = requested(space)
    asking.decline(request, "Nee", by=by)
    with pytest.raises(ValidationError):
        asking.accept(request, Acceptance("Bibliotheek", mandate=Mandate()), by=by)
    assert client_with("coordinator", space).get(decide("accept", request)).status_code == 404


def test_another_spaces_request_is_not_found(space: Space) -> None:
    theirs = requested(AllianceFactory(public_page=True).space)
    client = client_with("coordinator", space)
    addresses = [reverse(f"joining:request_{name}", args=[space.slug, theirs.pk]) for name in ("accept", "decline")]
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_only_coordinators_see_who_asks(space: Space) -> None:
    requested(space)
    address = reverse("joining:list", args=[space.slug])
    people = reverse("spaces:people", args=[space.slug])
    found: dict[str, Any] = {}
    for role in ("coordinator", "chair", "member"):
        client = client_with(role, space)
        found[role] = (client.get(address).status_code, address in client.get(people).content.decode())
    assert found == {"coordinator": (200, True), "chair": (403, False), "member": (403, False)}
