"""The map of a register: mark and row find each other, the keyboard does the same; nothing leaves the server."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, expect

from alliances.models import AllianceRegion
from places.models import Municipality, Region
from spaces.models import Space
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.people import come_in
from tests.places.files import square
from tests.spaces.factories import AllianceFactory, MemberFactory
from tests.stakeholders.factories import StakeholderFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LONG = "Samenwerkingsverband van welzijnsorganisaties en vrijwilligers van het Waasland"
MAP = "/s/waasland/stakeholders/map/"


@pytest.fixture
def space() -> Space:
    region = Region.objects.create(
        code="be-waasland", name="Waasland", boundary={"type": "Polygon", "coordinates": square(4.0, 51.0, 0.3)}
    )
    alliance = AllianceFactory(space__name="Alliantie Waasland", space__slug="waasland")
    AllianceRegion.objects.create(alliance=alliance, region=region)
    space: Space = alliance.space
    Municipality.objects.create(code="46014", name="Lokeren", latitude=51.1, longitude=3.99 + 0.1)
    at = {"organisation__latitude": 51.2, "organisation__longitude": 4.2}
    here = StakeholderFactory(space=space, organisation__name="Taalhuis", organisation__sectors=["education"], **at)
    MemberFactory(space=space, organisation=here.organisation)
    place = {"organisation__municipality": "LOKEREN", "organisation__sectors": ["health"]}
    StakeholderFactory(space=space, organisation__name=LONG, **place)
    StakeholderFactory(space=space, organisation__name="Nergens", organisation__sectors=["newcomers"])
    for number in range(60):
        near = {"organisation__latitude": 51.1 + number / 4000, "organisation__longitude": 4.1 + number / 4000}
        StakeholderFactory(space=space, organisation__name=f"Buurthuis {number:02}", **near)
    return space


@pytest.fixture
def asked(page: Page) -> Iterator[list[str]]:
    """Every address the page asked for: all of them are ours."""
    addresses: list[str] = []

    def note(request: Request) -> None:
        addresses.append(request.url)

    page.on("request", note)
    yield addresses
    assert [address for address in addresses if not re.match(r"(http://localhost:\d+/|data:)", address)] == []


@pytest.fixture
def coordinator(page: Page, site: str, space: Space, asked: list[str]) -> Page:
    come_in(page, site, space)
    return page


def open_map(page: Page, query: str = "") -> None:
    page.goto(MAP + query)
    expect(page.locator("[data-map][data-ready]")).to_be_attached()


def row(page: Page, name: str):  # type: ignore[no-untyped-def]
    return page.locator(".map-row", has=page.get_by_role("link", name=name, exact=True))


def test_a_mark_finds_its_row_also_on_another_page_of_the_list(coordinator: Page) -> None:
    page = coordinator
    open_map(page)
    look(page, "map")
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(row(page, "Taalhuis")).to_have_count(0)  # on the second page
    page.get_by_title("Taalhuis").click()
    expect(row(page, "Taalhuis")).to_have_class(re.compile("is-chosen"))
    expect(row(page, "Taalhuis")).to_be_in_viewport()
    popup = page.locator(".map-popup")
    expect(popup).to_contain_text("Education")
    expect(popup).to_contain_text("member")
    look(page, "map-chosen")
    popup.get_by_role("link", name="Taalhuis").click()
    expect(page.get_by_role("heading", name="Taalhuis", level=1)).to_be_visible()


def test_a_row_finds_its_mark_by_keyboard(coordinator: Page) -> None:
    page = coordinator
    open_map(page, "?q=samenwerking")
    walk_with_tab(page)
    found = row(page, LONG)
    expect(found).to_contain_text("LOKEREN (about: the centre of the municipality)")
    button = found.get_by_role("button", name=f"Show {LONG} on the map")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".map-popup")).to_contain_text(LONG)
    page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_filters_are_those_of_the_list(coordinator: Page) -> None:
    page = coordinator
    open_map(page)
    page.get_by_label("Sector", exact=True).select_option("health")
    expect(page.locator("[data-map][data-ready]")).to_be_attached()
    expect(page.locator(".map-mark")).to_have_count(1)
    expect(page.get_by_role("status")).to_contain_text("1 stakeholder")
    page.get_by_role("navigation", name="How to look at them").get_by_role("link", name="List").click()
    expect(page.get_by_label("Sector", exact=True)).to_have_value("health")
    expect(page.get_by_role("link", name=LONG, exact=True)).to_be_visible()


def test_who_has_no_place_is_listed_with_a_way_to_complete_it(coordinator: Page) -> None:
    page = coordinator
    open_map(page)
    page.get_by_role("link", name="Without a place (1)").click()
    expect(page.locator(".map-row")).to_have_count(1)
    look(page, "map-without-a-place")
    page.get_by_role("link", name="Complete Nergens").click()
    expect(page.get_by_role("heading", name="Nergens", level=1)).to_be_visible()


def test_pages_of_the_list_come_without_losing_the_map(coordinator: Page) -> None:
    page = coordinator
    open_map(page)
    page.get_by_role("link", name="Page 2").click()
    expect(row(page, "Taalhuis")).to_be_visible()
    expect(page.locator("[data-map][data-ready]")).to_be_attached()
    row(page, "Taalhuis").get_by_role("button").click()
    expect(page.locator(".map-popup")).to_contain_text("Taalhuis")


def test_on_a_phone_the_map_is_on_top(coordinator: Page) -> None:
    page = coordinator
    page.set_viewport_size({"width": 390, "height": 844})
    open_map(page)
    box, listed = page.locator("#map").bounding_box(), page.locator("#rows").bounding_box()
    assert box and listed and box["y"] < listed["y"] and box["y"] < 600


def test_without_a_script_the_picture_and_the_list_say_it(coordinator: Page, site: str) -> None:
    browser = coordinator.context.browser
    assert browser
    context = browser.new_context(
        base_url=site, java_script_enabled=False, storage_state=coordinator.context.storage_state()
    )
    page = context.new_page()
    page.goto(MAP)
    picture = page.get_by_alt_text("The organisations on a map; the list says the same in words")
    expect(picture).to_be_visible()
    assert picture.evaluate("one => one.complete && one.naturalWidth > 0")
    page.get_by_role("link", name="Page 2").click()
    expect(row(page, "Taalhuis")).to_be_visible()
    context.close()
