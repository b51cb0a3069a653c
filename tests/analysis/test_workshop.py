"""On phones in a room: the short address, who fills in what, and what a link for everybody can suffer."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliances import ending
from partners.analysis import workshop_views, workshops
from partners.analysis.models import InventoryEntry, Workshop
from spaces.models import Space
from tests.analysis.rows import workshop
from tests.pages import marks_in, save
from tests.spaces.factories import AllianceFactory, client_with, user_with

pytestmark = pytest.mark.django_db
ANSWERS = {
    "filled_in_by": "Amina Haddad",
    "filled_in_for": "Buurthuis",
    "name": "Taalcafé",
    "offers": "Oefenen met een buur",
}


@pytest.fixture
def space() -> Space:
    made: Space = AllianceFactory(space__name="Alliantie Waasland").space
    return made


@pytest.fixture
def is_open(space: Space) -> Workshop:
    return workshop(space)


def come(is_open: Workshop, code: str = "") -> tuple[Client, str]:
    """A phone that typed the short address, and the page it came to."""
    phone = Client()
    answer = phone.get(reverse("analysis:workshop_open", args=[code or is_open.code]), follow=True)
    assert answer.status_code == 200
    return phone, answer.redirect_chain[-1][0]


def test_the_short_address_leads_to_the_questions(is_open: Workshop) -> None:
    for code in (is_open.code, is_open.code.upper()):
        phone, page = come(is_open, code)
        answer = phone.get(page)
        assert "Alliantie Waasland" in answer.content.decode()
        assert is_open.token() not in page
        assert answer.headers["Cache-Control"] == "no-store"
    assert not InventoryEntry.objects.exists()


def test_one_programme_after_another(is_open: Workshop) -> None:
    phone, page = come(is_open)
    assert save(phone, page, ANSWERS).headers["Location"] == page
    again = phone.get(page).content.decode()
    assert "Amina Haddad" in again and "Taalcafé" in again  # who it is has not to be typed again
    assert save(phone, page, {**ANSWERS, "name": "Buddy’s"}).status_code == 302
    made = InventoryEntry.objects.order_by("pk")
    assert [(one.name, one.filled_in, one.is_waiting) for one in made] == [
        ("Taalcafé", "Amina Haddad (Buurthuis)", True),
        ("Buddy’s", "Amina Haddad (Buurthuis)", True),
    ]


def test_pressing_twice_makes_one(is_open: Workshop) -> None:
    phone, page = come(is_open)
    sent = {**marks_in(phone.get(page)), **ANSWERS}
    assert phone.post(page, sent).headers["Location"] == phone.post(page, sent).headers["Location"]
    assert InventoryEntry.objects.count() == 1


def test_a_blind_submit_adds_nothing(is_open: Workshop) -> None:
    phone, page = come(is_open)
    assert phone.post(page, marks_in(phone.get(page))).status_code == 422
    for name in ("filled_in_by", "name", "offers"):
        assert save(phone, page, {**ANSWERS, name: ""}).status_code == 422
    assert not InventoryEntry.objects.exists()


@pytest.mark.parametrize("name", ["filled_in_by", "name", "offers", "website", "obstacles"])
def test_nonsense_is_refused_with_words(is_open: Workshop, name: str) -> None:
    phone, page = come(is_open)
    for nonsense in ("x" * 2_500, "a\0b"):
        answer = save(phone, page, {**ANSWERS, name: nonsense})
        assert answer.status_code in (400, 422)
    assert not InventoryEntry.objects.exists()


def test_one_phone_does_not_read_what_another_filled_in(is_open: Workshop) -> None:
    first, page = come(is_open)
    save(first, page, ANSWERS)
    second, page = come(is_open)
    read = second.get(page).content.decode()
    assert "Taalcafé" not in read and "Amina" not in read


def test_nothing_can_be_filled_in_for_others(is_open: Workshop) -> None:
    phone, page = come(is_open)
    save(phone, page, {**ANSWERS, "is_waiting": "", "space": AllianceFactory().space.pk, "workshop": "7"})
    made = InventoryEntry.objects.get()
    assert (made.space, made.workshop, made.is_waiting) == (is_open.space, is_open, True)


def test_after_it_is_closed_nothing_comes_in(is_open: Workshop) -> None:
    phone, page = come(is_open)
    workshops.close(is_open.space)
    assert phone.get(page).status_code == 410
    assert phone.post(page, ANSWERS).status_code == 410
    answer = Client().get(reverse("analysis:workshop_open", args=[is_open.code]), follow=True)
    assert answer.status_code == 410
    assert not InventoryEntry.objects.exists()


def test_after_its_time_nothing_comes_in(is_open: Workshop) -> None:
    phone, page = come(is_open)
    Workshop.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert phone.post(page, ANSWERS).status_code == 410
    assert not InventoryEntry.objects.exists()


def test_a_space_that_came_to_its_end_takes_nothing(is_open: Workshop) -> None:
    phone, page = come(is_open)
    by = user_with("coordinator", is_open.space)
    ending.close(is_open.space, ended_on=timezone.localdate(), reason="Klaar.", by=by)
    assert phone.post(page, ANSWERS).status_code == 410
    assert not InventoryEntry.objects.exists()


def test_wrong_codes_are_counted_and_refused(is_open: Workshop) -> None:
    visitor = Client()
    wrong = reverse("analysis:workshop_open", args=["zzzzzzzz"])
    found = [visitor.get(wrong).status_code for _try in range(22)]
    assert (found[0], found[-1]) == (404, 429)
    assert visitor.get(reverse("analysis:workshop_open", args=[is_open.code])).status_code == 302
    assert Client().get(f"/w/{'a' * 3000}/").status_code in (404, 414, 429)


def test_one_phone_fills_in_so_many(is_open: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop_views, "PER_PHONE", 1)
    phone, page = come(is_open)
    save(phone, page, ANSWERS)
    assert save(phone, page, {**ANSWERS, "name": "Nog een"}).status_code == 422
    assert InventoryEntry.objects.count() == 1


def test_a_room_sends_no_more_than_a_room_can(is_open: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop_views.WorkshopView, "posts_per_link", {"limit": 1, "seconds": 600})
    phone, page = come(is_open)
    save(phone, page, ANSWERS)
    assert save(phone, page, {**ANSWERS, "name": "Nog een"}).status_code == 429


def test_the_coordinator_opens_and_closes(space: Space) -> None:
    client = client_with("coordinator", space)
    page = reverse("analysis:workshop_show", args=[space.slug])
    assert client.post(page, {"hours": "99"}).status_code == 422
    assert save(client, page, {"hours": "2", "words": "Welkom"}).status_code == 302
    made = workshops.current(space)
    assert made is not None and made.code in client.get(page).content.decode()
    for role in ("chair", "member"):
        assert client_with(role, space).get(page).status_code == 403
    client.post(reverse("analysis:workshop_close", args=[space.slug]))
    assert workshops.current(space) is None
