"""A programme gives a region a process coach, and the alliance there sees who that is; every page is fit to use."""

import pytest
from playwright.sync_api import Page, expect

from alliances.models import Alliance, AllianceRegion
from spaces.models import Space
from tests.calls.factories import programme_with_regions, region
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.people import come_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

COACH = "Jo Vandenbulcke-Hermans van den Eynde"


def test_a_region_gets_a_coach_and_its_alliance_sees_who_that_is(page: Page, site: str) -> None:
    programme = programme_with_regions()
    space = Space.objects.create(kind=Space.Kind.ALLIANCE, name="Alliantie Waasland", slug="waasland", parent=programme)
    AllianceRegion(alliance=Alliance.objects.create(space=space), region=region()).save()
    come_in(page, site, programme)
    page.goto(f"/p/{programme.slug}/coaches/")
    look(page, "coaches-none")
    page.get_by_role("link", name="Give a coach to Waasland").click()
    look(page, "coach-give")
    page.get_by_label("Name", exact=True).fill(COACH)
    page.get_by_label("E-mail address").fill("jo@example.org")
    page.locator("main form").get_by_role("button").first.click()
    expect(page.get_by_role("link", name=COACH)).to_be_visible()
    look(page, "coaches")
    walk_with_tab(page)
    page.get_by_role("link", name=COACH).click()
    look(page, "coach-change")

    come_in(page, site, space)
    page.goto("/s/waasland/people/")
    expect(page.get_by_text(COACH)).to_be_visible()
    look(page, "people-with-a-coach")
