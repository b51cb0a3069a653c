"""A coordinator tells somebody that their data are kept; on a phone they correct their number; it is taken over."""

import pytest
from playwright.sync_api import Page, expect

from partners.stakeholders.models import Stakeholder
from privacy.links import link_for
from spaces.models import Space
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.people import come_in
from tests.spaces.factories import AllianceFactory
from tests.stakeholders.factories import StakeholderFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LONG = "Samenwerkingsverband van welzijnsorganisaties en vrijwilligers van het Waasland"


@pytest.fixture
def space() -> Space:
    made: Space = AllianceFactory(space__name="Alliantie Waasland", space__slug="waasland").space
    return made


@pytest.fixture
def entry(space: Space) -> Stakeholder:
    facts = {"contact_person": "Els Peeters", "email": "els@example.org", "phone": "+32 3 123 45 67", "source": "list"}
    made: Stakeholder = StakeholderFactory(space=space, organisation__name=LONG, **facts)
    return made


def test_a_person_is_told_and_corrects_their_number(
    page: Page, phone: Page, site: str, space: Space, entry: Stakeholder
) -> None:
    come_in(page, site, space)
    page.goto("/s/waasland/stakeholders/privacy/")
    look(page, "privacy-list")
    walk_with_tab(page)
    page.locator("button[form=tell].btn-primary").click()
    look(page, "privacy-notice")
    page.locator("main form .btn-primary").click()
    expect(page.locator("h2#to-tell")).to_have_count(0)
    entry.refresh_from_db()
    assert entry.noticed_on is not None
    phone.goto(link_for("els@example.org", "nl").address())
    look(phone, "privacy-person")
    phone.locator("details.fold > summary").first.click()
    phone.locator("input[name$='/phone']").fill("0470 99 88 77")
    phone.locator("details[open] button[type=submit]").click()
    look(phone, "privacy-person-asked")
    page.reload()
    page.locator("#wishes + ul a").click()
    look(page, "privacy-correction")
    page.locator("main form .btn-primary").click()
    expect(page.locator("#wishes")).to_have_count(0)
    entry.refresh_from_db()
    assert entry.phone == "0470 99 88 77"
    page.goto(f"/s/waasland/stakeholders/privacy/entry/{entry.pk}/erase/")
    look(page, "privacy-erase")
