"""A form that adds something adds it once, however often and however fast it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.db import models
from django.urls import reverse

from actionplans.models import Action
from core.mail.models import Mail
from partners.stakeholders import services
from partners.stakeholders.models import Stakeholder
from sessions.intervision.models import Contribution, IntervisionDay, Round
from sessions.meetings.models import AgendaItem, Invitee, Meeting
from spaces.models import Member, Representative, Space
from tests.actionplans.factories import make_plan
from tests.at_once import together
from tests.intervision.factories import RoundFactory
from tests.meetings.factories import MeetingFactory
from tests.pages import marks_in
from tests.spaces.factories import AllianceFactory, MemberFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db

type Row = type[models.Model]
# Where the form stands, where it is sent (None: there too), what is typed, and what is made.
type Form = tuple[str, str | None, dict[str, Any], Row]
DAY = {"title": "Samen", "date": "2031-10-17", "from_time": "09:30", "until_time": "17:00", "place": "Lokeren"}
PERSON = {"name": "Amina Yusuf", "email": "amina@example.org"}


def stakeholder(space: Space) -> Form:
    data = {"name": "Amina Yusuf", "is_individual": "on", "influence": "low", "interest": "low", "mandate": "no"}
    return reverse("stakeholders:add", args=[space.slug]), None, data, Stakeholder


def member(space: Space) -> Form:
    address = reverse("stakeholders:make_member", args=[space.slug, StakeholderFactory(space=space).pk])
    return address, None, {**PERSON, "role": "member"}, Member


def team(space: Space) -> Form:
    return reverse("spaces:team_add", args=[space.slug]), None, {**PERSON, "role": "chair"}, Mail


def representative(space: Space) -> Form:
    address = reverse("spaces:representative_add", args=[space.slug, MemberFactory(space=space).pk])
    return address, None, PERSON, Representative


def meeting(space: Space) -> Form:
    data = {**DAY, "invitation_text": "Welkom"}
    return reverse("meetings:meeting_add", args=[space.slug]), None, data, Meeting


def agenda_item(space: Space) -> Form:
    address = reverse("meetings:agenda_change", args=[space.slug, MeetingFactory(space=space).pk])
    data = {"form-TOTAL_FORMS": 0, "form-INITIAL_FORMS": 0, "add": 1, "new-title": "Extra", "new-duration": 5}
    return address, None, data, AgendaItem


def attendant(space: Space) -> Form:
    args = [space.slug, MeetingFactory(space=space).pk]
    page, target = (reverse(f"meetings:{name}", args=args) for name in ("meeting_attendance", "attendant_add"))
    return page, target, {"new-name": "Amina Yusuf"}, Invitee


def action(space: Space) -> Form:
    make_plan(space)
    return reverse("actionplans:action_add", args=[space.slug]), None, {"title": "Taalcafés"}, Action


def day(space: Space) -> Form:
    return reverse("intervision:day_add", args=[space.slug]), None, DAY, IntervisionDay


def round_(space: Space) -> Form:
    address = reverse("intervision:round_add", args=[space.slug, RoundFactory(day__space=space).day_id])
    return address, None, {"title": "Tweede ronde", "starts": "13:00", "ends": "14:00", "more": "1"}, Round


def contribution(space: Space) -> Form:
    address = reverse("intervision:contribution_add", args=[space.slug, RoundFactory(day__space=space).day_id])
    return address, None, {"kind": "question", "title": "Hoe?", "story": "Wij vragen ons af"}, Contribution


FORMS = [
    stakeholder, member, team, representative, meeting, agenda_item, attendant, action, day, round_, contribution,
]  # fmt: skip


@pytest.fixture
def space() -> Space:
    return AllianceFactory().space


@pytest.mark.parametrize("makes", FORMS)
def test_sent_twice_it_makes_one_and_the_second_answer_leads_where_the_first_did(
    space: Space, makes: Callable[[Space], Form]
) -> None:
    page, target, data, model = makes(space)
    client = client_with("coordinator", space)
    opened = client.get(page)
    before = model.objects.count()  # type: ignore[attr-defined]
    assert "once" in marks_in(opened)
    answers = [client.post(target or page, marks_in(opened) | data) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert model.objects.count() == before + 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("makes", FORMS)
def test_sent_anew_from_a_new_page_it_is_meant(space: Space, makes: Callable[[Space], Form]) -> None:
    page, *_rest = makes(space)
    client = client_with("coordinator", space)
    tokens = {marks_in(client.get(page))["once"] for _time in range(2)}
    assert len(tokens) == 2


def test_back_and_another_name_makes_another(space: Space) -> None:
    page, _target, data, model = stakeholder(space)
    client = client_with("coordinator", space)
    opened = marks_in(client.get(page))
    for name in ("Amina Yusuf", "Jan Claes"):
        assert client.post(page, opened | data | {"name": name}).status_code == 302
    assert sorted(model.objects.values_list("name", flat=True)) == ["Amina Yusuf", "Jan Claes"]  # type: ignore[attr-defined]


def test_what_was_refused_may_be_sent_again(space: Space) -> None:
    page, _target, data, model = stakeholder(space)
    client = client_with("coordinator", space)
    opened = marks_in(client.get(page))
    assert client.post(page, opened | data | {"name": ""}).status_code == 422
    client.raise_request_exception = False
    with mock.patch.object(services, "add_stakeholder", side_effect=OSError):
        assert client.post(page, opened | data).status_code == 500
    assert client.post(page, opened | data).status_code == 302
    assert model.objects.count() == 1  # type: ignore[attr-defined]


def test_the_token_of_one_person_or_place_says_nothing_of_another(space: Space) -> None:
    page, _target, data, model = stakeholder(space)
    client, other = client_with("coordinator", space), client_with("coordinator", space)
    opened = marks_in(client.get(page))
    client.post(page, opened | data)
    assert other.post(page, opened | data).status_code == 302
    assert model.objects.count() == 2  # type: ignore[attr-defined]
    stranger = client_with("coordinator", AllianceFactory().space)
    assert stranger.post(page, opened | data).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("makes", [stakeholder, team, meeting, attendant, action, day, round_, contribution])
def test_two_at_the_same_moment_make_one(makes: Callable[[Space], Form]) -> None:
    space = AllianceFactory().space
    page, target, data, model = makes(space)
    client = client_with("coordinator", space)
    sent = marks_in(client.get(page)) | data
    before = model.objects.count()  # type: ignore[attr-defined]
    answers = together(*[lambda: client.post(target or page, sent)] * 4)
    assert ({answer.status_code for answer in answers}, len({answer.url for answer in answers})) == ({302}, 1)
    assert model.objects.count() == before + 1  # type: ignore[attr-defined]
