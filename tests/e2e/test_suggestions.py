"""A member names somebody behind a link, on a phone; the coordinator takes it up, and the member is thanked."""

import pytest
from playwright.sync_api import Page, expect

from core.mail import sending
from core.mail.models import Mail
from partners.stakeholders.models import Stakeholder
from spaces.models import Person, Space
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.mailbox import Letter, Mailbox
from tests.e2e.people import come_in, headed
from tests.smtp_sink import SmtpSink
from tests.spaces.factories import AllianceFactory, MemberFactory, RepresentativeFactory
from tests.stakeholders.factories import StakeholderFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LONG = "Samenwerkingsverband van welzijnsorganisaties en vrijwilligers van het Waasland"


@pytest.fixture
def space() -> Space:
    made: Space = AllianceFactory(space__name="Alliantie Waasland", space__slug="waasland").space
    return made


@pytest.fixture
def member(space: Space) -> Person:
    member = MemberFactory(space=space, organisation__name=LONG)
    return RepresentativeFactory(member=member, person__name="Els Peeters", person__email="els@example.org").person


def arrived(sink: SmtpSink, person: Person, subject: str = "") -> Letter:
    """The mail with these words in its subject that this person got, once what waits in the outbox is sent."""
    sending.deliver(list(Mail.objects.values_list("pk", flat=True)))
    return Mailbox(sink).wait(person.email, subject)


def test_a_member_names_somebody_and_is_thanked(
    page: Page, phone: Page, site: str, space: Space, member: Person, mail_to_sink: SmtpSink
) -> None:
    StakeholderFactory(space=space, organisation__name="Zorggroep Greiden", organisation__municipality="Sneek")
    come_in(page, site, space)
    page.goto("/s/waasland/suggestions/")
    look(page, "suggestions-none")
    page.get_by_role("main").get_by_role("link", name="Ask the members").first.click()
    look(page, "suggestions-ask")
    page.get_by_label("A word of your own").fill("Wie mist er nog?")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("1 person got a mail")).to_be_visible()

    phone.goto(arrived(mail_to_sink, member).link())
    look(phone, "suggestions-link")
    phone.get_by_label("een organisatie").check()
    phone.get_by_label("Naam", exact=True).fill("Zorggroep De Greiden")
    phone.locator("#id_why").fill("Zij winnen collega's die blijven.")
    phone.locator("summary").click()
    phone.get_by_label("Gemeente").first.fill("Sneek")
    look(phone, "suggestions-link-filled")
    phone.locator("form button[type=submit]").first.click()
    expect(phone.get_by_role("heading", name="Zorggroep De Greiden")).to_be_visible()
    look(phone, "suggestions-link-thanks")

    page.goto("/s/waasland/")
    page.get_by_role("link", name="1 suggestion of whom else to involve").click()
    expect(page.get_by_text("Perhaps in your register")).to_be_visible()
    look(page, "suggestions-open")
    page.get_by_role("link", name="Decide :").click()
    headed(page, "Zorggroep De Greiden")
    look(page, "suggestion-show")
    walk_with_tab(page)
    page.get_by_role("searchbox").fill("xyzzy")
    expect(page.get_by_text("Nobody is called “xyzzy”.")).to_be_visible()
    page.get_by_role("searchbox").fill("greiden")
    page.get_by_role("radio", name="Zorggroep Greiden").check()
    page.get_by_role("button", name="Take it up").click()
    expect(page.get_by_text("is taken up")).to_be_visible()

    entry = Stakeholder.objects.get(space=space)
    assert entry.win == "Zij winnen collega's die blijven."
    assert arrived(mail_to_sink, member, "Zorggroep De Greiden").text
    page.goto(f"/s/waasland/stakeholders/{entry.pk}/")
    expect(page.get_by_text("Els Peeters suggested them")).to_be_visible()
    phone.reload()
    look(phone, "suggestions-link-decided")
