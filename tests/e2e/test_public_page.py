"""The team gives its public page a picture and news; later the alliance ends, and the page says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from partners.organisations.models import Sector
from spaces.models import Space
from tests.actionplans.factories import complete_facts, make_action, make_plan, member_of, published
from tests.alliances.factories import open_charter, sign
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.people import come_in, field, fill, go, headed, press, says
from tests.pictures.files import a_photograph
from tests.spaces.factories import AllianceFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def space() -> Space:
    alliance = AllianceFactory(
        space__name="Alliantie Welkom in de Zuiderkempen en omstreken", space__slug="kempen",
        space__why="Families find help late, and rarely where they live.",
        space__vision="Everybody finds somebody.", space__objectives="Practise the language\nFind work",
        contact_email="hallo@example.org",
    )  # fmt: skip
    found: Space = alliance.space
    for number, sector in enumerate(Sector):
        member = member_of(found, name=f"Vereniging voor welkom, wonen en werk {number}")
        assert member.organisation is not None
        member.organisation.sectors = [sector.value, Sector.NEWCOMERS.value]
        member.organisation.save()
    sign(open_charter(found))
    plan = make_plan(found)
    make_action(plan, **complete_facts(found))
    published(plan)
    return found


def test_a_public_page_from_its_picture_to_its_end(
    page: Page, site: str, console: list[str], space: Space, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    photograph = tmp_path / "IMG_0001.jpg"
    photograph.write_bytes(a_photograph((2400, 1600)))
    come_in(page, site, space)
    page.goto("/s/kempen/")
    go(page, "Public page")
    look(page, "public-page-empty")
    press(page, "Add a picture")
    headed(page, "Picture")
    look(page, "public-page-picture")
    field(page, "The picture").set_input_files(photograph)
    fill(page, **{"What is to be seen?": "Two halves, one red and one blue.", "Who made the picture?": "Anke"})
    press(page, "Save")
    says(page, "Your picture is saved.")
    press(page, "Write news")
    fill(page, Title="The first language café", **{"What is there to tell?": "**Forty** people came."})
    look(page, "news-add")
    press(page, "Publish")
    says(page, "is ready.")
    look(page, "news-list")
    go(page, "Public page")
    field(page, "Everybody may see the public page").check()
    press(page, "Save")
    says(page, "Your public page is on.")
    look(page, "public-page-change")

    page.goto("/n/kempen/en/")
    expect(page.get_by_role("img", name="Two halves, one red and one blue.")).to_be_visible()
    look(page, "public-show")
    page.goto("/n/kempen/en/")
    walk_with_tab(page)
    page.get_by_role("link", name="The first language café").click()
    headed(page, "The first language café")
    look(page, "public-news-show")
    press(page, "All news")
    look(page, "public-news-list")
    page.get_by_role("link", name="Français").click()
    expect(page).to_have_url(f"{site}/n/kempen/fr/news/")
    page.get_by_role("link", name="English").click()

    page.goto("/s/kempen/roadmap/")
    press(page, "Close the alliance")
    look(page, "alliance-close")
    fill(page, **{"Why does the alliance end?": "What we began, the municipalities do now."})
    press(page, "Close the alliance")
    says(page, "Tick this when it has been talked over.")
    console.clear()  # a browser notes a 422 as an error
    field(page, "I know what happens now, and the others know it too.").check()
    press(page, "Close the alliance")
    headed(page, "This alliance has ended")
    look(page, "space-ended")
    go(page, "Overview")
    says(page, "Everything stays here to be read")
    look(page, "overview-closed")
    page.goto("/n/kempen/en/")
    says(page, "This alliance ended on")
    look(page, "public-show-closed")
    page.goto("/s/kempen/ended/")
    press(page, "Open it again")
    look(page, "space-reopen")
    fill(page, **{"Why does it go on?": "There is new money."})
    press(page, "Open it again")
    says(page, "The alliance is open again.")
