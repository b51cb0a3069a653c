"""The pages of the coaches: who opens them, what they show, and the coach among the people of an alliance."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from places.models import Region
from programmes.coaching.models import Coach
from spaces.models import Space
from tests.calls.factories import programme_with_regions, region
from tests.coaching.factories import DAY, alliance_in, coach_for, mails, today
from tests.pages import marks_in, save
from tests.spaces.factories import AllianceFactory, client_with, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Space:
    return programme_with_regions()


@pytest.fixture
def client(programme: Space) -> Client:
    return client_with("coordinator", programme)


def address(name: str, space: Space, *args: Any) -> str:
    return reverse(f"coaching:{name}", args=[space.slug, *args])


def filled(**facts: Any) -> dict[str, Any]:
    who = {"name": "Greet Peeters", "organisation": "Bureau Oever", "email": "greet@example.org", "language": "nl"}
    return {**who, "starts_on": today().isoformat(), "ends_on": "", "note": "Twaalf dagen", **facts}


# --- who opens them -------------------------------------------------------------------------------
def test_only_the_coordinators_of_this_programme_open_the_pages(programme: Space) -> None:
    coach = coach_for(programme, user_with("coordinator", programme), starts=5)
    pages = [
        address("coach_list", programme),
        address("coach_give", programme, region().pk),
        address("coach_change", programme, coach.pk),
        address("coach_take_back", programme, coach.pk),
    ]
    others = [
        client_with("member", programme),
        client_with("coordinator", programme_with_regions("Elders")),
        client_with("coordinator", AllianceFactory(space__parent=programme).space),
    ]
    for page in pages:
        for other in others:
            assert other.get(page).status_code in (403, 404), page
            assert other.post(page, filled()).status_code in (403, 404), page
        assert client_with("coordinator", programme).get(page).status_code == 200
    assert Coach.objects.count() == 1


def test_nothing_of_another_programme_is_reached_by_its_number(programme: Space, client: Client) -> None:
    elsewhere = programme_with_regions("Elders")
    coach = coach_for(elsewhere, user_with("coordinator", elsewhere), region=region("Elders"))
    assert client.get(address("coach_give", programme, region("Elders").pk)).status_code == 404
    for name in ("coach_change", "coach_take_back"):
        assert client.post(address(name, programme, coach.pk), filled()).status_code == 404


def test_an_alliance_has_no_such_page(programme: Space) -> None:
    alliance = alliance_in(programme, email="els@example.org")
    assert client_with("coordinator", alliance).get(address("coach_list", alliance)).status_code == 404


# --- giving, changing, ending ---------------------------------------------------------------------
def test_a_coach_is_given_once_however_often_the_button_is_pressed(programme: Space, client: Client) -> None:
    page = address("coach_give", programme, region().pk)
    data = {**marks_in(client.get(page)), **filled()}
    answers = [client.post(page, data)["Location"] for _press in range(2)]
    assert answers == [address("coach_list", programme)] * 2
    (coach,) = Coach.objects.all()
    assert (coach.region, coach.name, coach.note) == (region(), "Greet Peeters", "Twaalf dagen")
    assert mails("coach") == ["greet@example.org"]


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"name": ""}, 422),
        ({"email": "geen adres"}, 422),
        ({"email": "ëls@example.org"}, 422),
        ({"ends_on": "2020-01-01"}, 422),
        ({"starts_on": "0001-01-01"}, 422),
        ({"name": "Twee\nregels"}, 422),
        ({"name": "x" * 161}, 422),
        ({"note": "a\x00b"}, 400),
    ],
)
def test_what_cannot_be_is_refused_and_nobody_is_mailed(
    programme: Space, client: Client, facts: dict[str, Any], status: int
) -> None:
    answer = client.post(address("coach_give", programme, region().pk), filled(**facts))
    assert (answer.status_code, Coach.objects.count(), mails("coach")) == (status, 0, [])


def test_the_one_of_now_stops_only_when_that_is_ticked(programme: Space, client: Client) -> None:
    now = coach_for(programme, user_with("coordinator", programme), name="Ada", starts=-10)
    page = address("coach_give", programme, region().pk)
    refused = save(client, page, filled())
    assert (refused.status_code, f"instead_of_{now.pk}" in refused.content.decode()) == (422, True)
    assert save(client, page, filled(**{f"instead_of_{now.pk + 1}": "on"})).status_code == 422
    assert save(client, page, filled(**{f"instead_of_{now.pk}": "on"})).status_code == 302
    now.refresh_from_db()
    assert (now.ends_on, Coach.objects.count()) == (today() - DAY, 2)


def test_the_last_day_ends_it_and_two_who_write_at_once_see_each_other(programme: Space, client: Client) -> None:
    coach = coach_for(programme, user_with("coordinator", programme), starts=-5)
    page = address("coach_change", programme, coach.pk)
    started = coach.starts_on.isoformat()
    opened = marks_in(client.get(page))
    last = (today() + DAY).isoformat()
    assert save(client, page, filled(starts_on=started, ends_on=last)).status_code == 302
    late = client.post(page, {**opened, **filled(starts_on=started, name="Anders")})
    coach.refresh_from_db()
    assert (late.status_code, coach.name, coach.ends_on) == (422, "Greet Peeters", today() + DAY)


def test_who_has_not_begun_is_taken_back_by_a_press_and_not_by_looking(programme: Space, client: Client) -> None:
    coach = coach_for(programme, user_with("coordinator", programme), starts=5)
    page = address("coach_take_back", programme, coach.pk)
    assert page in client.get(address("coach_change", programme, coach.pk)).content.decode()
    client.get(page)
    assert Coach.objects.count() == 1
    assert client.post(page)["Location"] == address("coach_list", programme)
    assert Coach.objects.count() == 0


def test_who_began_is_not_taken_back(programme: Space, client: Client) -> None:
    coach = coach_for(programme, user_with("coordinator", programme), starts=-1)
    page = address("coach_take_back", programme, coach.pk)
    assert page not in client.get(address("coach_change", programme, coach.pk)).content.decode()
    client.post(page)
    assert Coach.objects.count() == 1


def test_of_whom_only_the_name_is_left_there_is_nothing_to_change(programme: Space, client: Client) -> None:
    coach = coach_for(programme, user_with("coordinator", programme), starts=-900, ends=-800)
    Coach.objects.update(email="", note="")
    shown = client.get(address("coach_list", programme)).content.decode()
    page = address("coach_change", programme, coach.pk)
    assert ("Greet" in shown, page in shown, client.get(page).status_code) == (True, False, 404)


# --- the list -------------------------------------------------------------------------------------
def test_the_list_says_who_is_where_now_next_and_before(programme: Space, client: Client) -> None:
    by = user_with("coordinator", programme)
    for name, starts, ends in (("Ada", -90, -30), ("Bo", -29, 30), ("Cas", 31, None)):
        coach_for(programme, by, name=name, starts=starts, ends=ends)
    answer = client.get(address("coach_list", programme))
    rows = {row.region.name: row for row in answer.context["page"].object_list}
    assert list(rows) == ["Kempen", "Waasland"]
    row = rows["Waasland"]
    assert (row.before[0].name, row.now.name, row.next[0].name) == ("Ada", "Bo", "Cas")


@pytest.mark.parametrize(
    ("query", "names"),
    [("coached=yes", ["Waasland"]), ("coached=no", ["Kempen"]), ("q=kemp", ["Kempen"]), ("q=niets", [])],
)
def test_the_list_is_narrowed(programme: Space, client: Client, query: str, names: list[str]) -> None:
    coach_for(programme, user_with("coordinator", programme))
    answer = client.get(f"{address('coach_list', programme)}?{query}")
    assert [row.region.name for row in answer.context["page"].object_list] == names


def test_a_programme_without_regions_hears_what_to_do(programme: Space, client: Client) -> None:
    Region.objects.all().delete()
    assert "heeft nog geen regio" in client.get(address("coach_list", programme)).content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_asks_as_much_for_one_as_for_many(number: int) -> None:
    programme = programme_with_regions(*(f"Streek {one:02}" for one in range(number)))
    by = user_with("coordinator", programme)
    for one in Region.objects.all():
        coach_for(programme, by, region=one)
    client = client_with("coordinator", programme)
    with CaptureQueriesContext(connection) as queries:
        client.get(address("coach_list", programme))
    assert len(queries) <= 9, [query["sql"][:120] for query in queries]


# --- among the people of the alliance -------------------------------------------------------------
def test_the_people_of_the_alliance_see_their_coach_and_not_the_note(programme: Space) -> None:
    by = user_with("coordinator", programme)
    alliance = alliance_in(programme, email="els@example.org")
    coach_for(programme, by, name="Adelheid", starts=-90, ends=-30)
    coach_for(programme, by, name="Bo", starts=-29, organisation="Bureau Oever", note="Twaalf dagen")
    coach_for(programme, by, name="Cassander", region=region("Kempen"))
    page = reverse("spaces:people", args=[alliance.slug])
    for role in ("coordinator", "member"):
        shown = client_with(role, alliance).get(page).content.decode()
        assert "bo@example.org" in shown and "Bureau Oever" in shown
        for other in ("Adelheid", "Cassander", "Twaalf dagen"):
            assert other not in shown
    elsewhere = AllianceFactory(space__parent=programme).space
    other_page = reverse("spaces:people", args=[elsewhere.slug])
    assert "bo@example.org" not in client_with("coordinator", elsewhere).get(other_page).content.decode()


def test_being_the_coach_gives_no_account_and_no_right(programme: Space) -> None:
    from accounts.models import User

    alliance = alliance_in(programme, email="els@example.org")
    coach = coach_for(programme, user_with("coordinator", programme))
    assert not User.objects.filter(email=coach.email).exists()
    assert not alliance.people.filter(email=coach.email).exists()
