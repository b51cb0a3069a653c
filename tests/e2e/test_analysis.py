"""A room fills in the inventory on a phone; the coordinator keeps it, adds a gap and ticks what shows it."""

import pytest
from playwright.sync_api import Page, expect

from partners.analysis import services
from partners.analysis.models import Consultation, Gap, InventoryEntry, Remark, Source
from spaces.models import Space
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.people import come_in, headed
from tests.spaces.factories import AllianceFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LONG = "Samenwerkingsverband van welzijnsorganisaties en vrijwilligers van het Waasland en de Vlaamse Ardennen"


@pytest.fixture
def space() -> Space:
    made: Space = AllianceFactory(space__name="Alliantie Waasland", space__slug="waasland").space
    return made


def test_a_room_fills_in_and_a_gap_gets_its_evidence(page: Page, phone: Page, site: str, space: Space) -> None:
    come_in(page, site, space)
    page.goto("/s/waasland/analysis/")
    look(page, "analysis-empty")
    page.get_by_role("link", name="Fill it in together").click()
    look(page, "workshop-new")
    page.get_by_role("button", name="Open the workshop").click()
    look(page, "workshop-open")
    address = page.locator(".workshop-address").inner_text()

    # Whoever comes in from the screen reads the language of the alliance.
    phone.goto("/w/" + address.rstrip("/").rpartition("/")[2] + "/")
    headed(phone, "Wat is er al?")
    look(phone, "workshop-phone")
    walk_with_tab(phone)
    phone.get_by_label("Je naam").fill("Amina Haddad")
    phone.get_by_label("Je organisatie").fill(LONG)
    phone.get_by_label("Naam van het programma of de steun").fill("Taalcafé")
    phone.get_by_label("Wat biedt het aan?").fill("Oefenen met een buur")
    phone.get_by_role("button", name="Versturen").click()
    expect(phone.get_by_text("“Taalcafé” is genoteerd. Ken je er nog een?")).to_be_visible()
    expect(phone.get_by_label("Je naam")).to_have_value("Amina Haddad")
    look(phone, "workshop-phone-again")

    page.goto("/s/waasland/analysis/")
    page.get_by_role("link", name="Look at them").click()
    look(page, "inventory-waiting")
    page.get_by_role("button", name="Keep Taalcafé").click()
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    look(page, "inventory-nothing-waits")
    page.get_by_role("link", name="To the inventory").click()
    look(page, "inventory-list")
    page.get_by_role("link", name="Taalcafé", exact=True).click()
    expect(page.get_by_text(LONG)).to_be_visible()
    look(page, "inventory-show")

    page.goto("/s/waasland/analysis/gaps/")
    look(page, "gaps-empty")
    page.get_by_role("link", name="Add a gap").click()
    look(page, "gap-add")
    page.get_by_label("What is missing, in one line").fill("’s Avonds rijdt er geen bus naar het taalcafé")
    page.get_by_label("high").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("No evidence yet.")).to_be_visible()
    look(page, "gap-bare")
    page.get_by_role("link", name="Choose evidence").click()
    look(page, "evidence-choose")
    page.get_by_label("Taalcafé").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Note what somebody said").click()
    page.get_by_label("What was said").fill("Ik loop een uur.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Ik loop een uur.", exact=True)).to_be_visible()
    look(page, "gap-show")
    walk_with_tab(page)

    page.goto("/s/waasland/analysis/workshop/")
    page.get_by_role("button", name="Close the workshop").click()
    expect(page.get_by_text("The workshop is closed.")).to_be_visible()


def test_every_other_page_is_fit_to_use(page: Page, site: str, space: Space) -> None:
    services.add(InventoryEntry(space=space, name=LONG, offers=LONG, website="https://example.org/" + "lang" * 40))
    source = services.add(Source(space=space, title=LONG, findings=LONG))
    facts = {"answers": [["Wat ontbreekt er?", LONG]], "findings": LONG, "private_notes": LONG}
    talk = services.add(Consultation(space=space, name=LONG, **facts))
    gaps = [services.add(Gap(space=space, title=title, affected=LONG)) for title in (LONG, "Geen huis")]
    services.add_remark(Remark(gap=gaps[0], said=LONG, by=LONG))
    come_in(page, site, space)
    for name in ("sources", "consultations", "gaps", "sources/add", "consultations/add", "consultations/questions"):
        page.goto(f"/s/waasland/analysis/{name}/")
        look(page, "analysis-" + name.replace("/", "-"))
    for name in (f"sources/{source.pk}", f"consultations/{talk.pk}", f"gaps/{gaps[0].pk}", f"gaps/{gaps[0].pk}/remove"):
        page.goto(f"/s/waasland/analysis/{name}/")
        look(page, "analysis-" + name.split("/")[0] + "-one")
    page.goto("/s/waasland/analysis/gaps/")
    page.get_by_role("button", name="Geen huis up").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".gap-list h2").first).to_have_text("Geen huis")
