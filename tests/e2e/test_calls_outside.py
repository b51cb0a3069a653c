"""What everybody can say on the page of a call, on a phone and by mail, and what the programme does with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from programmes.calls.models import Call, Introduction, Proposal
from spaces.models import Space
from tests.calls.factories import make_call, programme_with_regions
from tests.e2e import world
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.people import come_in, field, fill, headed, press, says
from tests.e2e.world import World

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

JO, AN, EVA = "jo@example.org", "an@example.org", "eva@example.org"


@pytest.fixture
def story(chromium: Browser, transactional_db: None) -> Iterator[World]:
    with world.running(chromium) as running:
        yield running
        assert running.console == []


@pytest.fixture
def call() -> Call:
    call = make_call(programme_with_regions("Waasland", "Kempen"), title="Networks for 2027")
    Space.objects.update(language="en")
    return call


def coordinator(story: World, call: Call) -> Page:
    page = story.laptop("administrator")
    come_in(page, story.site, call.space)
    page.goto(f"/p/{call.space.slug}/calls/{call.pk}/")
    return page


def test_somebody_names_who_could_lead_and_the_programme_invites_them(story: World, call: Call) -> None:
    page = story.phone("Jo")
    page.goto(f"/c/{call.space.slug}/{call.slug}/")
    press(page, "Name an organisation")
    look(page, "call-nominate")
    field(page, "In which region?").select_option("Waasland")
    fill(page, **{"Which organisation could lead there?": "Welzijn Waas", "Why them?": "They know every village."})
    fill(page, **{"Whom could we write to there?": "An Bos", "E-mail address of that person": AN})
    fill(page, **{"Your name": "Jo Aerts", "Your e-mail address": JO})
    press(page, "Name this organisation")
    headed(page, "Look in your mailbox")
    page.goto(story.mailbox.wait(JO, "Did you name").link())
    look(page, "nomination-confirm")
    page.get_by_role("checkbox", name=re.compile("Yes, this was me")).check()
    press(page, "Name this organisation")
    headed(page, "Thank you, we know")
    desk = coordinator(story, call)
    desk.get_by_role("link", name=re.compile("1 organisation is named")).click()
    look(desk, "nomination-list")
    desk.get_by_role("link", name=re.compile("Look and invite")).click()
    look(desk, "nomination-show")
    walk_with_tab(desk)
    press(desk, "Send the invitation")
    says(desk, "An Bos of Welzijn Waas gets a mail with a link.")
    assert not re.search(r"\bJo\b", story.mailbox.wait(AN, "Will you apply").text)
    assert Proposal.objects.get().lead_email == AN
    page.reload()
    says(page, "We invited Welzijn Waas to apply.")


def test_two_that_look_for_partners_are_introduced(story: World, call: Call) -> None:
    for name, email, organisation in (("Jo", JO, "Gemeente Temse"), ("Eva", EVA, "Vereniging De Stuw")):
        page = story.phone(name)
        page.goto(f"/c/{call.space.slug}/{call.slug}/")
        press(page, "Look for partners")
        field(page, "In which region?").select_option("Kempen")
        fill(page, **{"Your organisation": organisation, "What do you bring, and whom do you look for?": "A hall."})
        fill(page, **{"Your name": name, "Your e-mail address": email})
        look(page, "search-begin")
        press(page, "Look for partners")
        page.goto(story.mailbox.wait(email, "Do you look for partners").link())
        look(page, "search-confirm")
        page.get_by_role("checkbox", name=re.compile("You may pass on")).check()
        press(page, "I agree")
        headed(page, "You look for partners")
        look(page, "search-agreed")
    desk = coordinator(story, call)
    desk.goto(f"/p/{call.space.slug}/calls/{call.pk}/partners/")
    look(desk, "search-list")
    desk.get_by_role("link", name=re.compile("Introduce.*Gemeente Temse")).click()
    look(desk, "search-choose")
    desk.get_by_role("link", name=re.compile("See the mail.*Vereniging De Stuw")).click()
    look(desk, "search-introduce")
    press(desk, "Send both mails")
    says(desk, "get a mail about each other")
    assert Introduction.objects.count() == 1
    for email, other in ((JO, "Vereniging De Stuw"), (EVA, "Gemeente Temse")):
        assert other in story.mailbox.wait(email, "May we introduce").text
