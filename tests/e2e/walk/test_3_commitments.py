"""People commit: the charter, the action plan, the public page; and the programme sees how far each is."""

import hashlib

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import documents
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.people import field, fill, go, headed, more, press, says, type_code
from tests.e2e.walk.cast import ALLIANCE, HELENE, PROGRAMME_LEADER, ZOE
from tests.e2e.world import World

pytestmark = pytest.mark.slow


def test_members_sign_the_charter_on_a_phone(walk: World, coordinator: Page) -> None:
    page = coordinator
    go(page, "Charter")
    look(page, "charter-none")
    press(page, "Make the charter")
    look(page, "charter-change")
    press(page, "Save")
    says(page, "In 2030 nobody in the Waasland looks for help alone.")
    press(page, "Open for signing")
    look(page, "charter-open")
    press(page, "Open for signing")
    press(page, "Ask for signatures")
    look(page, "charter-ask")
    press(page, "Send the requests")
    for email, who, name in ((HELENE, "Hélène", "Hélène D’hondt"), (ZOE, "Zoë", "Zoë Van den Bossche")):
        phone = walk.phone(who)
        phone.goto(walk.mailbox.wait(email, "Will you sign").link())
        look(phone, "link-sign")
        press(phone, "Mail me a code")
        code = walk.mailbox.wait(email, "Your code for").code()
        fill(phone, **{"Code from the mail": code, "Your full name": name})
        phone.get_by_label("By e-mail", exact=False).or_(phone.get_by_label("e-mail", exact=True)).first.check()
        phone.get_by_label("and sign it on behalf of").check()
        look(phone, "link-sign-code")
        press(phone, "Sign now")
        headed(phone, "Thank you, your signature is in")
        look(phone, "link-signed")
        walk.mailbox.wait(email, "You signed")
    page.reload()
    says(page, "2 of 3 members have signed.")
    look(page, "charter-signed")
    walk_with_tab(page)
    press(page, "Make the signed charter")
    link = page.get_by_role("link", name="Edition 1 of")
    link.wait_for()
    charter = page.context.request.get(link.get_attribute("href") or "").body()
    walk.facts["sha256"] = hashlib.sha256(charter).hexdigest()
    assert walk.facts["sha256"] in page.get_by_role("main").inner_text()
    documents.check(charter, "Hélène D’hondt", "Zoë Van den Bossche", "nobody in the Waasland looks for help alone")
    look(page, "charter-editions")


def test_anybody_checks_the_signed_charter(walk: World) -> None:
    page = walk.phone("anybody")
    page.goto("/verify/")
    look(page, "verify")
    fill(page, **{"Code or SHA-256": walk.facts["sha256"]})
    press(page, "Check")
    says(page, "Yes, this is one of ours")
    look(page, "verify-found")
    fill(page, **{"Code or SHA-256": walk.facts["sha256"][::-1]})
    press(page, "Check")
    says(page, "We do not know this document")


def test_action_plan_is_adopted_and_published(walk: World, coordinator: Page) -> None:
    page = coordinator
    go(page, "Action plan")
    look(page, "plan-none")
    press(page, "Begin the action plan")
    fill(page, Title="Plan Waasland 2027", **{"In a few words: why these actions?": "Three things we do **together**."})
    look(page, "plan-change")
    press(page, "Save")
    look(page, "plan-empty")
    for title, budget in (("Open one place to ask", "12.500"), ("Train forty volunteers", "")):
        press(page, "Add the first action" if budget else "Add an action")
        fill(page, **{"What will you do?": title, "Estimated budget in euro": budget})
        fill(page, **{"Which problem here does it answer?": "Nobody knows where to go."})
        field(page, "Which member takes the lead?").select_option("Élan Jeugdwerking vzw")
        look(page, "action-add")
        press(page, "Save")
        headed(page, "Plan Waasland 2027")
    look(page, "plan")
    walk_with_tab(page)
    press(page, "Adopt")
    look(page, "plan-adopt")
    press(page, "Adopt this version")
    pdf = page.context.request.get("/s/waasland/action-plan/plan.pdf").body()
    documents.check(pdf, "Open one place to ask", "Train forty volunteers", landscape=True)
    page.get_by_role("link", name="Publish", exact=True).click()
    look(page, "plan-publish")
    press(page, "Publish this version")
    more(page, "Public page")
    look(page, "public-page-change")
    page.get_by_role("main").get_by_role("checkbox").first.check()
    press(page, "Save")

    anybody = walk.laptop("anybody")
    anybody.goto("/n/waasland/")
    headed(anybody, ALLIANCE)
    says(anybody, "Train forty volunteers")
    assert "Hélène" not in anybody.content()
    look(anybody, "public")
    walk_with_tab(anybody)
    published = anybody.context.request.get(
        anybody.get_by_role("link", name="Download as PDF").get_attribute("href") or ""
    ).body()
    assert published == pdf


def test_programme_administrator_sees_all_regions(walk: World) -> None:
    page = walk.laptop("programme administrator")
    page.goto(walk.mailbox.wait(PROGRAMME_LEADER, "You are invited to").link())
    press(page, f"Mail the code to {PROGRAMME_LEADER}")
    type_code(page, walk.mailbox, PROGRAMME_LEADER)
    if page.get_by_role("button", name="Count again").is_visible():
        press(page, "Count again")
    row = page.get_by_role("row", name=ALLIANCE)
    expect(row).to_contain_text("Waasland en Dender")
    expect(row).to_contain_text("Marieke Vandenbroucke-De Smet")
    figures = {cell.get_attribute("data-label"): cell.inner_text() for cell in row.locator("td.number").all()}
    assert figures == {"Members": "3", "Signatures": "2", "Actions": "2"}
    look(page, "dashboard")
    walk_with_tab(page)
    assert page.goto("/s/waasland/stakeholders/").status == 404  # type: ignore[union-attr]
    walk.console.clear()  # a browser notes a 404 as an error


def test_every_mail_was_expected(walk: World) -> None:
    assert walk.mailbox.unread() == []
