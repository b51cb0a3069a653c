"""The steps of programmes in the administration: each administrator only their own."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from alliances.models import RoadTemplate
from spaces.models import Space
from tests.alliances.test_admin import staff_client
from tests.spaces.factories import AllianceFactory, ProgrammeFactory, user_with

pytestmark = pytest.mark.django_db

LIST = "admin:alliances_roadtemplate_changelist"


@pytest.fixture
def programme() -> Space:
    return ProgrammeFactory().space


def in_english(user: User) -> Client:
    User.objects.filter(pk=user.pk).update(language="en")
    return staff_client(user)


@pytest.fixture
def administrator(programme: Space) -> Client:
    return in_english(user_with("coordinator", programme))


@pytest.fixture
def platform() -> Client:
    return in_english(User.objects.create_superuser("platform@example.org"))


def add(client: Client, programme: Space) -> Any:
    return client.post(reverse("admin:alliances_roadtemplate_add"), {"programme": programme.pk})


def change(template: RoadTemplate) -> str:
    return reverse("admin:alliances_roadtemplate_change", args=[template.pk])


def rows_of(template: RoadTemplate, **changes: dict[str, Any]) -> dict[str, Any]:
    """What the page of the template sends, with these changes: ``row0={"number": 2}``."""
    data: dict[str, Any] = {"steps-TOTAL_FORMS": template.steps.count(), "steps-INITIAL_FORMS": template.steps.count()}
    for place, step in enumerate(template.steps.all()):
        row = {"id": step.pk, "template": template.pk, "number": step.number}
        row |= {name: getattr(step, name) for name in ("title_nl", "title_en", "title_fr")}
        row |= {f"checks_{index}": key for index, key in enumerate(step.checks)}
        row |= changes.get(f"row{place}", {})
        data |= {f"steps-{place}-{name}": value for name, value in row.items()}
    return data


def test_an_administrator_makes_steps_for_their_programme_from_the_shared_ones(
    administrator: Client, programme: Space
) -> None:
    response = add(administrator, programme)
    template = RoadTemplate.objects.get(programme=programme)
    assert (response.status_code, response["Location"]) == (302, change(template))
    assert [step.title_nl for step in template.steps.all()][:2] == ["Afbakening", "Van start"]
    assert administrator.get(change(template)).status_code == 200
    again = add(administrator, programme)
    assert "This programme has steps of its own already." in again.content.decode()


def test_two_steps_change_places_and_checks_have_an_order(administrator: Client, programme: Space) -> None:
    add(administrator, programme)
    template = RoadTemplate.objects.get(programme=programme)
    first = {"number": 2, "checks_0": "register", "checks_1": "", "checks_2": "why"}
    response = administrator.post(change(template), rows_of(template, row0=first, row1={"number": 1}))
    assert response.status_code == 302, response.context["errors"]
    assert [step.title_en for step in template.steps.all()][:2] == ["Getting started", "Scope"]
    assert template.steps.get(number=2).checks == ["register", "why"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"row0": {"checks_0": "", "checks_1": ""}}, "Choose at least one check."),
        ({"row0": {"checks_0": "chair"}}, "“Somebody chairs” stands here twice."),
        ({"row0": {"checks_0": "made-up"}}, "Select a valid choice"),
        ({"row0": {"number": 2}}, "Please correct the duplicate"),
        ({"row0": {"number": 0}}, "greater than or equal to 1"),
        ({f"row{place}": {"DELETE": "on"} for place in range(6)}, "A road has at least one step."),
    ],
)
def test_what_cannot_be_is_refused(administrator: Client, programme: Space, changes: dict, words: str) -> None:
    add(administrator, programme)
    template = RoadTemplate.objects.get(programme=programme)
    before = list(template.steps.values())
    page = administrator.post(change(template), rows_of(template, **changes))
    assert page.status_code == 200
    assert words in page.content.decode()
    assert list(template.steps.values()) == before


def test_running_alliances_change_only_when_somebody_says_so(administrator: Client, programme: Space) -> None:
    own, other = AllianceFactory(space__parent=programme), AllianceFactory()
    add(administrator, programme)
    template = RoadTemplate.objects.get(programme=programme)
    administrator.post(change(template), rows_of(template, row0={"title_nl": "Het begin"}))
    assert own.steps.first().title_nl == "Afbakening"
    administrator.post(reverse(LIST), {"action": "give_to_running", "_selected_action": [template.pk]})
    assert [one.steps.first().title_nl for one in (own, other)] == ["Het begin", "Afbakening"]


def test_the_shared_steps_go_to_alliances_of_programmes_without_their_own(platform: Client, programme: Space) -> None:
    with_own, without = (
        AllianceFactory(space__parent=programme),
        AllianceFactory(space__parent=ProgrammeFactory().space),
    )
    add(platform, programme)
    shared = RoadTemplate.objects.shared()
    assert platform.post(change(shared), rows_of(shared, row0={"title_nl": "Begin"})).status_code == 302
    platform.post(reverse(LIST), {"action": "give_to_running", "_selected_action": [shared.pk]})
    assert [one.steps.first().title_nl for one in (with_own, without)] == ["Afbakening", "Begin"]


def test_another_programmes_steps_are_out_of_reach(administrator: Client, platform: Client, programme: Space) -> None:
    other = ProgrammeFactory().space
    add(platform, other)
    theirs, shared = RoadTemplate.objects.get(programme=other), RoadTemplate.objects.shared()
    alliance = AllianceFactory(space__parent=other)
    for template in (theirs, shared):
        assert administrator.get(change(template)).status_code == 302  # Django leads back to the index
        assert administrator.post(change(template), rows_of(template, row0={"title_nl": "X"})).status_code == 302
        assert template.steps.first().title_nl == "Afbakening"
        chosen = {"action": "give_to_running", "_selected_action": [template.pk]}
        alliance.steps.update(title_nl="Zoals het was")
        administrator.post(reverse(LIST), chosen)
        assert alliance.steps.first().title_nl == "Zoals het was"
    assert list(administrator.get(reverse(LIST)).context["cl"].queryset) == []
    assert "Select a valid choice" in add(administrator, ProgrammeFactory().space).content.decode()


def test_the_shared_steps_are_never_deleted_and_others_are(platform: Client, programme: Space) -> None:
    add(platform, programme)
    own, shared = RoadTemplate.objects.get(programme=programme), RoadTemplate.objects.shared()
    for template in (own, shared):
        platform.post(reverse("admin:alliances_roadtemplate_delete", args=[template.pk]), {"post": "yes"})
    assert list(RoadTemplate.objects.all()) == [shared]


def test_a_coordinator_of_an_alliance_sees_nothing_of_it(programme: Space) -> None:
    client = staff_client(user_with("coordinator", AllianceFactory(space__parent=programme).space))
    assert client.get(reverse(LIST)).status_code == 403
    assert add(client, programme).status_code == 403


def test_the_list_costs_the_same_for_many(platform: Client, django_assert_max_num_queries) -> None:
    counts = []
    for rows in (1, 30):
        for _number in range(rows):
            RoadTemplate.objects.create(programme=ProgrammeFactory().space)
        with django_assert_max_num_queries(12) as counted:
            assert platform.get(reverse(LIST)).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]
