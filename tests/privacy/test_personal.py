"""The page of a person: everything that is theirs, nothing of anybody else, and never what others think of them."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from core.mail.models import Mail
from core.personal import held_about
from partners.stakeholders.models import Assessment, Stakeholder
from privacy import links, wishes
from privacy.models import PersonLink, Wish
from spaces.models import Person
from tests.privacy.factories import NOTE, els, opened
from tests.spaces.factories import AllianceFactory, PersonFactory, client_with, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_asked_before() -> None:
    cache.clear()


@pytest.fixture
def space():
    return AllianceFactory(space__name="Alliantie Waasland").space


def ask(client: Client, page: str, space, act: str, **fields: str):
    return client.post(page, {"space": space.pk, "act": act, **fields})


def test_the_page_shows_what_is_theirs_in_every_space_and_no_thought(space) -> None:
    other = AllianceFactory(space__name="Alliantie Leuven").space
    Assessment.objects.create(
        stakeholder=els(space), influence="high", interest="low", note="Onbetrouwbaar", assessed_on="2026-05-05"
    )
    PersonFactory(space=other, name="Els P.", email="els@example.org")
    client, _link, page = opened()
    answer = client.get(page)
    text = answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    for words in ("Alliantie Waasland", "Alliantie Leuven", "Els Peeters", "050 12 34 56", "Els P.", "een lijst"):
        assert words in text
    for words in (NOTE, "Onbetrouwbaar", "hoog"):
        assert words not in text


def test_whoever_shares_an_organisation_or_a_name_is_not_shown(space) -> None:
    els(space, email="info@example.org", contact_person="Jan Claes", phone="02 11 22 33")
    els(space)
    client, _link, page = opened("info@example.org")
    text = client.get(page).content.decode()
    assert "Jan Claes" in text
    assert "Els Peeters" not in text
    assert "050 12 34 56" not in text


def test_a_link_of_another_or_a_tampered_one_opens_nothing(space) -> None:
    els(space)
    els(space, email="jan@example.org", contact_person="Jan Claes")
    client, link, _page = opened()
    theirs = links.link_for("jan@example.org", "nl")
    assert client.get(reverse("links:link_page", args=["personal", theirs.pk])).status_code == 404
    assert client.get(reverse("links:link_open", args=["personal", theirs.pk, link.token()])).status_code == 404
    assert Client().get(reverse("links:link_page", args=["personal", link.pk])).status_code == 404


def test_a_correction_is_taken_over_with_one_press(space) -> None:
    entry = els(space)
    client, _link, page = opened()
    ask(client, page, space, "correct", **{f"s{space.pk}-stakeholder:{entry.pk}/contact_person": "Els Peeters",
        f"s{space.pk}-stakeholder:{entry.pk}/phone": "0470 99 88 77"})  # fmt: skip
    wish = Wish.objects.get()
    assert [(one.old, one.new) for one in wishes.changes_of(wish)] == [("050 12 34 56", "0470 99 88 77")]
    entry.refresh_from_db()
    assert entry.phone == "050 12 34 56"
    coordinator = client_with("coordinator", space)
    assert "0470 99 88 77" in coordinator.get(reverse("privacy:wish_show", args=[space.slug, wish.pk])).content.decode()
    for _press in range(2):
        coordinator.post(reverse("privacy:wish_accept", args=[space.slug, wish.pk]))
    entry.refresh_from_db()
    wish.refresh_from_db()
    assert (entry.phone, entry.notes, wish.state) == ("0470 99 88 77", NOTE, Wish.State.DONE)
    assert Mail.objects.filter(kind="answer about personal data", to="els@example.org").count() == 1


def test_a_correction_never_overwrites_what_somebody_wrote_since(space) -> None:
    entry = els(space)
    client, _link, page = opened()
    ask(client, page, space, "correct", **{f"s{space.pk}-stakeholder:{entry.pk}/phone": "1"})
    Stakeholder.objects.filter(pk=entry.pk).update(phone="2")
    assert wishes.accept(Wish.objects.get(), by=user_with("coordinator", space))
    entry.refresh_from_db()
    assert entry.phone == "2"


def test_a_blind_submit_of_a_mail_scanner_asks_nothing(space) -> None:
    entry = els(space)
    client, _link, page = opened()
    same = {
        f"s{space.pk}-stakeholder:{entry.pk}/contact_person": "Els Peeters",
        f"s{space.pk}-stakeholder:{entry.pk}/phone": "050 12 34 56",
    }
    ask(client, page, space, "correct", **same)
    for act in ("object", "erase"):
        assert ask(client, page, space, act).status_code == 422
    entry.refresh_from_db()
    assert not Wish.objects.exists()
    assert entry.objected_on is None


def test_an_objection_counts_at_once_and_twice_is_once(space) -> None:
    entry = els(space)
    user_with("coordinator", space)
    client, _link, page = opened()
    for words in ("Liever niet", "Echt niet"):
        ask(client, page, space, "object", **{f"object{space.pk}-sure": "on", f"object{space.pk}-words": words})
    entry.refresh_from_db()
    wish = Wish.objects.get()
    assert entry.objected_on is not None
    assert wish.words == "Echt niet"
    assert Mail.objects.filter(kind="wish about personal data").count() == 1


def test_nobody_asks_for_a_space_that_keeps_nothing_about_them(space) -> None:
    els(space)
    other = AllianceFactory().space
    client, _link, page = opened()
    assert ask(client, page, other, "erase", **{f"erase{other.pk}-sure": "on"}).status_code == 404
    assert client.post(page, {"space": "9" * 30, "act": "erase"}).status_code == 404


def test_a_record_of_somebody_else_is_never_corrected(space) -> None:
    els(space)
    theirs = els(space, email="jan@example.org")
    client, _link, page = opened()
    ask(client, page, space, "correct", **{f"s{space.pk}-stakeholder:{theirs.pk}/phone": "666"})
    for wish in Wish.objects.all():
        wishes.accept(wish, by=user_with("coordinator", space))
    theirs.refresh_from_db()
    assert theirs.phone == "050 12 34 56"


def test_who_asks_hears_the_same_whatever_is_kept(space) -> None:
    els(space)
    page = reverse("privacy:inquiry_ask")
    answers = [
        Client().post(page, {"email": email}, follow=True) for email in ("Els@Example.org", "niemand@example.org")
    ]
    assert len({re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", one.content.decode()) for one in answers}) == 1
    assert list(Mail.objects.values_list("to", flat=True)) == ["els@example.org"]
    assert PersonLink.objects.get().email == "els@example.org"


def test_one_address_gets_few_of_these_mails(space) -> None:
    els(space)
    for _ask in range(6):
        links.ask("els@example.org", "nl")
    assert Mail.objects.count() == 3


def test_chair_and_secretary_and_the_programme_read_no_privacy_page(space) -> None:
    entry = els(space)
    programme = AllianceFactory().space
    clients = [client_with("chair", space), client_with("secretary", space), client_with("coordinator", programme)]
    addresses = [
        reverse("privacy:notice_list", args=[space.slug]),
        reverse("privacy:notice_send", args=[space.slug]) + f"?entry={entry.pk}",
        reverse("privacy:entry_erase", args=[space.slug, entry.pk]),
    ]
    for client in clients:
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code in (403, 404)
            assert NOTE not in answer.content.decode()


def test_a_person_of_a_space_is_corrected_too(space) -> None:
    person = PersonFactory(space=space, name="Els Petters", email="els@example.org")
    client, _link, page = opened()
    ask(client, page, space, "correct", **{f"s{space.pk}-person:{person.pk}/name": "Els Peeters",
        f"s{space.pk}-person:{person.pk}/phone": ""})  # fmt: skip
    assert wishes.accept(Wish.objects.get(), by=user_with("coordinator", space)) == []
    assert Person.objects.get(pk=person.pk).name == "Els Peeters"


def test_nothing_kept_is_said_in_words() -> None:
    client, _link, page = opened("niemand@example.org")
    assert client.get(page).status_code == 200
    assert held_about("niemand@example.org") == {}
