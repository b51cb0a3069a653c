"""Who works with whom: a member says so on a telephone, the coordinator sees it drawn and written."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from alliances.relations.models import Answer
from spaces.models import Space
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.people import come_in
from tests.relations.factories import a_member, asked, met, says
from tests.spaces.factories import AllianceFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LONG = "Samenwerkingsverband van welzijnsorganisaties en vrijwilligers van het Waasland"
NETWORK = "/s/waasland/relations/"


@pytest.fixture
def space() -> Space:
    space: Space = AllianceFactory(space__name="Alliantie Waasland", space__slug="waasland", space__language="nl").space
    sectors = ("education", "health", "culture")
    one, other, third = (
        a_member(space, name, member__organisation__sectors=[sector])
        for name, sector in zip(("Taalhuis", LONG, "Museum"), sectors, strict=True)
    )
    a_member(space, "Sportclub")
    met(space, one, other)
    met(space, other, third)
    says(other, one, about="Voorlezen")
    return space


def test_a_member_confirms_by_link_on_a_telephone(phone: Page, site: str, space: Space) -> None:
    request = asked(space.members.get(organisation__name="Taalhuis"))
    phone.goto(request.address().replace("http://localhost:8000", site))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Met wie werkt Taalhuis samen?")
    look(phone, "relations-reply")
    walk_with_tab(phone)
    assert phone.get_by_role("radio", checked=True).count() == 0
    phone.get_by_role("group", name=LONG).get_by_role("radio", name="We werken samen").check()
    phone.get_by_label("Werk je nog met iemand anders").select_option("Museum")
    phone.get_by_label("Waarover gaat het?").fill("Rondleidingen")
    phone.get_by_role("button", name="Mijn antwoorden versturen").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Dank je, je antwoorden zijn genoteerd.")
    look(phone, "relations-thanks")
    assert Answer.objects.filter(member=request.member, says="together").count() == 2


@pytest.mark.parametrize("width", [1280, 390])
def test_a_coordinator_sees_the_network_drawn_and_written(page: Page, site: str, space: Space, width: int) -> None:
    come_in(page, site, space)
    User.objects.update(language="nl")
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(site + NETWORK)
    expect(page.locator("[data-drawn=yes] canvas").first).to_be_visible()
    expect(page.get_by_text("Sportclub staat alleen: geen band met iemand.")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("zou Museum niet met de anderen verbonden zijn")
    expect(page.get_by_role("row", name="Sportclub")).to_contain_text("staat alleen")
    look(page, "relations")
    box, panel = page.locator("[data-network]"), page.locator("[data-panel]")
    box.focus()
    page.keyboard.press("ArrowRight")
    expect(panel.get_by_role("heading", level=2)).to_have_text("Museum")
    page.keyboard.press("ArrowRight")
    expect(panel.get_by_role("heading", level=2)).to_have_text("Taalhuis")
    expect(panel).to_contain_text("één van de twee zegt het · 1 keer samen vergaderd")
    expect(panel).to_contain_text("Voorlezen")
    look(page, "relations-chosen")
    page.keyboard.press("Escape")
    expect(panel).to_contain_text("Kies een organisatie in het beeld")
    page.get_by_role("link", name="Museum", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Museum")
    look(page, "relations-member")


def test_more_than_a_hundred_organisations_are_drawn_in_a_few_seconds(page: Page, site: str, space: Space) -> None:
    many = [a_member(space, f"Vereniging {number:03}") for number in range(120)]
    for begin in range(0, 120, 3):
        met(space, *many[begin : begin + 5])
    come_in(page, site, space)
    page.goto(site + NETWORK)
    expect(page.locator("[data-drawn=yes] canvas").first).to_be_visible(timeout=15_000)
    look(page, "relations-many")
