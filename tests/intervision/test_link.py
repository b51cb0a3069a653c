"""The page behind the link in a mail: what a person on a phone, a scanner and a stranger meet."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from sessions.intervision.models import Contribution, ContributionRequest, IntervisionDay, Round
from sessions.intervision.services import asking
from tests.intervision.factories import ContributionFactory, RequestFactory, RoundFactory, opened
from tests.spaces.factories import somebody, user_with

pytestmark = pytest.mark.django_db
GOOD = {"kind": "question", "title": "Hoe bereiken we jonge vaders?", "story": "We proberen het al een jaar."}


def test_somebody_without_an_account_hands_in_and_is_thanked() -> None:
    request = RequestFactory(person__language="en")
    round_ = RoundFactory(day=request.day, theme="Jonge gezinnen")
    client, here = opened(request)
    asked = client.get(here).content.decode()
    assert request.person.name in asked
    assert "Jonge gezinnen" in asked
    response = client.post(here, {**GOOD, "round": round_.pk, "shows_name": "on"}, follow=True)
    assert "Thank you! We have it." in response.content.decode()
    row = Contribution.objects.get()
    assert (row.person, row.kind, row.title, row.story, row.round, row.shows_name) == (
        request.person, "question", GOOD["title"], GOOD["story"], round_, True,
    )  # fmt: skip


def test_nothing_is_chosen_beforehand_and_a_blind_submit_hands_in_nothing() -> None:
    client, here = opened(RequestFactory())
    html = client.get(here).content.decode()
    assert " checked" not in html
    assert client.post(here, {}).status_code == 422
    assert client.post(here, {**GOOD, "kind": ""}).status_code == 422
    assert Contribution.objects.count() == 0


def test_opening_the_link_changes_nothing() -> None:
    request = RequestFactory()
    before = ContributionRequest.objects.values().get()
    client, here = opened(request)
    client.head(here)
    client.get(here + "?more")
    assert ContributionRequest.objects.values().get() == before
    assert Contribution.objects.count() == 0


def test_several_can_be_handed_in_the_same_one_only_once() -> None:
    client, here = opened(RequestFactory())
    for data in (GOOD, GOOD, {**GOOD, "kind": "success"}):
        assert client.post(here + "?more", data).status_code == 302
    assert sorted(Contribution.objects.values_list("kind", flat=True)) == ["question", "success"]


def test_line_ends_of_browsers_do_not_make_it_another_one() -> None:
    client, here = opened(RequestFactory())
    for story in ("een\r\ntwee", "een\ntwee"):
        client.post(here, {**GOOD, "story": story})
    assert Contribution.objects.get().story == "een\ntwee"


def test_one_can_be_corrected_until_the_day_begins() -> None:
    request = RequestFactory(person__language="en")
    own = ContributionFactory(day=request.day, person=request.person, kind="success")
    client, here = opened(request)
    change = f"{here}?change={own.pk}"
    assert f'value="{own.title}"' in client.get(change).content.decode()
    client.post(change, {**GOOD, "title": "Verbeterd"})
    assert (Contribution.objects.get().title, Contribution.objects.get().kind) == ("Verbeterd", "question")
    IntervisionDay.objects.update(starts_at=timezone.now() - dt.timedelta(minutes=1))
    page = client.get(here).content.decode()
    assert "The day has begun" in page
    assert "Verbeterd" in page
    assert "<form" not in page.partition("</main>")[0]
    assert client.post(change, {**GOOD, "title": "Te laat"}).status_code == 422
    assert Contribution.objects.get().title == "Verbeterd"


def test_a_link_never_reaches_what_somebody_else_handed_in() -> None:
    request = RequestFactory()
    foreign = ContributionFactory(day=request.day, title="Van een ander", story="Geheim")
    elsewhere = ContributionFactory(person=request.person, title="Van een andere dag")
    client, here = opened(request)
    for other in (foreign, elsewhere):
        html = client.get(f"{here}?change={other.pk}").content.decode()
        assert other.title not in html
        client.post(f"{here}?change={other.pk}", {**GOOD, "take-back": "1", "back-sure": "on"})
        client.post(f"{here}?change={other.pk}", GOOD)
    assert set(Contribution.objects.filter(pk__in=[foreign.pk, elsewhere.pk])) == {foreign, elsewhere}
    assert Contribution.objects.get(pk=foreign.pk).story == "Geheim"


def test_taking_back_wants_a_tick() -> None:
    request = RequestFactory()
    own = ContributionFactory(day=request.day, person=request.person)
    client, here = opened(request)
    change = f"{here}?change={own.pk}"
    assert client.post(change, {"take-back": "1"}).status_code == 422
    assert Contribution.objects.count() == 1
    assert client.post(change, {"take-back": "1", "back-sure": "on"}).status_code == 302
    assert Contribution.objects.count() == 0


def test_a_round_of_another_day_cannot_be_chosen() -> None:
    request = RequestFactory()
    RoundFactory(day=request.day)
    client, here = opened(request)
    assert client.post(here, {**GOOD, "round": RoundFactory().pk}).status_code == 422
    assert Contribution.objects.count() == 0


def test_correcting_keeps_the_round_of_the_facilitator() -> None:
    request = RequestFactory()
    own = ContributionFactory(day=request.day, person=request.person, round=RoundFactory(day=request.day))
    client, here = opened(request)
    client.post(f"{here}?change={own.pk}", {**GOOD, "round": own.round.pk})
    assert Contribution.objects.get().round == Round.objects.get()


@pytest.mark.parametrize(
    "spoil",
    [lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"), lambda token: token.lower(), lambda token: "x"],
)
def test_a_mistyped_link_is_unknown(spoil) -> None:
    request = RequestFactory()
    path = request.address().removeprefix("http://localhost:8000")
    client = Client()
    assert client.get(path.replace(request.token(), spoil(request.token()))).status_code == 404
    page = f"/l/contribution/{request.pk}/"
    assert client.get(page).status_code == 404
    assert client.post(page, GOOD).status_code == 404
    assert Contribution.objects.count() == 0


def test_the_link_of_one_does_not_open_that_of_another() -> None:
    one, other = RequestFactory(), RequestFactory()
    client, _here = opened(one)
    assert client.get(f"/l/contribution/{other.pk}/").status_code == 404
    swapped = other.address().replace(other.token(), one.token()).removeprefix("http://localhost:8000")
    assert client.get(swapped).status_code == 404
    assert client.post(f"/l/contribution/{other.pk}/", GOOD).status_code == 404


def test_a_link_that_was_withdrawn_replaced_or_ended_says_so_and_does_nothing() -> None:
    request = RequestFactory()
    somebody(request.day.space, "member")
    client, here = opened(request)
    asking.withdraw(request)
    assert (client.get(here).status_code, client.post(here, GOOD).status_code) == (410, 410)
    ContributionRequest.objects.update(withdrawn_at=None, revision=2)
    assert (client.get(here).status_code, client.post(here, GOOD).status_code) == (410, 410)
    again, here = opened(ContributionRequest.objects.get())
    ContributionRequest.objects.update(expires_at=timezone.now())
    assert (again.get(here).status_code, again.post(here, GOOD).status_code) == (410, 410)
    assert Contribution.objects.count() == 0


def test_bad_input_is_told_in_the_language_of_the_person_and_keeps_what_was_typed() -> None:
    request = RequestFactory(person__language="en")
    client, here = opened(request)
    response = client.post(here, {**GOOD, "kind": "", "title": "x" * 201})
    html = response.content.decode()
    assert response.status_code == 422
    assert "Choose what you bring: a question, or something that worked." in html
    assert GOOD["story"] in html
    assert client.post(here, {**GOOD, "story": "a\0b"}).status_code == 400
    assert Contribution.objects.count() == 0


def test_markup_shows_as_text() -> None:
    request = RequestFactory()
    client, here = opened(request)
    evil = '"><script>alert(1)</script>'
    client.post(here, {**GOOD, "title": evil, "story": evil})
    for address in (here, f"{here}?change={Contribution.objects.get().pk}"):
        assert "<script>alert" not in client.get(address).content.decode()


def test_the_page_is_kept_by_nobody() -> None:
    client, here = opened(RequestFactory())
    assert client.get(here)["Cache-Control"] == "no-store"


def test_what_came_by_link_and_signed_in_is_one_list() -> None:
    request = RequestFactory()
    user_with("coordinator", request.day.space)
    ContributionFactory(day=request.day, person=request.person, title="Uit de werkruimte")
    client, here = opened(request)
    assert "Uit de werkruimte" in client.get(here).content.decode()
