"""A coordinator logs a contact after a visit, plans the next one, and sees who to contact; every page is fit to use."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from partners.contacts import services
from partners.contacts.services import Planned
from partners.stakeholders.models import Stakeholder
from spaces.models import Space
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.people import come_in, headed
from tests.spaces.factories import AllianceFactory, MemberFactory, RepresentativeFactory
from tests.stakeholders.factories import StakeholderFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LONG = "Samenwerkingsverband van welzijnsorganisaties en vrijwilligers van het Waasland"


@pytest.fixture
def space() -> Space:
    made: Space = AllianceFactory(space__name="Alliantie Waasland", space__slug="waasland").space
    return made


@pytest.fixture
def entry(space: Space) -> Stakeholder:
    member = MemberFactory(space=space, organisation__name=LONG, organisation__sectors=["social", "newcomers"])
    RepresentativeFactory(member=member, person__name="Els Peeters")
    facts = {"contact_person": "Els Peeters", "email": "els@example.org", "phone": "+32 3 123 45 67"}
    made: Stakeholder = StakeholderFactory(space=space, organisation=member.organisation, influence="high", **facts)
    return made


def test_a_talk_is_noted_and_the_next_one_planned(page: Page, site: str, space: Space, entry: Stakeholder) -> None:
    come_in(page, site, space)
    page.goto("/s/waasland/stakeholders/contacts/")
    look(page, "due-silent")
    page.get_by_role("link", name=LONG, exact=True).click()
    headed(page, LONG)
    look(page, "stakeholder-new")
    page.get_by_role("link", name="Log a contact").click()
    look(page, "contact-log")
    page.get_by_label("visit").check()
    page.get_by_label("What was said").fill("Ze doen mee.\nEen zaal hebben ze ook.")
    page.get_by_label("Next contact").fill((timezone.localdate() + dt.timedelta(days=3)).isoformat())
    page.get_by_label("About").fill("De sleutel van de zaal")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Een zaal hebben ze ook.")).to_be_visible()
    expect(page.get_by_text("De sleutel van de zaal")).to_be_visible()
    look(page, "stakeholder-contact")
    walk_with_tab(page)
    page.get_by_role("link", name="Move").click()
    look(page, "next-plan")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Not needed any more").click()
    expect(page.get_by_text("None is planned.")).to_be_visible()
    page.get_by_role("link", name="Change Visit").click()
    look(page, "contact-change")
    page.get_by_role("link", name="Remove from the log").click()
    look(page, "contact-remove")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The contact is out of the log.")).to_be_visible()


def test_after_a_visit_it_is_noted_on_a_phone(phone: Page, site: str, space: Space, entry: Stakeholder) -> None:
    services.plan(entry, Planned(timezone.localdate() - dt.timedelta(days=4), "Terugbellen"))
    come_in(phone, site, space)
    phone.goto("/s/waasland/stakeholders/contacts/")
    expect(phone.get_by_role("heading", name="Overdue")).to_be_visible()
    look(phone, "due-overdue")
    phone.get_by_role("link", name=f"Log {LONG}").click()
    phone.get_by_label("What was said").fill("Gebeld in de trein")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("Gebeld in de trein")).to_be_visible()
    expect(phone.get_by_text("None is planned.")).to_be_visible()


def test_how_one_sees_them_and_why_is_noted_and_taken_back(
    page: Page, site: str, space: Space, entry: Stakeholder
) -> None:
    come_in(page, site, space)
    page.goto(f"/s/waasland/stakeholders/{entry.pk}/")
    page.get_by_role("link", name="Assess again").click()
    look(page, "assessment-add")
    page.get_by_role("group", name="Interest").get_by_label("high").check()
    page.get_by_label("Why").fill("Ze vragen zelf naar ons")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Ze vragen zelf naar ons")).to_be_visible()
    look(page, "stakeholder-assessed-why")
    page.get_by_role("button", name="Take back Influence high, interest high").click()
    expect(page.get_by_text("This assessment is taken back.")).to_be_visible()
    expect(page.get_by_text("Ze vragen zelf naar ons")).to_be_hidden()
