"""Becoming somebody of the demo."""

import pytest
from django.test import Client

from accounts.models import User
from demo.people import demo_people

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.urls("tests.demo.urls")]


def visible_names() -> dict[str, str]:
    return {person.user.name: person.what for person in demo_people()}


def test_there_is_somebody_of_every_kind() -> None:
    people = visible_names()
    assert people["Maeve Kinsella"].count(";") == 1  # coordinates two alliances
    assert {"Sanne de Wit", "Tjitske Hoekstra", "Bram Postma", "Yonas Tesfay"} <= people.keys()
    assert all(people.values())


@pytest.mark.parametrize(
    ("name", "leads_to"),
    [
        ("Sanne de Wit", "/"),
        ("Maeve Kinsella", "/"),
        ("Yonas Tesfay", "/"),
        ("Lotte Verbruggen", "/"),
        ("Pieter Adema", "/admin/"),
        ("Noor Claes", "/admin/"),
    ],
)
def test_sign_in_link_leads_where_they_work(client: Client, name: str, leads_to: str) -> None:
    user = User.objects.get(name=name)
    response = client.get(f"/demo/in/{user.pk}/")
    assert (response.status_code, response["Location"]) == (302, leads_to)
    assert client.get(leads_to, follow=True).status_code == 200  # not sent away for a second factor


def test_sign_in_link_is_for_the_demos_people_only(client: Client) -> None:
    stranger = User.objects.create_user("somebody@elsewhere.example")
    assert client.get(f"/demo/in/{stranger.pk}/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_door_shows_everybody_with_a_link(client: Client) -> None:
    page = client.get("/demo/").content.decode()
    for person in demo_people():
        assert f"/demo/in/{person.user.pk}/" in page
