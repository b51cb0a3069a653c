"""Influence and interest by dragging and by keyboard, who is missing, an import undone; every page is fit to use."""

import pytest
from playwright.sync_api import Page, expect

from partners.stakeholders import criteria, importing
from partners.stakeholders.models import Stakeholder, StakeholderImport
from spaces.models import Space
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.people import come_in
from tests.spaces.factories import AllianceFactory, MemberFactory
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
    come_in(page, site, space)
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
    expect(page.get_by_text("Influence medium, interest high", exact=True)).to_be_visible()
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
    _table, mapping = importing.guess_mapping(space, data, "lijst.csv", 10_000)
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


def cell(page: Page, row: int, column: int):
    return page.locator(f"tbody tr:nth-child({row}) > :nth-child({column + 1})")


def test_the_register_is_written_by_keyboard(coordinator: Page, space: Space, console: list[str]) -> None:
    role = criteria.add(space, name="Role", kind="choice", labels=["host", "guest"])
    page = coordinator
    page.goto(f"/s/waasland/stakeholders/?columns=name.contact_person.email.influence.c{role.pk}")
    look(page, "register")
    cell(page, 1, 2).click()
    page.keyboard.type("Fatima")
    page.keyboard.press("Enter")
    expect(cell(page, 2, 2)).to_be_focused()
    page.keyboard.type("Jan")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("no address")
    page.keyboard.press("Enter")
    expect(page.locator(".cell-note")).to_be_visible()
    look(page, "register-wrong")
    page.keyboard.press("Control+a")
    page.keyboard.type("fatima@example.org")
    page.keyboard.press("Tab")
    expect(cell(page, 1, 4)).to_be_focused()
    page.keyboard.press("l")
    page.keyboard.press("Tab")
    page.keyboard.press("g")
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_have_text("Role: guest. Saved.")
    first, second = Stakeholder.objects.filter(space=space).order_by("name")
    assert (first.contact_person, first.email, first.influence) == ("Fatima", "fatima@example.org", "low")
    assert first.criteria == {f"c{role.pk}": role.options[1][0]}
    assert second.contact_person == ""
    page.keyboard.press("Control+z")
    expect(page.locator("[data-said]")).to_have_text("What stood there before stands there again.")
    first.refresh_from_db()
    assert (first.criteria, first.influence) == ({}, "low")
    console.clear()  # the refused address


def test_two_at_one_cell_see_both_values(coordinator: Page, space: Space, console: list[str]) -> None:
    page = coordinator
    page.goto("/s/waasland/stakeholders/?columns=name.contact_person")
    Stakeholder.objects.update(contact_person="Theirs")
    cell(page, 1, 2).click()
    page.keyboard.type("Mine")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").get_by_text("Somebody else filled in: Theirs")).to_be_visible()
    look(page, "register-both")
    page.get_by_role("button", name="Keep theirs").click()
    expect(page.locator("[data-said]")).to_have_text("Contact person: Theirs. Saved.")
    cell(page, 1, 2).press("Enter")
    page.keyboard.type("Mine")
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_have_text("Contact person: Mine. Saved.")
    console.clear()


def test_several_are_filled_in_and_taken_back(coordinator: Page, space: Space) -> None:
    page = coordinator
    page.goto("/s/waasland/stakeholders/")
    page.get_by_label("All on this page").check()
    page.locator("#many-field").select_option("mandate")
    page.locator("[name=value_mandate]").select_option("yes")
    look(page, "register-many")
    page.locator("#many").get_by_role("button", name="Fill in").click()
    expect(page.get_by_text("“Mandate” is filled in for 2 stakeholders.")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.locator("[data-said]")).to_have_text("What stood there before stands there again.")
    assert set(Stakeholder.objects.values_list("mandate", flat=True)) == {"unknown"}


def test_on_a_phone_a_card_leads_to_the_entry(phone: Page, site: str, space: Space) -> None:
    come_in(phone, site, space)
    phone.goto("/s/waasland/stakeholders/?columns=name.influence")
    look(phone, "register-phone")
    card = phone.get_by_role("row").filter(has_text="Taalhuis")
    card.evaluate("one => one.scrollIntoView({block: 'center'})")  # from under the menu
    card.get_by_text("high").click(force=True)  # the link lies over the whole card
    expect(phone.get_by_role("heading", name="Taalhuis", level=1)).to_be_visible()
