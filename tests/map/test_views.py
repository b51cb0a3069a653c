"""The map's page, its data and its picture; who may see them, and what a tile server changes."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from alliances.models import AllianceRegion
from places.models import Municipality, Region
from spaces.models import Space
from tests.places.files import square
from tests.spaces.factories import AllianceFactory, MemberFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db

NAMES = ("show", "points", "outline", "picture")


@pytest.fixture
def space() -> Space:
    alliance = AllianceFactory()
    boundary = {"type": "Polygon", "coordinates": square(4.0, 51.0)}
    AllianceRegion.objects.create(
        alliance=alliance, region=Region.objects.create(name="Waasland", code="be-waas", boundary=boundary)
    )
    space: Space = alliance.space
    return space


@pytest.fixture
def client(space: Space) -> Client:
    client: Client = client_with("coordinator", space)
    return client


def address(name: str, space: Space) -> str:
    return reverse(f"stakeholdermap:{name}", args=[space.slug])


def spots(client: Client, space: Space, **query: str) -> list[list[Any]]:
    found: list[list[Any]] = json.loads(client.get(address("points", space), query).content)["spots"]
    return found


def fill(space: Space, rows: int) -> None:
    for number in range(rows):
        Municipality.objects.create(name=f"Dorp {number}", code=str(number), latitude=51.0, longitude=4.0)
        StakeholderFactory(space=space, organisation__municipality=f"dorp {number}")
        StakeholderFactory(space=space, organisation__municipality=f"gehucht {number}", organisation__postcode="1")
        StakeholderFactory(space=space, organisation__latitude=51.05, organisation__longitude=4.05)


def test_points_say_who_is_where_in_the_order_of_the_list(client: Client, space: Space) -> None:
    Municipality.objects.create(name="Lier", code="1", latitude=51.13, longitude=4.57)
    at = {"organisation__latitude": "51.123456", "organisation__longitude": "4.5"}
    here = StakeholderFactory(space=space, organisation__name="Atelier", organisation__sectors=["work", "health"], **at)
    MemberFactory(space=space, organisation=here.organisation)
    about = StakeholderFactory(space=space, organisation__name="Bib", organisation__municipality="lier")
    nowhere = StakeholderFactory(space=space, organisation__name="Club")
    assert spots(client, space) == [
        [here.pk, "Atelier", 4, 1, 51.12346, 4.5],
        [about.pk, "Bib", 0, 2, 51.13, 4.57],
        [nowhere.pk],
    ]


def test_points_are_filtered_as_the_list_is(client: Client, space: Space) -> None:
    StakeholderFactory(space=space, organisation__sectors=["health"], influence="high")
    wanted = StakeholderFactory(space=space, organisation__sectors=["health"], influence="low")
    query = {"sector": "health", "influence": "low"}
    assert spots(client, space, **query) == [[wanted.pk]]
    content = client.get(address("show", space), query).content.decode()
    assert content.count('class="map-row"') == 1
    listed = reverse("stakeholders:list", args=[space.slug])
    assert f"{listed}?sector=health&amp;influence=low" in content


def test_points_carry_nothing_of_what_the_alliance_thinks(client: Client, space: Space) -> None:
    StakeholderFactory(
        space=space,
        notes="geheim",
        influence="high",
        interest="low",
        contact_person="Piet Verborgen",
        email="p@example.org",
    )
    for name in NAMES:
        content = client.get(address(name, space)).content.decode()
        assert not any(words in content for words in ("geheim", "Piet Verborgen", "p@example.org"))


def test_what_did_not_change_is_not_sent_again(client: Client, space: Space) -> None:
    row = StakeholderFactory(space=space)
    for name in ("points", "outline"):
        first = client.get(address(name, space))
        again = client.get(address(name, space), headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert first["Cache-Control"] == "private, no-cache"
    old = client.get(address("points", space))["ETag"]
    row.organisation.latitude, row.organisation.longitude = 51, 4
    row.organisation.save()
    assert client.get(address("points", space), headers={"If-None-Match": old}).status_code == 200


def test_the_outline_is_that_of_the_alliances_regions(client: Client, space: Space) -> None:
    found = json.loads(client.get(address("outline", space)).content)
    (feature,) = found["features"]
    assert feature["geometry"]["coordinates"] == square(4.0, 51.0)


def test_a_heavy_outline_becomes_coarser(client: Client, space: Space) -> None:
    import math

    ring = [[4 + math.cos(n / 1600), 51 + math.sin(n / 1600)] for n in range(10_050)]
    Region.objects.update(boundary={"type": "Polygon", "coordinates": [[*ring, ring[0]]]})
    assert 1_000 < len(client.get(address("outline", space)).content) < 61_000


def test_a_programme_has_the_outlines_of_its_alliances() -> None:
    from tests.spaces.factories import ProgrammeFactory

    programme = ProgrammeFactory().space
    alliance = AllianceFactory(space__parent=programme)
    boundary = {"type": "Polygon", "coordinates": square(4.0, 51.0)}
    region = Region.objects.create(name="Waasland", code="be-w", boundary=boundary)
    AllianceRegion.objects.create(alliance=alliance, region=region)
    found = json.loads(client_with("coordinator", programme).get(address("outline", programme)).content)
    assert len(found["features"]) == 1


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("who", ["member", "chair", "secretary"])
def test_only_coordinators_see_it(space: Space, name: str, who: str) -> None:
    assert client_with(who, space).get(address(name, space)).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_another_alliances_coordinator_gets_the_404_of_what_is_not_there(space: Space, name: str) -> None:
    StakeholderFactory(space=space)
    assert client_with("coordinator", AllianceFactory().space).get(address(name, space)).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_another_alliance_is_on_it(client: Client, space: Space, name: str) -> None:
    theirs = StakeholderFactory(
        organisation__latitude=51.05, organisation__longitude=4.05, organisation__name="Van hen"
    )
    ours = StakeholderFactory(space=space, organisation=theirs.organisation, name="Van ons")
    content = client.get(address(name, space)).content.decode()
    assert "Van hen" not in content
    assert [row[0] for row in spots(client, space)] == [ours.pk]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rows", [1, 30])
def test_it_asks_equally_often_however_many_there_are(
    client: Client, space: Space, name: str, rows: int, django_assert_max_num_queries: Any
) -> None:
    fill(space, rows)
    with django_assert_max_num_queries(12) as asked:
        client.get(address(name, space))
    if name == "points":
        assert len(asked) == 9


def test_who_has_no_place_can_be_listed_alone(client: Client, space: Space) -> None:
    fill(space, 2)
    page = client.get(address("show", space), {"without": "yes"})
    assert [spot.municipality for spot in page.context["page"].object_list] == ["gehucht 0", "gehucht 1"]
    assert page.context["query"] == ""


def test_an_empty_register_offers_to_bring_in_a_sheet(client: Client, space: Space) -> None:
    content = client.get(address("show", space)).content.decode()
    assert reverse("stakeholders:import_upload", args=[space.slug]) in content
    assert "data-map" not in content


@pytest.mark.parametrize(
    "query", ["page=99999999999", "page=x", "without=yes&page=9", "sector=nonsense", "sort='", "view=7"]
)
def test_strange_questions_are_answered(client: Client, space: Space, query: str) -> None:
    fill(space, 1)
    for name in NAMES:
        assert client.get(f"{address(name, space)}?{query}").status_code == 200


def test_a_name_cannot_break_out_of_page_or_data(client: Client, space: Space) -> None:
    name = '<script>alert("1")</script>' + "é" * 200
    row = StakeholderFactory(space=space, organisation__latitude=51.05, organisation__longitude=4.05, name=name)
    assert "<script>alert" not in client.get(address("show", space)).content.decode()
    assert spots(client, space) == [[row.pk, name, 0, 0, 51.05, 4.05]]


def test_without_a_tile_server_the_policy_is_the_usual_one(client: Client, space: Space) -> None:
    StakeholderFactory(space=space)
    answer = client.get(address("show", space))
    assert "img-src 'self' data:;" in answer["Content-Security-Policy"] + ";"
    assert "data-tiles" not in answer.content.decode()


def test_a_tile_server_is_let_in_on_this_page_alone(client: Client, space: Space, settings: Settings) -> None:
    settings.MAP_TILES_URL = "https://tiles.example.org/base/{z}/{x}/{y}.png"
    settings.MAP_TILES_ATTRIBUTION = "© [Kaartenmakers](https://example.org) <script>"
    StakeholderFactory(space=space)
    answer = client.get(address("show", space))
    assert "img-src 'self' data: https://tiles.example.org;" in answer["Content-Security-Policy"] + ";"
    content = answer.content.decode()
    assert 'data-tiles="https://tiles.example.org/base/{z}/{x}/{y}.png"' in content
    assert '© <a href="https://example.org"' in content and "&lt;script&gt;" in content
    listed = client.get(reverse("stakeholders:list", args=[space.slug]))
    assert "tiles.example.org" not in listed["Content-Security-Policy"]
