"""Who could lead: named on the public page, confirmed behind a link, answered by the programme."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliances.founding import found
from core.mail.models import Mail
from programmes.calls import tasks
from programmes.calls.models import Call, Nomination, Proposal
from programmes.calls.services import naming, outside
from spaces.models import Space
from tests.at_once import together
from tests.calls.factories import DAY, applicant, make_call, programme_with_regions, region
from tests.calls.test_links import opened
from tests.calls.test_views import address, public
from tests.pages import save
from tests.spaces.factories import client_with, somebody, user_with

pytestmark = pytest.mark.django_db
WORDS = "Zij kennen elk dorp."


def form_of(**facts: Any) -> dict[str, Any]:
    values = {"region": region().pk, "organisation": "Welzijn Waas", "words": WORDS, "name": "Jo Aerts"}
    return {**values, "contact_name": "", "contact_email": "", "email": "jo@example.org", **facts}


def nominated(call: Call | None = None, *, confirmed: bool = True, **facts: Any) -> Nomination:
    values = {"call": call or make_call(), "organisation": "Welzijn Waas", "words": WORDS, "language": "nl"}
    who = {"name": "Jo Aerts", "email": "jo@example.org"}
    row = naming.name(Nomination(**{**values, **who, "region": region(), **facts}))
    if confirmed:
        naming.confirm(row)
        row.refresh_from_db()
    return row


def mails(kind: str) -> list[str]:
    return list(Mail.objects.filter(kind=kind).values_list("to", flat=True).order_by("pk"))


# --- on the public page ---------------------------------------------------------------------------
def test_a_name_counts_once_its_mailbox_confirms_it() -> None:
    call = make_call()
    somebody(call.space, "coordinator", email="wim@example.org")
    answer = Client().post(public("call_nominate", call), form_of())
    assert answer["Location"] == public("call_nominated", call)
    row = Nomination.objects.get()
    assert (row.confirmed_at, mails("nomination check"), mails("nomination told")) == (None, ["jo@example.org"], [])
    client, page = opened(row)
    assert WORDS in client.get(page).content.decode()
    assert client.post(page, {}).status_code == 422  # as a scanner presses it
    for _press in range(2):
        client.post(page, {"sure": "on"})
    row.refresh_from_db()
    assert (row.is_waiting, mails("nomination told")) == (True, ["wim@example.org"])
    assert mails("proposal invitation") == []


def test_whoever_is_named_hears_nothing_and_is_found_nowhere_before_an_invitation() -> None:
    row = nominated(contact_name="An", contact_email="an@example.org")
    assert "an@example.org" not in Mail.objects.values_list("to", flat=True)
    shown = Client().get(public("call_public", row.call)).content.decode()
    assert "Welzijn" not in shown


@pytest.mark.parametrize(
    "facts",
    [
        {"organisation": "Kijk op www.kwaad.example"},
        {"name": "http://kwaad.example"},
        {"words": ""},
        {"email": "geen adres"},
        {"words": "a\x00b"},
        {"organisation": "x" * 161},
    ],
)
def test_what_cannot_be_is_refused_beside_the_field_and_nothing_is_mailed(facts: dict[str, Any]) -> None:
    answer = Client().post(public("call_nominate", make_call()), form_of(**facts))
    assert answer.status_code in (400, 422)
    assert (Nomination.objects.count(), Mail.objects.count()) == (0, 0)


def test_a_region_that_has_its_network_or_is_of_another_call_is_not_offered() -> None:
    call = make_call()
    programme_with_regions("Elders")
    space = Space(parent=call.space, name="Alliantie", slug="alliantie", kind=Space.Kind.ALLIANCE)
    found(space, [region("Kempen")])
    for name in ("Elders", "Kempen"):
        answer = Client().post(public("call_nominate", call), form_of(region=region(name).pk))
        assert (answer.status_code, Nomination.objects.count()) == (422, 0)


def test_a_closed_call_and_one_by_invitation_take_no_names_from_the_public() -> None:
    now = timezone.now()
    closed = make_call(opens_at=now - 2 * DAY, closes_at=now - DAY)
    assert Client().get(public("call_nominate", closed)).status_code == 302
    assert Client().post(public("call_nominate", closed), form_of()).status_code == 422
    invited = make_call(programme_with_regions("Elders"), by_invitation=True)
    for name in ("call_nominate", "call_nominated"):
        assert Client().get(public(name, invited)).status_code == 404


def test_one_address_causes_few_mails_and_one_visitor_too(settings: Any) -> None:
    call = make_call()
    limit = outside.MAILS_TO_ONE["limit"]
    answers = [
        Client().post(public("call_nominate", call), form_of(organisation=f"Welzijn {number}"))
        for number in range(limit + 1)
    ]
    assert [answer.status_code for answer in answers] == [302] * limit + [429]
    assert Nomination.objects.count() == limit


def test_a_confirmation_after_the_call_closed_is_refused_in_words() -> None:
    row = nominated(confirmed=False)
    Call.objects.update(closes_at=timezone.now() - dt.timedelta(minutes=1))
    with pytest.raises(ValidationError, match="closed"):
        naming.confirm(Nomination.objects.select_related("call").get())
    client, page = opened(row)
    assert "closed" in client.get(page).content.decode() or "afgesloten" in client.get(page).content.decode()


def test_named_twice_by_the_same_person_stands_there_once() -> None:
    first = nominated()
    nominated(first.call, words="Beter gezegd.", organisation="welzijn waas")
    assert [row.words for row in Nomination.objects.all()] == ["Beter gezegd."]
    with pytest.raises(IntegrityError), transaction.atomic():
        row = Nomination.objects.get()
        row.pk = None
        row.save()


def test_what_nobody_confirms_is_forgotten() -> None:
    kept = nominated()
    late = nominated(kept.call, email="els@example.org", confirmed=False)
    Nomination.objects.filter(pk=late.pk).update(expires_at=timezone.now() - DAY)
    Nomination.objects.filter(pk=kept.pk).update(expires_at=timezone.now() - DAY)
    assert (tasks.forget_unconfirmed(), list(Nomination.objects.all())) == (1, [kept])


def test_a_tampered_link_opens_nothing() -> None:
    row = nominated(confirmed=False)
    assert Client().get(row.address()[:-4] + "abc/").status_code == 404


# --- in the workspace -----------------------------------------------------------------------------
def test_nomination_list_has_them_by_region_and_the_call_says_how_many_wait() -> None:
    call = make_call()
    for place, name in (("Waasland", "Welzijn"), ("Kempen", "Onthaal"), ("Kempen", "Buurtwerk")):
        nominated(call, region=region(place), organisation=name)
    nominated(call, organisation="Niet bevestigd", confirmed=False)
    client = client_with("coordinator", call.space)
    client.cookies["django_language"] = "en"
    shown = client.get(address("nomination_list", call)).content.decode()
    order = [shown.index(words) for words in ("Kempen", "Buurtwerk", "Onthaal", "Waasland", "Welzijn")]
    assert (order, "Niet bevestigd" in shown) == (sorted(order), False)
    assert "3 organisations are named" in client.get(address("call_show", call)).content.decode()


def test_nomination_show_invites_with_one_press_and_answers_everybody_who_named_them() -> None:
    row = nominated(contact_name="An Bos", contact_email="an@example.org")
    second = nominated(row.call, email="els@example.org", organisation="WELZIJN WAAS")
    client = client_with("coordinator", row.call.space)
    page = client.get(address("nomination_show", row.call, row.pk))
    data = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    save(client, address("nomination_show", row.call, row.pk), data)
    proposal = Proposal.objects.get()
    assert (proposal.is_invited, proposal.lead_email, proposal.region) == (True, "an@example.org", row.region)
    assert mails("proposal invitation") == ["an@example.org"]
    assert {(one.answer, one.proposal) for one in Nomination.objects.all()} == {("invited", proposal)}
    assert "jo@example.org" not in Mail.objects.get(kind="proposal invitation").text
    save(client, address("nomination_show", row.call, second.pk), data)  # by a colleague, a moment later
    assert len(mails("proposal invitation")) == 1


@pytest.mark.django_db(transaction=True)
def test_one_who_invites_and_one_who_declines_at_once_leave_one_answer() -> None:
    row = nominated()
    by = user_with("coordinator", row.call.space)
    found = together(
        lambda: naming.invite(row, applicant(email="an@example.org"), by), lambda: naming.decline(row, "Nee.", by)
    )
    assert sum(isinstance(each, ValidationError) for each in found) == 1
    assert len(mails("proposal invitation")) + len(mails("nomination declined")) == 1


def test_nomination_decline_tells_whoever_named_them_why_and_nobody_else() -> None:
    row = nominated(contact_email="an@example.org")
    client = client_with("coordinator", row.call.space)
    assert client.post(address("nomination_decline", row.call, row.pk), {"reason": ""}).status_code == 422
    client.post(address("nomination_decline", row.call, row.pk), {"reason": "Zij trekken elders al."})
    row.refresh_from_db()
    assert (row.answer, mails("nomination declined")) == ("declined", ["jo@example.org"])
    assert "an@example.org" not in Mail.objects.values_list("to", flat=True)
    browser, page = opened(row)
    assert "Zij trekken elders al." in browser.get(page).content.decode()


def test_nomination_see_mails_nobody_and_an_answer_stays() -> None:
    row = nominated()
    client = client_with("coordinator", row.call.space)
    before = Mail.objects.count()
    client.post(address("nomination_see", row.call, row.pk))
    client.post(address("nomination_decline", row.call, row.pk), {"reason": "Toch niet."})
    row.refresh_from_db()
    assert (row.answer, row.reason, Mail.objects.count()) == ("seen", "", before)


def test_nomination_add_keeps_what_the_programme_thinks_of_itself_and_declining_mails_nobody() -> None:
    call = make_call(by_invitation=True)
    client = client_with("coordinator", call.space)
    save(client, address("nomination_add", call), form_of())
    row = Nomination.objects.get()
    assert (row.by_programme, row.is_waiting, Mail.objects.count()) == (True, True, 0)
    naming.decline(row, "Toch niet.", by=user_with("coordinator", call.space))
    assert Mail.objects.count() == 0


def test_pages_about_names_are_for_the_coordinators_of_the_programme_alone() -> None:
    row = nominated()
    other = make_call(programme_with_regions("Elders"))
    outsiders = [client_with("member", row.call.space), client_with("coordinator", other.space)]
    for client in outsiders:
        assert client.get(address("nomination_list", row.call)).status_code == 404
        for name in ("nomination_show", "nomination_decline", "nomination_see"):
            assert client.post(address(name, row.call, row.pk), {"reason": "Nee"}).status_code in (403, 404)
    stolen = reverse("calls:nomination_decline", args=[other.space.slug, other.pk, row.pk])
    assert outsiders[1].post(stolen, {"reason": "Nee"}).status_code == 404
    row.refresh_from_db()
    assert row.is_waiting


def test_nomination_list_asks_as_much_for_many_as_for_one() -> None:
    call = make_call()
    client = client_with("coordinator", call.space)
    nominated(call)

    def count() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(address("nomination_list", call))
        return len(queries)

    few = count()
    for number in range(29):
        nominated(call, organisation=f"Welzijn {number}", email=f"jo{number}@example.org")
    assert count() == few <= 12
