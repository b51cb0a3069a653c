"""The dashboard: who sees it, and that it shows figures only."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.models import User
from alliances import figures
from alliances.models import Alliance, AllianceRegion, AllianceSummary
from alliances.tasks import refresh_summaries
from partners.stakeholders.models import Stakeholder
from places.models import Region, RegionAdministrator
from programmes.filters import SORTS
from spaces.models import Space
from tests.actionplans.factories import make_action, make_plan, member_of
from tests.spaces.factories import AllianceFactory, ProgrammeFactory, SpaceFactory, client_of, client_with, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Space:
    space: Space = ProgrammeFactory(space__name="Thuis in de regio", space__slug="thuis").space
    return space


def alliance_in(programme: Space, region: str, **facts: Any) -> Alliance:
    """An alliance of the programme, in a region of its own, with a coordinator."""
    alliance: Alliance = AllianceFactory(space__parent=programme, **facts)
    place = Region.objects.create(name=region, code=f"be-{region.lower()}")
    AllianceRegion.objects.create(alliance=alliance, region=place)
    somebody(alliance.space, "coordinator", name=f"Trekker van {region}")
    return alliance


def administrator(**facts: Any) -> User:
    """Somebody of the administration, with a second factor."""
    user = User.objects.create_user("beheer@example.org", is_staff=True, **facts)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    return user


def dashboard(programme: Space, query: str = "") -> str:
    return reverse("programmes:dashboard", args=[programme.slug]) + query


def regions(client: Client, programme: Space, query: str = "") -> list[str]:
    return [row.region_names for row in client.get(dashboard(programme, query)).context["page"].object_list]


def address(name: str, *args: Any) -> str:
    return reverse(f"programmes:{name}", args=["thuis", *args])


def addresses() -> list[str]:
    return [address("dashboard"), address("dashboard_export", "csv"), address("dashboard_export", "xlsx")]


@pytest.mark.parametrize("role", ["chair", "secretary", "communications", "member", "guest"])
def test_dashboard_is_not_for_other_roles_in_the_programme(programme: Space, role: str) -> None:
    client = client_with(role, programme)
    for one in addresses():
        assert client.get(one).status_code == 404
    assert client.post(reverse("programmes:dashboard_refresh", args=["thuis"])).status_code == 404


def test_dashboard_is_for_its_administrators_and_those_of_the_platform(programme: Space) -> None:
    for client in (client_with("coordinator", programme), client_of(administrator(is_superuser=True))):
        for one in addresses():
            assert client.get(one).status_code == 200
        assert client.post(reverse("programmes:dashboard_refresh", args=["thuis"])).status_code == 302


def test_dashboard_is_not_for_others(programme: Space) -> None:
    alliance = alliance_in(programme, "Kempen")
    other = ProgrammeFactory().space
    region_administrator = administrator()
    RegionAdministrator.objects.create(user=region_administrator, region=alliance.regions.get())
    for client in (
        client_with("coordinator", alliance.space),
        client_with("coordinator", other),
        client_of(region_administrator),
    ):
        assert client.get(dashboard(programme)).status_code == 404
    assert Client().get(dashboard(programme)).status_code == 302


def test_an_alliance_has_no_dashboard() -> None:
    space = AllianceFactory().space
    assert client_with("coordinator", space).get(dashboard(space)).status_code == 404


def test_home_of_a_programme_is_its_dashboard(programme: Space) -> None:
    response = client_with("coordinator", programme).get(reverse("space_home", args=["thuis"]))
    assert (response.status_code, response.url) == (302, "/p/thuis/")
    assert client_with("member", programme).get(reverse("space_home", args=["thuis"])).status_code == 200


def test_dashboard_shows_the_figures_of_its_own_alliances(programme: Space) -> None:
    kempen = alliance_in(programme, "Kempen", space__name="Alliantie Kempen", space__vision="x", space__objectives="y")
    alliance_in(ProgrammeFactory().space, "Elders")
    member_of(kempen.space)
    plan = make_plan(kempen.space)
    make_action(plan)
    make_action(plan, title="Tweede")
    response = client_with("coordinator", programme).get(dashboard(programme))
    (row,) = response.context["page"].object_list
    assert (row.region_names, row.coordinator_names) == ("Kempen", "Trekker van Kempen")
    assert (row.members, row.actions, row.steps_done) == (1, 2, 0)
    assert row.steps_total > 1


def test_dashboard_shows_nothing_of_what_is_inside(programme: Space) -> None:
    alliance = alliance_in(programme, "Kempen", space__why="Geheim waarom", space__vision="Geheime visie")
    secrets = ["Geheim waarom", "Geheime visie", "Geheim lid", "Geheime actie", "Geheime notitie", "wie@example.org"]
    Stakeholder.objects.create(space=alliance.space, name="Geheime notitie", notes="Geheime notitie")
    member_of(alliance.space, name="Geheim lid")
    somebody(alliance.space, "coordinator", name="Tweede trekker", email="wie@example.org")
    make_action(make_plan(alliance.space), title="Geheime actie")
    client = client_with("coordinator", programme)
    page = client.get(dashboard(programme)).content.decode()
    sheet = b"".join(client.get(address("dashboard_export", "csv"))).decode()
    assert "Tweede trekker" in page
    assert [words for words in secrets if words in page + sheet] == []
    inside = reverse("space_home", args=[alliance.space.slug])
    assert client.get(inside).status_code == 404
    assert client_of(administrator(is_superuser=True)).get(inside).status_code == 404


def test_dashboard_filters_and_sorts(programme: Space) -> None:
    for name in ("Zuid", "Élan", "Kempen"):
        alliance_in(programme, name)
    member_of(Alliance.objects.get(regions__name="Kempen").space)
    client = client_with("coordinator", programme)
    assert regions(client, programme) == ["Élan", "Kempen", "Zuid"]
    assert regions(client, programme, "?sort=-region") == ["Zuid", "Kempen", "Élan"]
    assert regions(client, programme, "?sort=-members") == ["Kempen", "Élan", "Zuid"]
    assert regions(client, programme, "?q=elan") == ["Élan"]
    assert regions(client, programme, "?q=trekker zuid") == ["Zuid"]
    assert regions(client, programme, "?sort=password") == ["Élan", "Kempen", "Zuid"]
    assert regions(client, programme, "?page=oops&q=nergens") == []


@pytest.mark.parametrize("key", sorted(SORTS))
def test_dashboard_sorts_by_every_key_and_loses_nobody(programme: Space, key: str) -> None:
    for name in ("Zuid", "Kempen"):
        alliance_in(programme, name)
    shown = regions(client_with("coordinator", programme), programme, f"?sort={key}")
    assert sorted(shown) == ["Kempen", "Zuid"]


def test_export_is_what_is_on_the_screen_and_no_formula(programme: Space) -> None:
    alliance_in(programme, "Kempen", space__name="=cmd|' /C calc'!A0")
    alliance_in(programme, "Zuid")
    response = client_with("coordinator", programme).get(address("dashboard_export", "csv") + "?q=kempen")
    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert rows[1][0] == "Kempen"
    assert not rows[1][1].startswith("=")


def test_figures_are_counted_by_the_task_and_by_the_button(programme: Space) -> None:
    alliance = alliance_in(programme, "Kempen")
    assert refresh_summaries() == 1
    member_of(alliance.space)
    assert AllianceSummary.objects.get().members == 0
    client_with("coordinator", programme).post(reverse("programmes:dashboard_refresh", args=["thuis"]))
    assert AllianceSummary.objects.get().members == 1


def test_counting_costs_the_same_with_1_and_30(programme: Space, django_assert_max_num_queries: Any) -> None:
    alliance_in(programme, "Kempen")
    counts = []
    for more in (0, 29):
        for number in range(more):
            alliance_in(programme, f"Streek{number}")
        with django_assert_max_num_queries(12) as captured:
            figures.refresh(Alliance.objects.all())
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_dashboard_costs_the_same_with_1_and_30(programme: Space, django_assert_max_num_queries: Any) -> None:
    client = client_with("coordinator", programme)
    counts = []
    for more in (1, 29):
        for number in range(more):
            alliance_in(programme, f"Streek{more}x{number}")
        refresh_summaries()
        with django_assert_max_num_queries(12) as captured:
            assert len(client.get(dashboard(programme)).context["page"].object_list) == more + bool(more - 1)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_programme_without_alliances_says_what_to_do(programme: Space) -> None:
    response = client_of(administrator(is_superuser=True)).get(dashboard(programme))
    assert reverse("admin:alliances_alliance_add") in response.content.decode()


def test_administration_links_to_the_dashboard(programme: Space) -> None:
    client = client_of(administrator(is_superuser=True))
    assert "/p/thuis/" in client.get(reverse("admin:programmes_programme_changelist")).content.decode()
    change = reverse("admin:programmes_programme_change", args=[programme.programme.pk])
    assert "/p/thuis/" in client.get(change).content.decode()


def test_a_space_that_never_was_a_programme_is_not_found() -> None:
    SpaceFactory(slug="los")
    assert client_of(administrator(is_superuser=True)).get("/p/los/").status_code == 404
