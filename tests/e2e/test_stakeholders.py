"""Influence and interest by dragging and by keyboard, who is missing, an import undone; every page is fit to use."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from partners.stakeholders import importing
from partners.stakeholders.models import Stakeholder, StakeholderImport
from spaces.models import Space
from tests.e2e.looking import look, walk_with_tab
from tests.spaces.factories import AllianceFactory, MemberFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LONG = "Samenwerkingsverband van welzijnsorganisaties en vrijwilligers van het Waasland"


@pytest.fixture
def space() -> Space:
    space: Space = AllianceFactory(space__name="Alliantie Waasland", space__slug="waasland").space
    MemberFactory(space=space, organisation__sectors=["health"])
    StakeholderFactory(space=space, organisation__name="Taalhuis", influence="high", interest="high")
    StakeholderFactory(space=space, organisation__name=LONG, organisation__sectors=["newcomers"])
    return space


@pytest.fixture
def coordinator(page: Page, site: str, space: Space) -> Page:
    cookie = client_with("coordinator", space).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    return page


def test_a_name_is_dragged_to_another_field_and_taken_back(coordinator: Page) -> None:
    page = coordinator
    page.goto("/s/waasland/stakeholders/matrix/")
    look(page, "matrix")
    entry = page.locator("[data-entry]", has_text="Taalhuis").bounding_box()
    field = page.locator('.matrix-field[data-influence="low"][data-interest="medium"] rect').bounding_box()
    assert entry and field
    page.mouse.move(entry["x"] + 40, entry["y"] + 8)
    page.mouse.down()
    page.mouse.move(entry["x"] + 20, entry["y"] + 50, steps=3)
    page.mouse.move(field["x"] + 100, field["y"] + 60, steps=5)
    page.mouse.up()
    expect(page.get_by_text("Taalhuis: influence low, interest medium.")).to_be_visible()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("What was noted of Taalhuis before counts again.")).to_be_visible()


def test_the_table_does_the_same_by_keyboard(coordinator: Page) -> None:
    page = coordinator
    page.goto("/s/waasland/stakeholders/matrix/")
    walk_with_tab(page)
    row = page.get_by_role("row", name=LONG)
    row.get_by_label("Influence").select_option("medium")
    row.get_by_label("Interest").select_option("high")
    row.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("influence medium, interest high.")).to_be_visible()
    page.get_by_role("link", name="Already assessed").click()
    look(page, "matrix-assessed")
    page.get_by_role("row", name=LONG).get_by_role("link").click()
    expect(page.get_by_text("Influence medium, interest high")).to_be_visible()
    look(page, "stakeholder-assessed")


def test_who_is_missing_leads_to_candidates(coordinator: Page) -> None:
    page = coordinator
    page.goto("/s/waasland/balance/")
    look(page, "balance")
    walk_with_tab(page)
    page.get_by_role("link", name="1 candidate in the register").click()
    expect(page.get_by_role("link", name=LONG, exact=True)).to_be_visible()


def test_an_import_is_undone(coordinator: Page, space: Space) -> None:
    data = b"Naam;Gemeente\nBuurthuis;Lokeren\nWerkhuis;Temse\n"
    _table, mapping = importing.guess_mapping(data, "lijst.csv", 10_000)
    state = StakeholderImport.State.RUNNING
    running = StakeholderImport.objects.create(
        space=space, filename="lijst.csv", content=data, mapping=mapping, state=state
    )
    importing.apply(running)
    worked_on = Stakeholder.objects.get(name="Werkhuis")
    worked_on.notes = "Gebeld"
    worked_on.save()
    page = coordinator
    page.goto("/s/waasland/stakeholders/import/")
    look(page, "import-earlier")
    page.get_by_role("link", name="lijst.csv").click()
    page.get_by_role("link", name="Undo this import").click()
    look(page, "import-undo")
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_role("heading", name="This import was undone")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Werkhuis")).to_be_visible()
    look(page, "import-undone")
