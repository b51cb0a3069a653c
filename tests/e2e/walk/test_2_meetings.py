"""People meet: a meeting from invitation to minutes, and an intervision day."""

import datetime as dt
import hashlib

import icalendar
import pytest
from playwright.sync_api import Page

from tests.e2e import documents
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.mailbox import Letter
from tests.e2e.people import field, fill, go, headed, more, press, says
from tests.e2e.walk.cast import COORDINATOR, HELENE, KAREL, TODAY, YASMINA, ZOE
from tests.e2e.world import World

pytestmark = pytest.mark.slow


def test_members_answer_an_invitation_on_a_phone(walk: World, coordinator: Page) -> None:
    page = coordinator
    go(page, "Meetings")
    look(page, "meetings-empty")
    press(page, "Plan a meeting")
    fill(
        page,
        Title="Kick-off of the alliance",
        Date=(TODAY + dt.timedelta(days=14)).isoformat(),
        From="09:30",
        Until="11:30",
        Place="Stadhuis Sint-Niklaas, Grote Markt 1",
    )
    look(page, "meeting-add")
    press(page, "Plan the meeting")
    look(page, "agenda")
    page.goto("/s/waasland/meetings/")
    page.get_by_role("link", name="Kick-off of the alliance").click()
    look(page, "meeting-draft")
    press(page, "Invite people")
    look(page, "meeting-invite")
    press(page, "Send the invitations")
    says(page, "invitations are on their way")

    letters = {email: walk.mailbox.wait(email, "Invitation: Kick-off") for email in (HELENE, ZOE, KAREL, COORDINATOR)}
    for email, letter in letters.items():
        assert _calendar(letter, "REQUEST") == [email]

    phone = walk.phone("Hélène")
    phone.goto(letters[HELENE].link())
    headed(phone, "Kick-off of the alliance")
    look(phone, "link-meeting")
    press(phone, "Send my answer")
    says(phone, "Choose one of the answers.")
    walk.console.clear()  # a browser notes a 422 as an error
    phone.get_by_label("I'll be there").check()
    press(phone, "Send my answer")
    says(phone, "See you soon!")
    look(phone, "link-meeting-yes")

    phone = walk.phone("Karel")
    phone.goto(letters[KAREL].link())
    phone.get_by_label("I can't").check()
    press(phone, "Send my answer")
    says(phone, "You get the minutes afterwards.")

    phone = walk.phone("Zoë")
    phone.goto(letters[ZOE].link())
    phone.get_by_label("A colleague comes instead").check()
    fill(phone, **{"Name of your colleague": "Yasmina El Amrani", "E-mail address of your colleague": YASMINA})
    look(phone, "link-meeting-colleague")
    press(phone, "Send my answer")
    says(phone, "Yasmina El Amrani comes instead of you")
    letter = walk.mailbox.wait(YASMINA, "Invitation: Kick-off")
    assert _calendar(letter, "REQUEST") == [YASMINA]
    phone = walk.phone("Yasmina")
    phone.goto(letter.link())
    phone.get_by_label("I'll be there").check()
    press(phone, "Send my answer")
    says(phone, "See you soon!")


def test_attendance_minutes_and_mail(walk: World, coordinator: Page) -> None:
    page = coordinator
    go(page, "Meetings")
    look(page, "meetings")
    page.get_by_role("link", name="Kick-off of the alliance").click()
    look(page, "meeting")
    walk_with_tab(page)
    more(page, "Attendance")  # the main button on the day itself
    press(page, "Fill in from the answers")
    look(page, "attendance")
    press(page, "Save the attendance")
    more(page, "Write the minutes")
    look(page, "minutes")
    row = page.get_by_role("article").first
    fill(
        row,
        Comment="Everybody said who they are and what they hope for.",
        Action="Draw the map of what is there",
        Who="Hélène D’hondt",
    )
    due = (TODAY + dt.timedelta(days=30)).isoformat()
    # "Saved" may be there of the comment alone: the draft is read when the last field was saved.
    with page.expect_response(lambda answer: due in (answer.request.post_data or "")):
        field(row, "By when").fill(due)
        field(row, "By when").blur()
    says(page, "Saved at")
    draft = page.context.request.get(page.get_by_role("link", name="Draft as PDF").get_attribute("href") or "")
    assert "Draw the map of what is there" in documents.text(draft.body())
    press(page, "Send the minutes round")
    look(page, "minutes-circulate")
    press(page, "Send the minutes round")
    page.get_by_role("link", name="Minutes, version 1").wait_for()
    look(page, "meeting-minutes")
    frozen = page.context.request.get(
        page.get_by_role("link", name="Minutes, version 1").get_attribute("href") or ""
    ).body()
    page.locator("summary", has_text="Fingerprint").click()
    says(page, hashlib.sha256(frozen).hexdigest())
    documents.check(frozen, "Hélène D’hondt", "Draw the map of what is there", landscape=False)
    for email in (HELENE, ZOE, KAREL, COORDINATOR, YASMINA):
        attached, _part = walk.mailbox.wait(email, "Minutes: Kick-off").part("application/pdf")
        assert attached == frozen


def test_members_bring_something_to_an_intervision_day(walk: World, coordinator: Page) -> None:
    page = coordinator
    go(page, "Intervision")
    look(page, "intervision-empty")
    press(page, "Plan an intervision day")
    fill(page, Title="How do we reach young parents?", Themes="Reaching out", Place="De Casino, Sint-Niklaas")
    fill(page, Date=(TODAY + dt.timedelta(days=20)).isoformat())
    look(page, "intervision-add")
    page.get_by_role("main").locator("form.page-form").get_by_role("button").first.click()
    headed(page, "How do we reach young parents?")
    press(page.get_by_role("main"), "Add a round")
    fill(page, Title="Round one", Theme="Young parents", **{"From": "10:00", "Until": "11:30"}, Facilitator="Marieke")
    look(page, "intervision-round")
    page.get_by_role("main").locator("form.page-form").get_by_role("button").first.click()
    press(page, "Ask for contributions")
    look(page, "intervision-ask")
    press(page, "Ask them")
    look(page, "intervision-day")
    for email, who, kind, title in (
        (HELENE, "Hélène", "A question I struggle with", "Who opens the door when we ring?"),
        (ZOE, "Zoë", "Something that worked", "Coffee at the school gate"),
    ):
        phone = walk.phone(who)
        phone.goto(walk.mailbox.wait(email, "What do you bring to").link())
        look(phone, "link-contribution")
        phone.get_by_label(kind).check()
        fill(phone, **{"In one sentence": title, "Tell us more": f"{title} We tried it twice, with the neighbours."})
        field(phone, "For which theme?").select_option("Young parents")
        field(phone, "My name may stand beside it in the report").check()
        look(phone, f"link-contribution-{who}")
        press(phone, "Hand it in")
        says(phone, "Thank you! We have it.")
        look(phone, "link-contribution-thanks")
    for email in (KAREL, COORDINATOR):
        walk.mailbox.wait(email, "What do you bring to")


def test_intervision_report(walk: World, coordinator: Page) -> None:
    page = coordinator
    go(page, "Intervision")
    look(page, "intervision")
    page.get_by_role("link", name="How do we reach young parents?").click()
    more(page, "Questions and success stories")
    look(page, "intervision-contributions")
    press(page, "Back to the day")
    more(page, "Change the day")
    fill(page, Date=(TODAY - dt.timedelta(days=1)).isoformat())  # as if it were over
    press(page, "Save")
    page.get_by_role("main").get_by_role("link", name="Write the report").first.click()
    field(page, "Élan Jeugdwerking vzw").check()
    fill(page, Content="What keeps young parents away.", Insights="- Go where they are\n  - the school gate")
    fill(page, Tip="Bring a thermos", **{"Given by": "Zoë"})
    look(page, "intervision-report")
    press(page, "Save the report")
    press(page, "Finish the report")
    look(page, "intervision-finish")
    press(page, "Finish the report")
    link = page.get_by_role("link", name="Report, version 1")
    link.wait_for()
    report = page.context.request.get(link.get_attribute("href") or "").body()
    documents.check(report, "Who opens the door when we ring?", "Coffee at the school gate", "Bring a thermos")
    press(page, "Send the report round")
    look(page, "intervision-send")
    press(page, "Send the report round")
    for email in (HELENE, ZOE, KAREL, COORDINATOR):
        attached, _part = walk.mailbox.wait(email, "Report: How do we reach").part("application/pdf")
        assert attached == report


def _calendar(letter: Letter, method: str) -> list[str]:
    """Whom the mail's calendar entry invites."""
    content, part = letter.part("text/calendar")
    calendar = icalendar.Calendar.from_ical(content)
    assert (part.get_param("method"), calendar["METHOD"]) == (method, method)
    [event] = calendar.walk("VEVENT")
    assert event.start.date() == TODAY + dt.timedelta(days=14)
    attendees = event["ATTENDEE"] if isinstance(event["ATTENDEE"], list) else [event["ATTENDEE"]]
    return [attendee.removeprefix("mailto:").removeprefix("MAILTO:") for attendee in attendees]
