"""Who may do what in a branch is one table; here what it says is held true, and that nothing is inherited."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from programmes.branches.models import Branch
from spaces.models import Space
from tests.branches.factories import BranchFactory, activity, mentoring, need, organisation_in
from tests.spaces.factories import AllianceFactory, ProgrammeFactory, client_of, client_with, user_with
from tests.test_guards import COLUMNS, ROLES, TABLE, VIEWS, view_class

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    return BranchFactory().space


def people_around(space: Space) -> dict[str, Any]:
    return {
        "anonymous": AnonymousUser(),
        "stranger": User.objects.create_user("stranger@example.org"),
        **{role: user_with(role, space) for role in ROLES},
        "other coordinator": user_with("coordinator", BranchFactory(space__parent=space.parent).space),
        "region administrator": User.objects.create_user("regio@example.org", is_staff=True),
        "programme administrator": user_with("coordinator", space.parent),
        "platform administrator": User.objects.create_superuser("platform@example.org"),
    }


def table() -> dict[str, list[str]]:
    rows = TABLE.read_text(encoding="utf-8").partition("\n## In a branch")[2].partition("\n## ")[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in rows if line.startswith("| `")]
    return {name.strip("`"): said for name, *said in cells}


def test_who_may_do_what_in_a_branch_is_as_the_table_says(space: Space) -> None:
    users = people_around(space)
    found = {
        permission: ["yes" if users[column].has_perm(permission, space) else "" for column in COLUMNS]
        for permission in table()
    }
    assert found == table()
    assert sorted(found) == sorted({view_class(VIEWS[one]).permission for one in VIEWS if "branch" in one})


def pages_of(space: Space) -> list[str]:
    """Every address of this branch, with rows that exist."""
    one = organisation_in(space)
    numbers = {
        "activities": activity(space, one).pk,
        "needs": need(space, one).pk,
        "mentoring": mentoring(space, one).pk,
        "organisations": one.pk,
    }
    found = []
    for address in VIEWS:
        if address.startswith("s/<slug:slug>/branch/"):
            filled = "/" + address.replace("<slug:slug>", space.slug).replace("<export_form:form>", "csv")
            filled = re.sub(r"(\w+)/<int:pk>", lambda match: f"{match[1]}/{numbers[match[1]]}", filled)
            found.append(filled)
    assert len(found) > 14
    return found


@pytest.mark.parametrize("who", ["stranger", "other coordinator", "region administrator", "platform administrator"])
def test_for_an_outsider_a_branch_does_not_exist(space: Space, who: str, settings: Any) -> None:
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "SecondFactor" not in one]
    client = client_of(people_around(space)[who])
    for address in pages_of(space):
        assert (client.get(address).status_code, client.post(address).status_code) == (404, 404), address


def test_a_member_looks_and_changes_nothing(space: Space) -> None:
    client = client_with("member", space)
    for address in pages_of(space):
        changes = re.search(r"/(add|change|remove|door)/$|/(needs|mentoring)/\d+/$", address)
        assert client.get(address).status_code == (403 if changes else 200), address
        assert client.post(address).status_code == (403 if changes else 405), address


def test_the_programme_sees_figures_and_activities_and_no_more(space: Space) -> None:
    client = client_with("coordinator", space.parent)
    seen = {address for address in pages_of(space) if client.get(address).status_code == 200}
    names = sorted(re.sub(r"\d+", "N", one.removeprefix(f"/s/{space.slug}/branch/")) for one in seen)
    assert names == ["", "activities/", "activities/N/", "organisations/N/", "sheet.csv", "sheet.pdf"]
    for address in pages_of(space):
        assert client.post(address).status_code in (403, 404, 405), address
    assert client.get(f"/s/{space.slug}/").status_code == 404, "a role in the programme opens no other page"
    assert client.get(f"/s/{space.slug}/people/").status_code == 404


def test_no_page_that_the_programme_sees_says_who_or_what_was_asked(space: Space) -> None:
    one = organisation_in(space, name="Stichting Zichtbaar")
    done = activity(space, one, title="Zichtbare dag", result="Zichtbaar resultaat")
    done.people.set([space.people.create(name="Geheime persoon")])
    need(space, one, text="Geheime nood", answer="Geheim antwoord", answered_on=done.starts_on)
    mentoring(space, one, mentor="Geheime mentor", mentee="Geheime mentee", outcome="Geheime uitkomst")
    paths = ["", "activities/", f"activities/{done.pk}/", f"organisations/{one.pk}/", "sheet.csv"]
    for client, secret in ((client_with("coordinator", space.parent), False), (client_with("member", space), True)):
        answers = [client.get(f"/s/{space.slug}/branch/{path}") for path in paths]
        text = " ".join(answer.getvalue().decode() for answer in answers)
        assert "Zichtbaar" in text
        assert ("Geheim" in text) is secret


@pytest.mark.parametrize("role", ["coordinator", "chair", "member"])
def test_the_list_of_branches_is_for_who_coordinates_the_programme(space: Space, role: str) -> None:
    address = f"/p/{space.parent.slug}/branches/"
    assert client_with(role, space.parent).get(address).status_code == (200 if role == "coordinator" else 404)
    assert client_with(role, space).get(address).status_code == 404
    assert client_with(role, ProgrammeFactory().space).get(address).status_code == 404


def test_an_alliance_has_no_branch_pages_and_a_branch_no_programme_pages(space: Space) -> None:
    alliance = AllianceFactory(space__parent=space.parent).space
    assert client_with("coordinator", alliance).get(f"/s/{alliance.slug}/branch/").status_code == 404
    assert client_with("coordinator", space).get(f"/p/{space.slug}/branches/").status_code == 404
    assert Branch.objects.administered_by(user_with("coordinator", space)).count() == 0
