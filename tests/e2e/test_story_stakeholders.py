"""From a list of the government to an analysis on paper: brought in, made clean, looked at in every way, printed."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from alliances.models import AllianceRegion
from partners.stakeholders import importing, tasks
from partners.stakeholders.models import Stakeholder, StakeholderImport
from places.models import Municipality, Region
from spaces.models import Space
from tests.e2e import documents, sheets
from tests.e2e.looking import look
from tests.e2e.people import come_in
from tests.places.files import square
from tests.spaces.factories import AllianceFactory, MemberFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

REGISTER = "/s/waasland/stakeholders/"


@pytest.fixture
def space() -> Space:
    region = Region.objects.create(
        code="be-waasland", name="Waasland", boundary={"type": "Polygon", "coordinates": square(4.0, 51.0, 0.3)}
    )
    alliance = AllianceFactory(space__name="Alliantie Waasland", space__slug="waasland", space__language="en")
    AllianceRegion.objects.create(alliance=alliance, region=region)
    for number, name in enumerate(("Sint-Niklaas", "Lokeren", "Temse")):
        place = Municipality.objects.create(
            country="BE", code=f"4602{number}", name=name, latitude=51.1 + number / 20, longitude=4.05 + number / 20
        )
        place.regions.add(region)
    space: Space = alliance.space
    MemberFactory(space=space, organisation__name="Gemeente Temse", organisation__sectors=["government"])
    return space


@pytest.fixture
def coordinator(page: Page, site: str, space: Space, monkeypatch: pytest.MonkeyPatch) -> Page:
    # There is no worker here: the import runs in the request that starts it.
    monkeypatch.setattr(tasks, "start", lambda pk, language: importing.apply(StakeholderImport.objects.get(pk=pk)))
    come_in(page, site, space)
    return page


def ways(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="How to look at them").get_by_role("link", name=name).click()


def test_from_a_public_list_to_an_analysis_on_paper(coordinator: Page, space: Space, tmp_path: Path) -> None:
    page = coordinator
    bring_in(page, tmp_path)
    make_clean(page, space)
    look_at_it(page)
    print_it(page)


def bring_in(page: Page, folder: Path) -> None:
    page.goto(REGISTER + "import/")
    page.get_by_label("Your spreadsheet").set_input_files(sheets.public_register(folder))
    page.get_by_role("button", name="Look at it first").click()
    page.get_by_role("button", name="Bring in as chosen").click()
    expect(page.get_by_role("heading", name="stakeholders came in")).to_be_visible()
    look(page, "story-import-report")


def make_clean(page: Page, space: Space) -> None:
    """What came in twice came in once; many are changed at once, one by typing in its cell."""
    academies = Stakeholder.objects.filter(space=space, name__startswith="Académie")
    (academy,) = academies
    assert academy.name == "Académie Zonneke vzw"
    assert academy.organisation and academy.organisation.official_number
    page.goto(REGISTER)
    page.get_by_label("Sector", exact=True).select_option("health")
    expect(page.get_by_role("status").first).to_contain_text("6 stakeholders")
    look(page, "story-register")


def look_at_it(page: Page) -> None:
    page.goto(REGISTER + "matrix/")
    row = page.get_by_role("row", name="Académie Zonneke vzw")
    row.get_by_label("Influence").select_option("high")
    row.get_by_label("Interest").select_option("high")
    row.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Académie Zonneke vzw: influence high, interest high.")).to_be_visible()
    page.goto("/s/waasland/balance/")
    expect(page.get_by_role("listitem").filter(has_text="Lokeren")).to_contain_text("candidates in the register")
    page.goto(REGISTER)
    ways(page, "Map")
    expect(page.locator("[data-map][data-ready]")).to_be_attached()
    expect(page.locator(".map-row").first).to_be_visible()
    look(page, "story-map")


def print_it(page: Page) -> None:
    """A gap is noted, and the page of paper names it; with who stands where only for the coordinators."""
    page.goto("/s/waasland/analysis/gaps/add/")
    page.get_by_label("What is missing, in one line").fill("Nobody helps with papers in the evening")
    page.get_by_role("button", name="Save").click()
    page.goto("/s/waasland/analysis/")
    look(page, "story-analysis")
    for button, names in (("With names, for the coordinators", True), ("To share", False)):
        address = page.get_by_role("link", name=button).get_attribute("href")
        content = page.request.get(f"{page.url.split('/s/')[0]}{address}").body()
        documents.check(content, "Who sits at the table", "Lokeren", "Nobody helps with papers")
        assert ("Académie Zonneke" in documents.text(content)) == names
