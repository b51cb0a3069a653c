"""The people page, the page of one member, and handing over a seat, as a coordinator and as others meet them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.mail.models import Mail
from sessions.meetings.services import inviting
from spaces import seats, services
from spaces.models import Member, Pause, PlannedHandOver, Representative, Space
from spaces.services import Mandate, add_organisation
from tests.meetings.factories import MeetingFactory
from tests.pages import save
from tests.spaces.factories import (
    LONG_AGO,
    AllianceFactory,
    MemberFactory,
    OrganisationFactory,
    RepresentativeFactory,
    client_with,
    somebody,
    user_with,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    found: Space = AllianceFactory().space
    return found


@pytest.fixture
def seat(space: Space) -> Representative:
    person = somebody(space, "member", name="Els Peeters", email="els@example.org")
    found: Representative = RepresentativeFactory(member__space=space, person=person, may_sign=True)
    return found


@pytest.fixture
def coordinator(space: Space) -> Client:
    return client_with("coordinator", space)


def page(name: str, row: Any) -> str:
    space = row.space if isinstance(row, Member) else row.member.space
    return reverse(f"spaces:{name}", args=[space.slug, row.pk])


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


# --- the list -------------------------------------------------------------------------------------
def people(client: Client, space: Space) -> Any:
    return client.get(reverse("spaces:people", args=[space.slug]))


def test_people_shows_who_holds_which_seat_with_mandate_and_role(space: Space, seat: Representative) -> None:
    services.give_role(seat.person, "chair")
    rows = people(client_with("member", space), space).context["rows"]
    assert [(row.name, [tuple(map(str, line)) for line in row.seats]) for row in rows] == [
        (seat.member.name, [("Els Peeters", "voorzitter", "spreekt, ondertekent")])
    ]


def test_a_vacant_seat_is_something_to_do_for_the_coordinator_alone(space: Space) -> None:
    vacant, pauses = MemberFactory(space=space), MemberFactory(space=space)
    Member.objects.create(space=space, individual=somebody(space))
    seats.pause(pauses)
    address = page("representative_add", vacant)
    response = people(client_with("coordinator", space), space)
    assert [row.pk for row in response.context["vacant"]] == [vacant.pk]
    assert address in response.content.decode()
    assert address not in people(client_with("member", space), space).content.decode()


def test_who_left_stands_apart(space: Space, seat: Representative) -> None:
    services.end_membership(seat.member)
    context = people(client_with("member", space), space).context
    assert (context["rows"], context["former"]) == ([], [seat.member])


def test_a_row_changes_with_what_it_shows(space: Space, seat: Representative, coordinator: Client) -> None:
    people(coordinator, space)
    seats.pause(seat.member)
    services.person_in(space, name="x", email="els@example.org")
    type(seat.person).objects.filter(pk=seat.person_id).update(name="Els Peeters-Claes")
    content = people(coordinator, space).content.decode()
    assert ("Els Peeters-Claes" in content, "pauzeert" in content) == (True, True)


@pytest.mark.parametrize("rows", [1, 30])
def test_people_costs_the_same_number_of_queries(space: Space, rows: int, django_assert_num_queries: Any) -> None:
    for _number in range(rows):
        add_organisation(space, OrganisationFactory(), representative=somebody(space), mandate=Mandate())
        MemberFactory(space=space, ends_on=LONG_AGO)
    client = client_with("coordinator", space)
    people(client, space)
    with django_assert_num_queries(10):
        people(client, space)


# --- the page of one member -----------------------------------------------------------------------
def test_member_show_tells_everybody_of_the_space_who_represents_whom(space: Space, seat: Representative) -> None:
    content = text_of(client_with("member", space), page("member_show", seat.member))
    assert "Els Peeters" in content


def test_member_show_hides_addresses_reasons_and_buttons_from_who_does_not_coordinate(
    space: Space, seat: Representative
) -> None:
    Member.objects.filter(pk=seat.member_id).update(win="Hoopt op subsidie")
    address = page("member_show", seat.member)
    shown = {role: text_of(client_with(role, space), address) for role in ("coordinator", "chair")}
    secrets = ("Hoopt op subsidie", "els@", page("seat_replace", seat), page("member_end", seat.member))
    assert {role: [secret in text for secret in secrets] for role, text in shown.items()} == {
        "coordinator": [True] * 4,
        "chair": [False] * 4,
    }


def test_a_member_of_another_space_is_not_found(coordinator: Client, space: Space) -> None:
    theirs = RepresentativeFactory()
    rows = {"member_show": theirs.member, "member_end": theirs.member, "seat_replace": theirs, "mandate_change": theirs}
    addresses = [reverse(f"spaces:{name}", args=[space.slug, row.pk]) for name, row in rows.items()]
    found = [coordinator.get(address).status_code for address in addresses]
    assert found == [404] * 4


@pytest.mark.parametrize("turns", [1, 30])
def test_member_show_costs_the_same_number_of_queries(
    space: Space, seat: Representative, turns: int, django_assert_num_queries: Any
) -> None:
    for number in range(turns):
        day = dt.date(2021, 1, 1) + dt.timedelta(days=number)
        RepresentativeFactory(member=seat.member, person__space=space, starts_on=day, ends_on=day)
        Pause.objects.create(member=seat.member, starts_on=day, ends_on=day)
    client = client_with("coordinator", space)
    client.get(page("member_show", seat.member))
    with django_assert_num_queries(10):
        client.get(page("member_show", seat.member))


# --- what happens to a seat -----------------------------------------------------------------------
def test_a_seat_is_handed_over_in_one_go(space: Space, seat: Representative, coordinator: Client) -> None:
    data = {
        "name": "Jan Claes",
        "email": "jan@example.org",
        "from_day": timezone.localdate().isoformat(),
        "may_sign": "on",
        "welcomes": "on",
    }
    response = save(coordinator, page("seat_replace", seat), data)
    assert (response.status_code, response.url) == (302, page("member_show", seat.member))
    rows = seat.member.representatives.order_by("pk")
    assert [(row.person.name, row.ends_on is None, row.may_speak, row.may_sign) for row in rows] == [
        ("Els Peeters", False, True, True),
        ("Jan Claes", True, False, True),
    ]
    assert Mail.objects.get().to == "jan@example.org"


def test_the_form_offers_the_mandate_there_was_and_what_is_coming(
    space: Space, seat: Representative, coordinator: Client
) -> None:
    form = coordinator.get(page("seat_replace", seat)).context["form"]
    assert ([form[f"may_{verb}"].initial for verb in ("speak", "decide", "sign")], "asks" in form.fields) == (
        [True, False, True],
        False,
    )
    meeting = MeetingFactory(space=space, title="Startvergadering")
    inviting.invite(meeting, [seat.person_id], by=user_with("coordinator", space))
    assert "Startvergadering" in coordinator.get(page("seat_replace", seat)).context["form"]["asks"].help_text


def test_a_day_that_cannot_be_is_refused_next_to_the_field(
    space: Space, seat: Representative, coordinator: Client
) -> None:
    for day in ("9999-01-01", "2019-12-31"):
        response = save(coordinator, page("seat_replace", seat), {**JAN, "from_day": day})
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["from_day"])


JAN = {"name": "Jan Claes", "email": "jan@example.org"}


def test_a_hand_over_on_a_day_to_come_is_planned_shown_and_taken_back(
    space: Space, seat: Representative, coordinator: Client
) -> None:
    day = timezone.localdate() + dt.timedelta(days=30)
    data = {**JAN, "from_day": day.isoformat(), "may_sign": "on"}
    assert save(coordinator, page("seat_replace", seat), data).status_code == 302
    assert "Jan Claes" in text_of(client_with("member", space), page("member_show", seat.member))
    assert save(coordinator, page("seat_replace", seat), data | {"name": "Nog iemand"}).status_code == 422
    assert (seat.member.representatives.count(), PlannedHandOver.objects.count()) == (1, 1)
    for _twice in range(2):
        assert coordinator.post(page("seat_replace_cancel", seat)).status_code == 302
    assert not PlannedHandOver.objects.exists()


def test_a_mandate_changes_and_nothing_else(space: Space, seat: Representative, coordinator: Client) -> None:
    response = save(coordinator, page("mandate_change", seat), {"may_speak": "on", "may_decide": "on"})
    seat.refresh_from_db()
    assert (response.status_code, seat.mandate_words, seat.ends_on) == (302, "spreekt, beslist", None)
    assert "spreekt, ondertekent" in text_of(coordinator, page("member_show", seat.member))


def test_a_seat_that_ended_cannot_be_changed(space: Space, seat: Representative, coordinator: Client) -> None:
    services.end_representation(seat)
    names = ("seat_replace", "mandate_change")
    assert [coordinator.get(page(name, seat)).status_code for name in names] == [404, 404]


def test_pause_and_back(space: Space, seat: Representative, coordinator: Client) -> None:
    assert coordinator.get(page("member_pause", seat.member)).status_code == 200
    assert not Pause.objects.exists()
    coordinator.post(page("member_pause", seat.member))
    assert Pause.objects.filter(ends_on=None).count() == 1
    assert page("member_back", seat.member) in text_of(coordinator, page("member_show", seat.member))
    coordinator.post(page("member_back", seat.member))
    assert not Pause.objects.filter(ends_on=None).exists()


def test_a_member_leaves_and_comes_back_and_the_history_stays(
    space: Space, seat: Representative, coordinator: Client
) -> None:
    coordinator.post(page("member_end", seat.member))
    seat.refresh_from_db()
    assert seat.member.representatives.get().ends_on is not None
    Member.objects.filter(pk=seat.member_id).update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    coordinator.post(page("member_rejoin", seat.member))
    again = Member.objects.get(organisation=seat.member.organisation, ends_on=None)
    assert "Els Peeters" in text_of(coordinator, page("member_show", again))


def test_somebody_who_is_added_gets_a_word_of_welcome_when_wanted(
    space: Space, seat: Representative, coordinator: Client
) -> None:
    address = page("representative_add", seat.member)
    save(coordinator, address, {"name": "Jan", "email": "jan@example.org", "may_speak": "on", "welcomes": "on"})
    save(coordinator, address, {"name": "An", "email": "an@example.org", "may_speak": "on"})
    assert [mail.to for mail in Mail.objects.all()] == ["jan@example.org"]
