"""Nobody gets in by forgetting: every view states who may pass, and who may do what is one table.

The table stands in ``tests/permissions.md`` and is read from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from core.guard import PUBLIC, SIGNED_IN, STATED_WITHOUT_OBJECT
from places.models import Region, RegionAdministrator
from spaces.models import Space
from spaces.pages import SpacePage
from tests.spaces.factories import AllianceFactory, ProgrammeFactory, client_of, user_with

# Addresses of others' views, each with a guard of its own: Django's administration asks its own
# permissions, allauth's pages are about oneself, Django's debug static files exist in tests only.
THEIR_OWN_GUARD = ("admin/", "account/", "static/")
TABLE = Path(__file__).parent / "permissions.md"
ROLES = ("coordinator", "chair", "secretary", "communications", "member")
COLUMNS = (
    "anonymous",
    "stranger",
    *ROLES,
    "other coordinator",
    "region administrator",
    "programme administrator",
    "platform administrator",
)


def walk(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site with its pattern."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, address)
        elif not address.startswith(THEIR_OWN_GUARD):
            yield address, entry


VIEWS = {address: entry for address, entry in walk()}


def view_class(entry: URLPattern) -> Any:
    return getattr(entry.callback, "view_class", entry.callback)


def test_there_are_views_to_look_at() -> None:
    assert len(VIEWS) > 20


@pytest.mark.parametrize("address", VIEWS)
def test_every_view_states_one_permission(address: str) -> None:
    stated = getattr(view_class(VIEWS[address]), "permission", None)
    assert stated in STATED_WITHOUT_OBJECT or rules.perm_exists(stated), f"{address} states {stated!r}"


@pytest.mark.parametrize("address", VIEWS)
def test_only_what_is_public_is_open_without_signing_in(address: str) -> None:
    entry = VIEWS[address]
    needs_login = getattr(entry.callback, "login_required", True)
    assert needs_login is (view_class(entry).permission != PUBLIC)


@pytest.mark.parametrize("address", VIEWS)
def test_a_permission_on_a_space_is_asked_by_the_one_guard(address: str) -> None:
    view = view_class(VIEWS[address])
    if view.permission not in STATED_WITHOUT_OBJECT:
        assert issubclass(view, SpacePage)
        assert view.__mro__.index(SpacePage) < view.__mro__.index(
            next(c for c in view.__mro__ if "dispatch" in c.__dict__ and c.__module__.startswith("django"))
        )


def rows_of_the_table() -> dict[str, list[str]]:
    rows = {}
    in_an_alliance, _branch, _rest = TABLE.read_text(encoding="utf-8").partition("\n## ")
    for line in in_an_alliance.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and "." in cells[0]:
            rows[cells[0].strip("`")] = cells[1:]
    return rows


def permissions_in_use() -> list[str]:
    stated = {view_class(entry).permission for entry in VIEWS.values()}
    return sorted(stated - STATED_WITHOUT_OBJECT)


def test_the_table_has_a_row_for_each_permission_in_use() -> None:
    assert sorted(rows_of_the_table()) == permissions_in_use()


@pytest.fixture
def people() -> tuple[Space, dict[str, Any]]:
    """A space in a programme, and one of each kind of person."""
    programme = ProgrammeFactory().space
    space = AllianceFactory(space__parent=programme).space
    elsewhere = Region.objects.create(name="Elders", code="elders")
    administrator = User.objects.create_user("regio@example.org", is_staff=True)
    RegionAdministrator.objects.create(region=elsewhere, user=administrator)
    return space, {
        "anonymous": AnonymousUser(),
        "stranger": User.objects.create_user("stranger@example.org"),
        **{role: user_with(role, space) for role in ROLES},
        "other coordinator": user_with("coordinator", AllianceFactory(space__parent=programme).space),
        "region administrator": administrator,
        "programme administrator": user_with("coordinator", programme),
        "platform administrator": User.objects.create_superuser("platform@example.org"),
    }


@pytest.mark.django_db
def test_who_may_do_what_is_as_the_table_says(people: tuple[Space, dict[str, Any]]) -> None:
    space, users = people
    found = {
        permission: ["yes" if users[column].has_perm(permission, space) else "" for column in COLUMNS]
        for permission in permissions_in_use()
    }
    assert found == rows_of_the_table()


def addresses_in(space: Space) -> list[str]:
    """Every address inside ``space``, with a number that does not exist where one is asked."""
    found = []
    for address in VIEWS:
        if "<slug:slug>" in address and view_class(VIEWS[address]).permission != PUBLIC:
            filled = "/" + address.replace("<slug:slug>", space.slug)
            filled = re.sub(r"<int:\w+>", "999999", filled)
            filled = re.sub(r"<export_form:\w+>", "csv", filled)
            filled = re.sub(r"<picture_file:\w+>", "480.webp", filled)
            found.append(re.sub(r"<\w+:\w+>", "x", filled))
    return found


OUTSIDERS = (
    "stranger",
    "other coordinator",
    "region administrator",
    "programme administrator",
    "platform administrator",
)


@pytest.mark.django_db
@pytest.mark.parametrize("column", OUTSIDERS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_for_an_outsider_a_space_looks_like_one_that_does_not_exist(people, column: str, method: str, settings) -> None:
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if "SecondFactor" not in m]
    space, users = people
    client = client_of(users[column])
    answers = {address: getattr(client, method)(address).status_code for address in addresses_in(space)}
    assert {address: status for address, status in answers.items() if status != 404} == {}


@pytest.mark.django_db
def test_without_signing_in_every_page_of_a_space_asks_to(people, client) -> None:
    space, _users = people
    for address in addresses_in(space):
        response = client.get(address)
        assert (response.status_code, response["Location"].startswith("/account/login/")) == (302, True), address


@pytest.mark.django_db
def test_staff_without_a_second_factor_can_only_set_one_up(people) -> None:
    _space, users = people
    response = client_of(users["platform administrator"]).get("/admin/")
    assert (response.status_code, response["Location"]) == (302, "/account/2fa/")


def test_a_view_that_every_signed_in_person_may_open_shows_only_their_own() -> None:
    """The short list; whoever adds to it, says in the view whose things it shows."""
    assert sorted(address for address in VIEWS if view_class(VIEWS[address]).permission == SIGNED_IN) == [
        "",
        "settings/",
    ]
