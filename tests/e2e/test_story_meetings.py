"""A year of an alliance's meetings: a series and a date poll, invitations answered by link and by a calendar, who was
there, minutes by two at once, a decision, corrections, approval, and an action point that comes back until it is done.

There is no worker here: the mails are made when the story says so. And nobody waits for a year: the meetings move."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from core.links import replies as addresses
from sessions.meetings.models import ActionPoint, CorrectionRequest, Invitee, Meeting, Minutes
from sessions.meetings.services import actions
from sessions.polls.models import Poll, PollRequest
from sessions.series.models import Turn
from spaces.models import Space
from tests.e2e import documents
from tests.e2e.conftest import LAPTOP, PHONE, OpenPage
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.people import come_in, field, fill, headed, more, press, says
from tests.meetings import replies
from tests.meetings.factories import mails, make_mails
from tests.meetings.factories import representative as somebody
from tests.spaces.factories import AllianceFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

HOME = "/s/waasland/meetings/"
SCHOOL, HOUSE = "Basisschool De Regenboog van het Sint-Jozefsplein", "Huis van het Kind ’t Zonneke"
HELENE, ZOE, KAREL = "helene@example.org", "zoe@example.org", "karel@example.org"
PEOPLE = (
    ("Hélène D’hondt", HELENE, HOUSE),
    ("Zoë Van den Bossche", ZOE, SCHOOL),
    ("Karel Peeters", KAREL, "OCMW Lokeren"),
)
TOPIC = "Interpreters on Saturdays"
CORRECTION = "Zoë said that the school opens its hall on Wednesdays, not on Tuesdays."


@pytest.fixture
def space() -> Space:
    alliance = AllianceFactory(space__name="Alliantie Waasland", space__slug="waasland", space__language="en")
    space: Space = alliance.space
    for name, address, organisation in PEOPLE:
        somebody(space, name, address, organisation)
    return space


@pytest.fixture
def coordinator(page: Page, site: str, space: Space, settings: Any) -> Page:
    settings.INBOUND_ADDRESS = "answers@example.org"
    come_in(page, site, space)
    return page


def test_a_year(coordinator: Page, space: Space, site: str, open_page: OpenPage, console: list[str]) -> None:
    page = coordinator
    plan_a_series(page)
    meeting = find_a_date(page, open_page, site)
    invite(page, meeting)
    answers(page, meeting, open_page, site)
    the_day_comes(meeting)
    note_who_is_there(page, meeting)
    write_together(page, meeting, open_page, site)
    send_round(page, meeting)
    ask_for_a_correction(meeting, open_page, site, console)
    say_how_it_stands(meeting, open_page, site)
    approve(page, meeting)
    it_comes_back(page, meeting, open_page, site)


def plan_a_series(page: Page) -> None:
    page.goto(HOME)
    more(page, "Plan a series of meetings")
    look(page, "story-series")
    fill(page, Name="Plenary meeting")
    press(page, "Look for days again")
    press(page, "Plan these meetings")
    says(page, "Nobody is told yet")
    assert Turn.objects.count() >= 2
    # The year is still to come; the one of the date poll lies before all of it.
    later = dt.timedelta(days=60)
    Meeting.objects.update(starts_at=F("starts_at") + later, ends_at=F("ends_at") + later)


def find_a_date(page: Page, open_page: OpenPage, site: str) -> Meeting:
    page.goto(HOME)
    more(page, "Find a date together")
    fill(page, Title="Kick-off with the schools", Place="Stadhuis Sint-Niklaas, Grote Markt 1")
    for number in range(3):
        day = timezone.localdate() + dt.timedelta(days=20 + number)
        field(page, "Date").nth(number).fill(day.isoformat())
    look(page, "story-poll-add")
    press(page, "Go on")
    says(page, "Look through it once more")
    press(page, "Ask 4 people")
    says(page, "4 people are asked.")
    make_mails()
    assert len(mails("date poll")) == 4
    poll = Poll.objects.get()
    for address, suits in ((HELENE, "Suits me"), (ZOE, "If need be"), (KAREL, "Does not suit me")):
        phone = open_page(PHONE)
        phone.goto(here(PollRequest.objects.get(poll=poll, person__email=address).address(), site))
        if address == ZOE:
            walk_with_tab(phone)
        days = phone.get_by_role("group")
        for number in range(3):
            days.nth(number).get_by_text("Suits me" if number == 1 else suits, exact=True).click()
        look(phone, f"story-poll-{suits}")
        press(phone, "Send my answer")
        says(phone, "As soon as a day is chosen")
        phone.close()
    page.reload()
    look(page, "story-poll")
    best = page.get_by_role("listitem").filter(has_text="suits the most people")
    expect(best).to_contain_text("suits 3 · if need be 0 · does not suit 0")
    best.get_by_role("button").click()
    says(page, "The meeting is planned")
    return Meeting.objects.get(date_polls=poll)


def invite(page: Page, meeting: Meeting) -> None:
    press(page, "Invite people")
    for words in ("said that this day suits", "Hélène D’hondt"):
        expect(page.get_by_role("main")).to_contain_text(words)
    look(page, "story-invite")
    press(page, "Send the invitations")
    says(page, "4 invitations are on their way")
    make_mails()
    assert len(mails("meeting invitation")) == 4


def answers(page: Page, meeting: Meeting, open_page: OpenPage, site: str) -> None:
    """One by link on a phone, one by a calendar program, one only when asked again."""
    phone = open_page(PHONE)
    phone.goto(here(of(meeting, HELENE).address(), site))
    expect(phone.get_by_role("main")).to_contain_text("you said that this day suits you")
    look(phone, "story-answer")
    phone.get_by_label("I'll be there").check()
    press(phone, "Send my answer")
    says(phone, "See you soon!")
    phone.locator("summary", has_text="Propose a topic").click()
    fill(phone, **{"Your topic": TOPIC})
    press(phone, "Propose it")
    says(phone, "Thank you.")
    put_on_the_agenda(page, meeting)
    phone.reload()
    expect(phone.locator(".agenda")).to_contain_text(TOPIC)
    phone.close()
    zoe = of(meeting, ZOE)
    reply = replies.exchange(
        meeting, addresses.address_of("answer", zoe.pk, zoe.revision), sender=ZOE, partstat="ACCEPTED"
    )
    stream = io.TextIOWrapper(io.BytesIO(reply))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", stream)
        call_command("read_mail", stdout=(said := io.StringIO()))
    assert said.getvalue().strip() == "taken"
    Invitee.objects.update(invited_at=timezone.now() - dt.timedelta(days=3))
    page.goto(f"{HOME}{meeting.pk}/")
    expect(page.get_by_role("main")).to_contain_text("2 of 4 said yes")
    press(page, "Ask them again")
    says(page, "2 people are asked again.")
    make_mails()
    assert KAREL in {mail.to for mail in mails("meeting asking again")}
    look(page, "story-meeting")
    more(page, "Write to those invited")
    page.get_by_label("Coming (2)").check()
    fill(page, Subject="Parking", **{"Your words": "Park behind the town hall."})
    look(page, "story-write")
    press(page, "Send the mail")
    says(page, "The mail is on its way to 2 people.")


def put_on_the_agenda(page: Page, meeting: Meeting) -> None:
    """What a member proposed comes before what rounds the meeting off."""
    page.goto(f"{HOME}topics/")
    page.get_by_label("Meeting", exact=True).select_option(str(meeting.pk))
    page.get_by_role("button", name=re.compile("Put on its agenda")).click()
    says(page, f"“{TOPIC}” stands on the agenda")
    assert [item.title for item in meeting.agenda.all()][4:6] == [TOPIC, "Other business"]
    page.goto(f"{HOME}{meeting.pk}/")
    expect(page.get_by_role("main")).to_contain_text("10 minutes longer than the meeting")


def the_day_comes(meeting: Meeting) -> None:
    begins = timezone.now() - dt.timedelta(minutes=30)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=begins, ends_at=begins + dt.timedelta(hours=2))
    meeting.refresh_from_db()


def note_who_is_there(page: Page, meeting: Meeting) -> None:
    """On the phone that the coordinator has at hand."""
    page.set_viewport_size(PHONE)
    page.goto(f"{HOME}{meeting.pk}/attendance/")
    for name, there in (("Hélène", "Present"), ("Zoë", "Present"), ("Karel", "Excused")):
        page.get_by_role("group", name=re.compile(name)).get_by_text(there, exact=True).click()
    press(page, "Save the attendance")
    says(page, "The attendance is noted.")
    page.set_viewport_size(LAPTOP)


def write_together(page: Page, meeting: Meeting, open_page: OpenPage, site: str) -> None:
    press(page, "Write the minutes")
    secretary = open_page(LAPTOP)
    come_in(secretary, site, meeting.space, "secretary")
    secretary.goto(f"{HOME}{meeting.pk}/minutes/")
    third, fourth = line(page, 2), line(page, 3)
    type_and_wait(page, field(third, "Comment"), "The school opens its hall on Tuesdays.")
    theirs = line(secretary, 3)
    type_and_wait(secretary, field(theirs, "Comment"), "We begin with one evening a month.")
    field(theirs, "Comment").focus()
    # Each sees what the other wrote, and where they are.
    expect(field(line(secretary, 2), "Comment")).to_have_value("The school opens its hall on Tuesdays.")
    expect(field(fourth, "Comment")).to_have_value("We begin with one evening a month.")
    expect(fourth).to_contain_text("Now writing here:")
    fill(fourth, Action="Make the list of who has a key", Who="Hélène D’hondt")
    due = (timezone.localdate() + dt.timedelta(days=30)).isoformat()
    type_and_wait(page, field(fourth, "By when"), due)
    fourth.get_by_text("Decision by consent").click()
    fill(fourth, **{"What is proposed": "One evening a month, in the hall of the school."})
    fourth.get_by_label("Who objects").first.fill(SCHOOL)
    fourth.get_by_label("Why").first.fill("Our caretaker leaves at nine.")
    expect(fourth.get_by_label("Who objects")).to_have_count(2)
    fourth.get_by_label("How it was met").first.fill("We end at half past eight.")
    with page.expect_response(lambda answer: "adopted" in (answer.request.post_data or "")):
        field(fourth, "Outcome").select_option("adopted")
    look(page, "story-minutes")
    secretary.close()
    assert_saved(meeting)
    page.reload()
    line(page, 3).get_by_role("link", name=re.compile("Earlier texts")).click()
    headed(page, "Earlier texts")
    expect(page.get_by_role("button", name=re.compile("Put this text back")).first).to_be_visible()
    look(page, "story-earlier")
    press(page, "Back to the minutes")


def assert_saved(meeting: Meeting) -> None:
    rows = meeting.minutes.get().rows
    assert rows.get(comment__startswith="The school opens").action == ""
    row = rows.get(outcome="adopted")
    assert row.objections == [[SCHOOL, "Our caretaker leaves at nine.", "We end at half past eight."]]
    assert (row.comment, row.who) == ("We begin with one evening a month.", "Hélène D’hondt")


def send_round(page: Page, meeting: Meeting) -> None:
    press(page, "Send the minutes round")
    press(page, "Send the minutes round")
    page.get_by_role("link", name="Minutes, version 1").wait_for()
    make_mails()
    assert {mail.to for mail in mails("meeting minutes")} >= {HELENE, ZOE, KAREL}
    pdf = bytes(Minutes.objects.get().document.content)  # type: ignore[union-attr]
    documents.check(pdf, "What we decided", "Our caretaker leaves at nine.", "Karel Peeters", landscape=False)
    page.goto(f"{HOME}decisions/")
    expect(page.get_by_role("main")).to_contain_text("One evening a month, in the hall of the school.")
    look(page, "story-decisions")


def ask_for_a_correction(meeting: Meeting, open_page: OpenPage, site: str, console: list[str]) -> None:
    phone = open_page(PHONE)
    phone.goto(here(CorrectionRequest.objects.get(invitee__person__email=ZOE).address(), site))
    look(phone, "story-correction")
    phone.get_by_label("What should it say?").fill(CORRECTION)
    press(phone, "Send the correction")
    headed(phone, "Thank you for reading them so well.")
    phone.close()


def say_how_it_stands(meeting: Meeting, open_page: OpenPage, site: str) -> None:
    point = ActionPoint.objects.get()
    person = point.people.get()
    phone = open_page(PHONE)
    phone.goto(here(actions.links_of([person])[person.pk].address(), site))
    look(phone, "story-actions")
    fill(phone, **{"A word with it": "Two keys found, one to go"})
    press(phone, "Under way")
    says(phone, "Thank you, that is noted.")
    phone.close()


def approve(page: Page, meeting: Meeting) -> None:
    """The first meeting of the series has the item on its agenda, and decides."""
    following = Turn.objects.order_by("meeting__starts_at").first().meeting  # type: ignore[union-attr]
    page.goto(f"{HOME}{following.pk}/")
    expect(page.get_by_role("main")).to_contain_text("Action points to look at")
    expect(page.get_by_role("main")).to_contain_text("Two keys found, one to go")
    look(page, "story-next")
    page.get_by_role("link", name="Decide", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(CORRECTION)
    page.get_by_role("button", name=re.compile("Take it over")).click()
    press(page, "Work the changes in")
    type_and_wait(page, field(line(page, 2), "Comment"), "The school opens its hall on Wednesdays.")
    page.goto(f"{HOME}{meeting.pk}/minutes/approve/")
    look(page, "story-approve")
    press(page, "Approved with these changes")
    expect(page.get_by_role("main")).to_contain_text("approved")
    make_mails()
    newest = Minutes.objects.get(meeting=meeting, revision=2)
    assert newest.is_locked
    assert "Wednesdays" in documents.text(bytes(newest.document.content))  # type: ignore[union-attr]
    assert [mail.to for mail in mails("meeting correction answered")] == [ZOE]


def it_comes_back(page: Page, meeting: Meeting, open_page: OpenPage, site: str) -> None:
    """The next minutes begin with the action point; ticked there, it is done."""
    following = Turn.objects.order_by("meeting__starts_at").first().meeting  # type: ignore[union-attr]
    page.goto(f"{HOME}{following.pk}/")
    more(page, "Write the minutes")
    reviewed = page.locator(".minutes-row", has_text="and not done yet")
    expect(field(reviewed, "Comment")).to_have_value(re.compile("under way.*Two keys found, one to go"))
    with page.expect_response(lambda answer: "is_done=on" in (answer.request.post_data or "")):
        reviewed.get_by_label("It is done").check()
    press(page, "Send the minutes round")
    press(page, "Send the minutes round")
    page.get_by_role("link", name="Minutes, version 1").wait_for()
    point = ActionPoint.objects.get()
    assert (point.done_at is not None, point.meeting) == (True, meeting)
    phone = open_page(PHONE)
    phone.goto(here(actions.links_of([point.people.get()])[point.people.get().pk].address(), site))
    headed(phone, "Nothing is open. Thank you!")


# --- what happens often ---------------------------------------------------------------------------
def here(address: str, site: str) -> str:
    return re.sub(r"^https?://[^/]+", site, address)


def of(meeting: Meeting, address: str) -> Invitee:
    return Invitee.objects.select_related("person").get(meeting=meeting, person__email=address)


def line(page: Page, number: int) -> Locator:
    return page.locator(".minutes-row").nth(number)


def type_and_wait(page: Page, into: Locator, text: str) -> None:
    """Type, and wait until the line saved it."""
    with page.expect_response(
        lambda answer: answer.request.method == "POST" and _holds(answer.request.post_data, text)
    ):
        into.fill(text)
        into.blur()


def _holds(data: str | None, text: str) -> bool:
    from urllib.parse import unquote_plus

    return text in unquote_plus(data or "")
