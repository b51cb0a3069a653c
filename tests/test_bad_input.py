"""Whatever is typed into an address, a form or a cookie: an answer below 500, and the same for every view."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from actionplans.models import ActionPlan
from charters.models import Charter
from core.mail.models import Mail
from partners.stakeholders.models import Stakeholder, StakeholderImport
from sessions.meetings.models import Meeting
from spaces.models import Person, Space
from tests.meetings.factories import MeetingFactory
from tests.spaces.factories import AllianceFactory, ProgrammeFactory, client_with, somebody
from tests.test_guards import VIEWS

BEYOND_BIGINT = str(2**63)
# More digits than Python makes a number of.
ENDLESS = "9" * 5_000

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    return AllianceFactory(public_page=True, space__parent=ProgrammeFactory().space).space


@pytest.fixture
def coordinator(space: Space) -> Client:
    client = client_with("coordinator", space)
    client.raise_request_exception = False  # a 500 is an answer to be listed with the others
    return client


def filled(address: str, slug: str, number: str = "1", text: str = "x") -> str:
    """``address`` with something in each of its places."""
    address = re.sub(r"<slug:slug>", slug, address)
    address = re.sub(r"<slug:kind>", "invitation", address)
    address = re.sub(r"<int:\w+>", number, address)
    address = re.sub(r"<export_form:\w+>", "csv", address)
    return "/" + re.sub(r"<\w+:\w+>", text, address)


def answers(client: Client, addresses: list[str], **query: str) -> dict[tuple[str, str], int]:
    return {
        (method, address[:120]): getattr(client, method)(address, query_params=query).status_code
        for address in addresses
        for method in ("get", "post")
    }


def not_refused(found: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    return {where: status for where, status in found.items() if not 400 <= status < 500}


@pytest.mark.parametrize("number", [BEYOND_BIGINT, "1" + "0" * 40, ENDLESS])
def test_a_number_larger_than_any_row_does_not_exist(space: Space, coordinator: Client, number: str) -> None:
    addresses = [filled(address, space.slug, number) for address in VIEWS if "<int:" in address]
    assert len(addresses) > 20
    assert not_refused(answers(coordinator, addresses)) == {}
    found = {address[:120]: coordinator.get(address).status_code for address in addresses}
    assert {address: status for address, status in found.items() if status not in (404, 405)} == {}


def test_a_nul_byte_in_the_query_is_refused_everywhere(space: Space, coordinator: Client) -> None:
    addresses = [filled(address, space.slug) for address in VIEWS]
    assert not_refused(answers(coordinator, addresses, q="a\0b")) == {}
    assert not_refused(answers(coordinator, addresses, **{"a\0b": "q"})) == {}


def test_a_nul_byte_in_the_path_is_refused_everywhere(space: Space, coordinator: Client) -> None:
    addresses = [filled(address, "%00", "%00", "%00") for address in VIEWS if "<" in address]
    assert not_refused(answers(coordinator, addresses)) == {}


def test_a_nul_byte_in_a_form_is_refused_everywhere(space: Space, coordinator: Client) -> None:
    addresses = [filled(address, space.slug) for address in VIEWS]
    found = {address: coordinator.post(address, {"name": "a\0b"}).status_code for address in addresses}
    assert {address: status for address, status in found.items() if not 400 <= status < 500} == {}


@pytest.mark.parametrize("cookie", ["sessionid", "django_language", "csrftoken", "messages"])
def test_a_nul_byte_in_a_cookie_is_refused(settings, cookie: str) -> None:
    names = {"sessionid": settings.SESSION_COOKIE_NAME, "csrftoken": settings.CSRF_COOKIE_NAME}
    client = Client(raise_request_exception=False)
    # In quotes, so that it passes any web server: a reader of cookies makes a NUL byte of it.
    response = client.get("/", headers={"cookie": rf'{names.get(cookie, cookie)}="\000aaaaaaaaaaa"'})
    assert response.status_code == 400


RUBBISH = {
    "page": ["abc", "-1", "0", "1e9", BEYOND_BIGINT, ENDLESS, "²"],
    "sort": ["rubbish", "-", "pk; DROP TABLE"],
    "q": ["%", "\\", "'\"", "a" * 20_000, "\u202e\u2066\ufeff", "\ud800".encode("utf-8", "replace").decode()],
    "influence": ["rubbish"],
    "member": ["rubbish"],
    "change": [BEYOND_BIGINT, "²", ENDLESS],
}


@pytest.mark.parametrize("name", RUBBISH)
def test_rubbish_in_the_query_breaks_no_page(space: Space, coordinator: Client, name: str) -> None:
    addresses = [filled(address, space.slug) for address in VIEWS if "<int:" not in address]
    for value in RUBBISH[name]:
        found = {address: coordinator.get(address, {name: value}).status_code for address in addresses}
        assert {(address, value[:20]): status for address, status in found.items() if status >= 500} == {}


@pytest.mark.parametrize("wanted", ["xx-rubbish;q=abc", ",,,;;;", "a" * 10_000, "nl;q=1e999", "\u202enl"])
def test_a_strange_accept_language_breaks_nothing(client: Client, wanted: str) -> None:
    assert client.get("/account/login/", headers={"accept-language": wanted}).status_code == 200


@pytest.mark.parametrize("number", [BEYOND_BIGINT, ENDLESS, "²", "٣", "-1"])
def test_a_button_with_a_number_that_cannot_be_does_nothing(space: Space, coordinator: Client, number: str) -> None:
    meeting = MeetingFactory(space=space)
    sheet = StakeholderImport.objects.create(space=space, filename="a.csv", content=b"Name\nX\n", mapping={"name": 0})
    address = f"/s/{space.slug}/meetings/{meeting.pk}/"
    coordinator.post(address + "minutes/start/")
    empty = {"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"}
    assert coordinator.post(address + "agenda/", {**empty, "up": number}).status_code == 404
    assert coordinator.post(address + "minutes/", {"remove": number}).status_code == 302
    assert coordinator.post(address + "minutes/", {"add": number}).status_code == 302
    wanted = f"/s/{space.slug}/stakeholders/import/{sheet.pk}/apply/"
    assert coordinator.post(wanted, {"wanted": number}).status_code == 302


def test_a_line_break_in_a_name_or_title_is_explained(space: Space, coordinator: Client) -> None:
    broken = "Jan\r\nBcc: iedereen@example.org"
    person = somebody(space, "member")
    charter = Charter.objects.create(space=space, title="Handvest", text="Samen")
    forms: dict[str, dict[str, object]] = {
        "people/team/": {"name": broken, "email": "jan@example.org", "role": "chair"},
        f"people/{person.pk}/": {"name": broken, "email": person.email},
        "charter/change/": {"title": broken, "text": "Samen", "revision": charter.revision},
        "meetings/add/": {"title": broken, "date": "2027-01-11", "from_time": "10:00", "until_time": "11:00"},
    }
    found = {where: coordinator.post(f"/s/{space.slug}/{where}", form) for where, form in forms.items()}
    assert {where: answer.status_code for where, answer in found.items()} == dict.fromkeys(forms, 422)
    assert coordinator.post("/settings/", {"name": broken}).status_code == 200
    assert not Mail.objects.exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "0000-00-00", "+10000-01-01"])
def test_a_day_that_cannot_be_breaks_no_page(space: Space, coordinator: Client, day: str) -> None:
    meeting = {"title": "Overleg", "date": day, "from_time": "00:00", "until_time": "23:59", "place": "x"}
    posts = [("profile/", {"starts_on": day}), ("profile/", {"ends_on": day})]
    posts += [(f"{room}/add/", meeting) for room in ("meetings", "intervision")]
    found = [coordinator.post(f"/s/{space.slug}/{where}", form).status_code for where, form in posts]
    found += [coordinator.get(f"/s/{space.slug}/{where}").status_code for where in ("", "meetings/", "intervision/")]
    assert [status for status in found if status >= 500] == []


@pytest.mark.parametrize("budget", ["NaN", "-1", "1e400", "Infinity", "sNaN", "1e11", "1E+9999999999"])
def test_a_budget_that_cannot_be_is_explained(space: Space, coordinator: Client, budget: str) -> None:
    ActionPlan.objects.create(space=space, title="Plan")
    answer = coordinator.post(f"/s/{space.slug}/action-plan/actions/add/", {"title": "Iets", "budget": budget})
    assert answer.status_code == 422


def test_a_name_is_kept_without_characters_that_nobody_sees(space: Space, coordinator: Client) -> None:
    hidden = "\u202eJan\u200b Claes\u2066"
    entry = {
        "name": hidden,
        "is_individual": "on",
        "influence": "low",
        "interest": "low",
        "mandate": "no",
        "contact_person": hidden,
    }
    coordinator.post(f"/s/{space.slug}/stakeholders/add/", entry)
    coordinator.post(f"/s/{space.slug}/people/team/", {"name": hidden, "email": "jan@example.org", "role": "chair"})
    meeting = {"date": "2031-01-11", "from_time": "10:00", "until_time": "11:00", "invitation_text": hidden}
    coordinator.post(f"/s/{space.slug}/meetings/add/", {**meeting, "title": hidden})
    row = Stakeholder.objects.get()
    names = {
        row.name,
        row.contact_person,
        Person.objects.get(email="jan@example.org").name,
        Meeting.objects.get().title,
    }
    assert names == {"Jan Claes"}
    assert Meeting.objects.get().invitation_text == hidden  # a long text keeps its own


def test_a_name_of_nothing_that_shows_is_no_name(space: Space, coordinator: Client) -> None:
    form = {"name": "\u200b\u3164\u2060", "email": "jan@example.org", "role": "chair"}
    assert coordinator.post(f"/s/{space.slug}/people/team/", form).status_code == 422
