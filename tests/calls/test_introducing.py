"""Who looks for partners: said on the public page, agreed behind a link, introduced by the programme, once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.mail.models import Mail
from programmes.calls import tasks
from programmes.calls.models import Call, Introduction, PartnerSearch
from programmes.calls.services import introducing
from tests.at_once import together
from tests.calls.factories import DAY, make_call, programme_with_regions, region
from tests.calls.test_links import opened
from tests.calls.test_naming import mails
from tests.calls.test_views import address, public
from tests.spaces.factories import client_with, somebody, user_with

pytestmark = pytest.mark.django_db
WORDS = "Wij hebben een zaal."


def form_of(**facts: Any) -> dict[str, Any]:
    values = {"region": region().pk, "organisation": "Gemeente Temse", "words": WORDS, "name": "Jo Aerts"}
    return {**values, "email": "jo@example.org", **facts}


def looking(call: Call | None = None, *, agreed: bool = True, **facts: Any) -> PartnerSearch:
    values = {"call": call or make_call(), "organisation": "Gemeente Temse", "words": WORDS, "language": "nl"}
    who = {"name": "Jo Aerts", "email": "jo@example.org"}
    row = introducing.look(PartnerSearch(**{**values, **who, "region": region(), **facts}))
    if agreed:
        introducing.agree(row)
        row.refresh_from_db()
    return row


def two(call: Call | None = None, **facts: Any) -> tuple[PartnerSearch, PartnerSearch]:
    one = looking(call)
    other = {
        "organisation": "OCMW Lokeren",
        "email": "an@example.org",
        "name": "An Bos",
        "words": "Wij zoeken een zaal.",
    }
    return one, looking(one.call, **{**other, **facts})


# --- agreeing -------------------------------------------------------------------------------------
def test_nothing_is_shown_to_anybody_before_they_agree() -> None:
    call = make_call()
    somebody(call.space, "coordinator", email="wim@example.org")
    answer = Client().post(public("search_begin", call), form_of())
    assert answer["Location"] == public("search_begun", call)
    row = PartnerSearch.objects.get()
    client = client_with("coordinator", call.space)
    assert (row.confirmed_at, mails("search check")) == (None, ["jo@example.org"])
    assert WORDS not in client.get(address("search_list", call)).content.decode()
    assert client.get(address("search_introduce", call, row.pk)).status_code == 404
    browser, page = opened(row)
    assert browser.post(page, {}).status_code == 422  # as a scanner presses it
    for _press in range(2):
        browser.post(page, {"sure": "on"})
    assert WORDS in client.get(address("search_list", call)).content.decode()
    assert "wim@example.org" in mails("search told")
    assert WORDS not in Client().get(public("call_public", call)).content.decode()


def test_who_looks_no_longer_takes_themselves_off_and_nothing_is_kept() -> None:
    one, other = two()
    introducing.introduce(one, other, by=user_with("coordinator", one.call.space))
    browser, page = opened(one)
    assert browser.post(page, {"stop": "1"}).status_code == 422
    assert browser.post(page, {"stop": "1", "sure": "on"}).status_code == 200
    assert (list(PartnerSearch.objects.all()), Introduction.objects.count()) == ([other], 0)
    assert browser.get(page).status_code == 404


def test_the_same_person_for_the_same_region_stands_there_once_and_stays_introduced() -> None:
    one, other = two()
    introducing.introduce(one, other, by=user_with("coordinator", one.call.space))
    newest = looking(one.call, words="Beter gezegd.")
    assert set(PartnerSearch.objects.all()) == {newest, other}
    assert introducing.introduced_to(newest) == {other.pk}
    with pytest.raises(IntegrityError), transaction.atomic():
        newest.pk = None
        newest.save()


@pytest.mark.parametrize(
    "facts", [{"organisation": "www.kwaad.example"}, {"words": ""}, {"email": "x"}, {"name": "\x00"}]
)
def test_what_cannot_be_is_refused_and_nothing_is_mailed(facts: dict[str, Any]) -> None:
    answer = Client().post(public("search_begin", make_call()), form_of(**facts))
    assert answer.status_code in (400, 422)
    assert (PartnerSearch.objects.count(), Mail.objects.count()) == (0, 0)


def test_a_closed_call_takes_nobody_and_a_late_yes_is_refused_in_words() -> None:
    row = looking(agreed=False)
    Call.objects.update(closes_at=timezone.now() - DAY / 24)
    call = Call.objects.get()
    assert Client().get(public("search_begin", call)).status_code == 302
    assert Client().post(public("search_begin", call), form_of()).status_code == 422
    browser, page = opened(row)
    browser.post(page, {"sure": "on"})
    row.refresh_from_db()
    assert row.confirmed_at is None


def test_what_is_late_is_forgotten_with_whom_they_met() -> None:
    one, other = two()
    introducing.introduce(one, other, by=user_with("coordinator", one.call.space))
    PartnerSearch.objects.filter(pk=one.pk).update(expires_at=timezone.now() - DAY)
    assert (tasks.forget_unconfirmed(), list(PartnerSearch.objects.all())) == (1, [other])


# --- introducing ----------------------------------------------------------------------------------
def test_search_introduce_shows_both_mails_first_and_sends_them_once() -> None:
    one, other = two()
    client = client_with("coordinator", one.call.space)
    page = address("search_introduce", one.call, one.pk)
    shown = client.get(f"{page}?with={other.pk}").content.decode()
    assert (shown.count("jo@example.org") >= 1, "an@example.org" in shown, mails("partners introduced")) == (
        True,
        True,
        [],
    )
    for _press in range(2):
        client.post(page, {"with": other.pk})
    assert sorted(mails("partners introduced")) == ["an@example.org", "jo@example.org"]
    to_an = Mail.objects.get(kind="partners introduced", to="an@example.org")
    assert (WORDS in to_an.text, "jo@example.org" in to_an.text, to_an.reply_to) == (True, True, "jo@example.org")
    assert Introduction.objects.count() == 1
    again = address("search_introduce", one.call, other.pk)  # from the other side, by a colleague
    client.post(again, {"with": one.pk})
    assert len(mails("partners introduced")) == 2


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_introduce_them_once() -> None:
    one, other = two()
    by = user_with("coordinator", one.call.space)
    found = together(lambda: introducing.introduce(one, other, by), lambda: introducing.introduce(other, one, by))
    assert sorted(type(each).__name__ for each in found) == ["Introduction", "ValidationError"]
    assert len(mails("partners introduced")) == 2


def test_search_introduce_offers_those_of_the_same_region_first_and_never_oneself() -> None:
    one, near = two()
    far = looking(one.call, region=region("Kempen"), email="far@example.org", organisation="Gemeente Mol")
    looking(one.call, region=region("Kempen"))  # the same person, elsewhere
    looking(one.call, email="nee@example.org", agreed=False)
    client = client_with("coordinator", one.call.space)
    page = client.get(address("search_introduce", one.call, one.pk))
    assert list(page.context["others"]) == [near, far]


def test_only_two_who_agreed_in_the_same_call_are_introduced() -> None:
    one, other = two()
    waits = looking(one.call, email="nee@example.org", agreed=False)
    elsewhere = looking(make_call(programme_with_regions("Elders")), email="ver@example.org", region=region("Elders"))
    client = client_with("coordinator", one.call.space)
    for number in (waits.pk, elsewhere.pk, one.pk, 999999, "x", ""):
        answer = client.post(address("search_introduce", one.call, one.pk), {"with": number})
        assert answer.status_code in (404, 422), number
    by = user_with("coordinator", one.call.space)
    introducing.stop(other)
    with pytest.raises(ValidationError):
        introducing.introduce(one, other, by=by)
    assert mails("partners introduced") == []


def test_an_introduction_is_of_two_in_order() -> None:
    one, other = two()
    for first, second in ((other, one), (one, one)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Introduction.objects.create(first=first, second=second, sent_by="Wim")


def test_pages_about_partners_are_for_the_coordinators_of_the_programme_alone() -> None:
    one, other = two()
    elsewhere = make_call(programme_with_regions("Elders"))
    for client in (client_with("member", one.call.space), client_with("coordinator", elsewhere.space)):
        assert client.get(address("search_list", one.call)).status_code == 404
        page = address("search_introduce", one.call, one.pk)
        assert client.get(f"{page}?with={other.pk}").status_code in (403, 404)
        assert client.post(page, {"with": other.pk}).status_code in (403, 404)
    stranger = client_with("coordinator", elsewhere.space)
    assert stranger.get(address("search_introduce", elsewhere, one.pk)).status_code == 404
    assert Introduction.objects.count() == 0


def test_search_list_asks_as_much_for_many_as_for_one() -> None:
    call = make_call()
    client = client_with("coordinator", call.space)
    looking(call)

    def count() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(address("search_list", call))
        return len(queries)

    few = count()
    for number in range(29):
        looking(call, email=f"jo{number}@example.org")
    assert count() == few <= 12
