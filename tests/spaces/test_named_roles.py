"""Roles with a name: given and ended by coordinators, without rights, public only when the person agreed."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.services import may_sign_in
from spaces import named_roles
from spaces.models import NamedRole, NamedValue, Person, Space
from tests.at_once import together
from tests.pages import marks_in, save
from tests.spaces.factories import (
    LONG_AGO,
    AllianceFactory,
    PersonFactory,
    RepresentativeFactory,
    client_with,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def space() -> Space:
    found: Space = AllianceFactory(space__language="en", public_page=True).space
    return found


def address(name: str, space: Space, *more: object) -> str:
    return reverse(f"spaces:{name}", args=[space.slug, *more])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def a_role(space: Space, **facts) -> NamedRole:
    person = facts.pop("person", None) or PersonFactory(space=space)
    role: NamedRole = NamedRole.objects.create(
        **{"person": person, "kind": "ambassador", "starts_on": LONG_AGO, **facts}
    )
    return role


# --- giving and ending ----------------------------------------------------------------------------
def test_a_coordinator_gives_a_role_to_somebody_known_and_to_somebody_new(space: Space) -> None:
    els = PersonFactory(space=space, name="Els Maes")
    client, page = client_with("coordinator", space), address("named_role_add", space)
    day = TODAY().isoformat()
    save(client, page, {"known": els.pk, "kind": "ambassador", "task": "Opent deuren.", "starts_on": day})
    data = {**marks_in(client.get(page)), "name": "Aukje", "kind": "own", "own_name": "Gastvrouw", "starts_on": day}
    assert client.post(page, data)["Location"] == client.post(page, data)["Location"]  # pressed twice
    assert [str(role) for role in NamedRole.objects.all()] == ["Els Maes: ambassador", "Aukje: Gastvrouw"]
    shown = text_of(client_with("member", space).get(address("people", space)))
    assert [words in shown for words in ("Els Maes", "Opent deuren.", "Aukje", "Gastvrouw")] == [True] * 4


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"known": "els", "name": "Aukje"},
        {"known": "els", "kind": "own"},
        {"known": "els", "kind": "own", "own_name": " "},
        {"known": "els", "own_name": "Gastvrouw"},
        {"known": "els", "kind": "keizer"},
        {"known": "els", "starts_on": "0001-01-01"},
        {"known": "elsewhere"},
        {"name": "x" * 201},
    ],
)
def test_what_makes_no_role_is_refused(space: Space, data: dict[str, str]) -> None:
    people = {"els": PersonFactory(space=space).pk, "elsewhere": PersonFactory().pk}
    data = {**data, "known": people.get(data.get("known", ""), "")}
    filled = {"kind": "ambassador", "starts_on": TODAY().isoformat(), **data}
    before = Person.objects.count()
    client = client_with("coordinator", space)
    before += 1
    assert save(client, address("named_role_add", space), filled).status_code == 422
    assert (NamedRole.objects.count(), Person.objects.count()) == (0, before)


def test_somebody_has_a_role_once_at_a_time(space: Space) -> None:
    role = a_role(space, ends_on=TODAY() + 10 * DAY)
    again = NamedRole(person=role.person, kind="ambassador", starts_on=TODAY())
    with pytest.raises(ValidationError):
        named_roles.give(again)
    again.starts_on = TODAY() + 11 * DAY
    named_roles.give(again)
    named_roles.give(NamedRole(person=role.person, kind="mediator"))
    data = {"known": role.person.pk, "kind": "ambassador", "starts_on": TODAY().isoformat()}
    assert save(client_with("coordinator", space), address("named_role_add", space), data).status_code == 422


def test_ending_keeps_the_history_of_what_was_and_drops_what_never_was(space: Space) -> None:
    was, today = a_role(space), a_role(space, starts_on=TODAY())
    client = client_with("coordinator", space)
    for role in (was, today, was):
        assert client.post(address("named_role_end", space, role.pk)).status_code == 302
    assert list(NamedRole.objects.values_list("pk", "ends_on")) == [(was.pk, TODAY() - DAY)]
    client.get(address("people", space))  # what was just done is said once
    assert was.person.name not in text_of(client.get(address("people", space)))


def test_two_who_change_a_role_see_each_other(space: Space) -> None:
    role = a_role(space)
    one, other = client_with("coordinator", space), client_with("coordinator", space)
    page = address("named_role_change", space, role.pk)
    marks = marks_in(one.get(page))
    data = {"starts_on": LONG_AGO.isoformat()}
    save(other, page, {**data, "task": "Opent deuren."})
    assert one.post(page, {**marks, **data, "task": "Iets anders"}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_two_who_give_the_same_role_at_once_give_one() -> None:
    person = PersonFactory(space=AllianceFactory().space)
    found = together(*(lambda: named_roles.give(NamedRole(person=person, kind="wise")) for _number in range(2)))
    assert sorted(type(one).__name__ for one in found) == ["NamedRole", "ValidationError"]


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "own"},
        {"own_name": "Gastvrouw"},
        {"ends_on": dt.date(2019, 1, 1)},
        {"agreed_on": LONG_AGO},
        {"agreed_how": "per mail"},
    ],
)
def test_the_database_keeps_it_true(space: Space, facts: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        a_role(space, **facts)


# --- rights ---------------------------------------------------------------------------------------
def test_only_coordinators_of_this_space_change_roles(space: Space) -> None:
    role = a_role(space)
    for who in ("chair", "secretary", "member"):
        client = client_with(who, space)
        assert client.get(address("named_role_add", space)).status_code == 403
        assert client.get(address("named_role_change", space, role.pk)).status_code == 403
        assert client.post(address("named_role_end", space, role.pk)).status_code == 403
    elsewhere = AllianceFactory().space
    other = client_with("coordinator", elsewhere)
    assert other.get(address("named_role_change", space, role.pk)).status_code == 404
    assert other.get(address("named_role_change", elsewhere, role.pk)).status_code == 404
    assert other.post(address("named_role_end", elsewhere, role.pk)).status_code == 404
    assert NamedRole.objects.get().ends_on is None


def test_a_role_with_a_name_gives_no_rights_and_no_account(space: Space) -> None:
    role = a_role(space)
    assert not may_sign_in(role.person.email)


# --- who sees it ----------------------------------------------------------------------------------
def test_the_public_page_names_who_agreed_and_nobody_else(space: Space) -> None:
    agreed = {"agreed_on": LONG_AGO, "agreed_how": "aan de telefoon met Noor"}
    names = ("Els Akkoord", "Jan Zegtniets", "Piet Voorbij", "Mia Later")
    facts = (agreed, {}, {**agreed, "ends_on": TODAY() - DAY}, {**agreed, "starts_on": TODAY() + DAY})
    for name, more in zip(names, facts, strict=True):
        a_role(space, person=PersonFactory(space=space, name=name), task="Geheime taak", **more)
    shown = text_of(Client().get(reverse("alliances:public_show", args=[space.slug])))
    assert [name for name in names if name in shown] == ["Els Akkoord"]
    assert [words in shown for words in ("Ambassador", "telefoon", "Geheime taak")] == [True, False, False]


def test_agreeing_has_a_day_and_a_way_and_is_noted_by_a_coordinator(space: Space) -> None:
    role = a_role(space)
    client, page = client_with("coordinator", space), address("named_role_change", space, role.pk)
    data = {"starts_on": LONG_AGO.isoformat(), "agreed_on": TODAY().isoformat()}
    assert save(client, page, data).status_code == 422
    assert save(client, page, {"starts_on": LONG_AGO.isoformat(), "agreed_how": "per mail"}).status_code == 422
    tomorrow = (TODAY() + DAY).isoformat()
    assert save(client, page, {**data, "agreed_on": tomorrow, "agreed_how": "per mail"}).status_code == 422
    assert save(client, page, {**data, "agreed_how": "per mail"}).status_code == 302
    role.refresh_from_db()
    assert (role.agreed_on, role.agreed_how) == (TODAY(), "per mail")
    assert "per mail" not in text_of(client_with("member", space).get(address("people", space)))


def test_the_page_of_a_member_tells_what_its_people_were_in_their_time_there(space: Space) -> None:
    seat = RepresentativeFactory(member__space=space, person__name="Els Maes", starts_on=dt.date(2022, 1, 1))
    a_role(space, person=seat.person, kind="mediator", ends_on=dt.date(2021, 1, 1))  # before she came
    a_role(space, person=seat.person, starts_on=dt.date(2023, 1, 1), ends_on=dt.date(2023, 6, 30))
    a_role(space, person=seat.person, kind="wise", starts_on=dt.date(2024, 1, 1))
    a_role(space, person=seat.person, kind="own", own_name="Straks", starts_on=TODAY() + DAY)
    shown = text_of(client_with("member", space).get(address("member_show", space, seat.member.pk)))
    told = re.findall(r"Els Maes (?:became|stopped as) [\w ]+", shown)
    assert told == [
        "Els Maes became member of the council of wise people ",
        "Els Maes stopped as ambassador ",
        "Els Maes became ambassador ",
    ]
    assert '<strong class="d-block">member of the council of wise people</strong>' in shown


def test_the_page_of_a_person_tells_all_their_roles(space: Space) -> None:
    role = a_role(space, ends_on=dt.date(2021, 1, 1))
    shown = text_of(client_with("coordinator", space).get(address("person_change", space, role.person.pk)))
    assert "ambassador" in shown


def test_pages_ask_as_many_queries_with_one_as_with_many(space: Space) -> None:
    client, counts = client_with("coordinator", space), []
    for rows in (1, 9):
        for _number in range(rows):
            a_role(space, agreed_on=LONG_AGO, agreed_how="per mail")
        counts.append([])
        for page in (address("people", space), address("named_role_add", space), f"/n/{space.slug}/"):
            client.get(page)
            cache.clear()
            with CaptureQueriesContext(connection) as counted:
                assert client.get(page).status_code == 200
            counts[-1].append(len(counted))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12


# --- values ---------------------------------------------------------------------------------------
def test_a_value_has_a_name_and_a_sentence() -> None:
    space = Space(values="- Naast elkaar: niet voor, wel met hen.\n\n• Ruimte\n: zonder naam\nTijd: 9:00 is 9:00")
    assert space.named_values == (
        NamedValue("Naast elkaar", "niet voor, wel met hen."),
        NamedValue("Ruimte", ""),
        NamedValue("zonder naam", ""),
        NamedValue("Tijd", "9:00 is 9:00"),
    )


def test_values_are_written_in_the_profile_and_read_by_everybody(space: Space) -> None:
    page = address("profile_change", space)
    assert save(client_with("coordinator", space), page, {"values": "Ruimte: <b>iedereen</b>"}).status_code == 302
    places = (reverse("alliances:profile_show", args=[space.slug]), reverse("space_home", args=[space.slug]))
    client = client_with("member", space)
    for place in (*places, f"/n/{space.slug}/"):
        assert "&lt;b&gt;iedereen&lt;/b&gt;" in text_of(client.get(place))
    with translation.override("en"):
        from charters.services import text_from_template

        text = text_from_template(Space.objects.get(pk=space.pk))
    assert "# What we hold dear\n\n- **Ruimte**: <b>iedereen</b>\n\n# What we promise" in text
    space.values = ""
    assert "hold dear" not in text_from_template(space)
