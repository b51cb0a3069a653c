"""The roadmap page, and passing over what does not fit."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from alliances import roadmap
from alliances.models import PassedOver
from spaces.models import Space
from tests.spaces.factories import AllianceFactory, MemberFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db

REASON = "Het handvest staat in onze <b>statuten</b>"


@pytest.fixture
def space() -> Space:
    return AllianceFactory().space


@pytest.fixture
def coordinator(space: Space) -> Client:
    return client_with("coordinator", space)


def address(name: str, space: Space, *more: str) -> str:
    return reverse(f"alliances:{name}", args=[space.slug, *more])


def pass_over(client: Client, space: Space, key: str = "charter", reason: str = REASON):
    return client.post(address("check_pass", space, key), {"reason": reason})


def settled(space: Space, step: int) -> int:
    return roadmap.progress(roadmap.facts_of(space))[step - 1].count


def test_the_overviews_path_leads_to_each_step(space: Space, coordinator: Client) -> None:
    page = coordinator.get(reverse("space_home", args=[space.slug])).content.decode()
    road = coordinator.get(address("roadmap", space)).content.decode()
    for number in range(1, 7):
        assert f'href="{address("roadmap", space)}#step-{number}"' in page
        assert f'id="step-{number}"' in road


def test_it_says_what_is_missing_and_where_to_do_it(space: Space, coordinator: Client) -> None:
    StakeholderFactory.create_batch(3, space=space)
    page = coordinator.get(address("roadmap", space))
    assert [line.check.key for line in page.context["next_lines"]] == ["why", "register", "mandate"]
    register = page.context["next_lines"][1]
    assert (register.note, register.url) == ("3 van 10, nog 7 te gaan", reverse("stakeholders:list", args=[space.slug]))
    assert "vergeet je makkelijk als je uitnodigt" in page.content.decode()


@pytest.mark.parametrize("role", ["chair", "secretary", "communications", "member"])
def test_each_sees_the_road_with_links_only_to_pages_that_open(role: str, space: Space) -> None:
    client = client_with(role, space)
    page = client.get(address("roadmap", space))
    lines = [line for _step, lines in page.context["parts"] for line in lines]
    assert len(lines) == 20
    assert all(client.get(line.url).status_code == 200 for line in lines if line.url)
    assert reverse("stakeholders:list", args=[space.slug]) not in [line.url for line in lines]
    assert "pass-over" not in page.content.decode()


def test_a_coordinator_passes_over_with_a_reason_and_takes_up_again(space: Space, coordinator: Client) -> None:
    assert pass_over(coordinator, space).status_code == 302
    row = PassedOver.objects.get()
    assert (row.key, row.reason, row.alliance.space) == ("charter", REASON, space)
    assert settled(space, 4) == 1
    page = coordinator.get(address("roadmap", space)).content.decode()
    assert "Het handvest staat in onze &lt;b&gt;statuten&lt;/b&gt;" in page
    assert row.by in page
    for _twice in range(2):
        assert coordinator.post(address("check_take_up", space, "charter")).status_code == 302
    assert settled(space, 4) == 0
    assert not PassedOver.objects.exists()


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301, "twee\nregels"])
def test_without_a_good_reason_nothing_is_passed_over(reason: str, space: Space, coordinator: Client) -> None:
    assert pass_over(coordinator, space, reason=reason).status_code == 422
    assert not PassedOver.objects.exists()


def test_of_two_who_pass_over_the_first_ones_reason_stands(space: Space, coordinator: Client) -> None:
    pass_over(coordinator, space, reason="De eerste")
    pass_over(client_with("coordinator", space), space, reason="De tweede")
    assert PassedOver.objects.get().reason == "De eerste"


def test_what_is_there_is_not_passed_over(coordinator: Client, space: Space) -> None:
    Space.objects.filter(pk=space.pk).update(why="Daarom")
    assert coordinator.get(address("check_pass", space, "why")).status_code == 302
    assert pass_over(coordinator, space, "why").status_code == 302
    assert not PassedOver.objects.exists()


@pytest.mark.parametrize("key", ["nothing", "why-not"])
def test_a_check_that_is_not_on_this_road_is_not_found(key: str, coordinator: Client, space: Space) -> None:
    assert pass_over(coordinator, space, key).status_code == 404
    assert coordinator.post(address("check_take_up", space, key)).status_code == 404


def test_another_alliances_road_is_out_of_reach(coordinator: Client, space: Space) -> None:
    other = AllianceFactory().space
    assert pass_over(coordinator, other).status_code == 404
    assert coordinator.get(address("roadmap", other)).status_code == 404
    assert not PassedOver.objects.exists()


@pytest.mark.parametrize("role", ["chair", "secretary", "communications", "member"])
def test_only_a_coordinator_passes_over(role: str, space: Space) -> None:
    client = client_with(role, space)
    assert pass_over(client, space).status_code == 403
    assert client.post(address("check_take_up", space, "charter")).status_code == 403


def test_the_database_refuses_what_is_not_a_reason_and_the_second_of_a_check(space: Space) -> None:
    PassedOver.objects.create(alliance=space.alliance, key="why", reason="Daarom", by="Els")
    for key, reason in (("register", ""), ("why", "Nog eens")):
        with pytest.raises(IntegrityError), transaction.atomic():
            PassedOver.objects.create(alliance=space.alliance, key=key, reason=reason, by="Els")


def test_the_roadmap_costs_the_same_with_much_in_it(django_assert_num_queries) -> None:
    counts = []
    for rows in (0, 15):
        space = AllianceFactory(space__starts_on=dt.date(2020, 1, 1), space__ends_on=dt.date(2021, 1, 1)).space
        MemberFactory.create_batch(rows, space=space)
        for check in list(roadmap.facts_of(space)["road"])[3].checks[: rows or 1]:
            PassedOver.objects.create(alliance=space.alliance, key=check.key, reason="Past niet", by="Els")
        client = client_with("coordinator", space)
        client.get(address("roadmap", space))
        with django_assert_num_queries(12, exact=False) as counted:
            assert client.get(address("roadmap", space)).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]
