"""An agenda that is written by keyboard and by dragging, a topic proposed by link, and a lunch for which everybody may
register, with one place too few."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.mail.models import Mail
from sessions.meetings.models import Invitee, Meeting, Topic
from spaces.models import Space
from tests.e2e.conftest import LAPTOP, PHONE, OpenPage
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.people import come_in, field, fill, headed, press, says
from tests.meetings.factories import MeetingFactory, invited_meeting, invitee_of
from tests.spaces.factories import AllianceFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def space() -> Space:
    space: Space = AllianceFactory(space__name="Alliantie Waasland", space__language="en", public_page=True).space
    return space


def titles(page: Page) -> list[str]:
    return [one.input_value() for one in page.locator(".agenda-rows input[maxlength='300']").all()]


def test_an_agenda_is_written(page: Page, site: str, space: Space, open_page: OpenPage) -> None:
    meeting = invited_meeting(2, space=space)
    phone = open_page(PHONE)
    phone.goto(invitee_of(meeting).address().removeprefix("http://localhost:8000"))
    phone.locator("summary", has_text="Propose a topic").click()
    fill(phone, **{"Your topic": "Interpreters on Saturdays"})
    look(phone, "topic-by-link")
    press(phone, "Propose it")
    says(phone, "The coordinators look for a meeting in which it fits.")
    assert Topic.objects.get().proposed_by == invitee_of(meeting).person

    come_in(page, site, space)
    page.goto(reverse("meetings:agenda_change", args=[space.slug, meeting.pk]))
    walk_with_tab(page)
    before = titles(page)
    # By keyboard: the second becomes the first, and the times follow at once.
    second = page.locator(".agenda-rows > li").nth(1)
    second.get_by_role("button", name=re.compile("up$")).focus()
    page.keyboard.press("Enter")
    assert titles(page)[:2] == [before[1], before[0]]
    expect(page.get_by_role("status").filter(has_text="Now in place 1 of 7.")).to_be_attached()
    # By dragging: the last one comes third.
    grip = page.locator("[data-grip]").nth(6)
    grip.scroll_into_view_if_needed()
    box, target = grip.bounding_box(), page.locator(".agenda-rows > li").nth(2).bounding_box()
    assert box and target
    page.mouse.move(box["x"] + 8, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(target["x"] + 8, target["y"] + 4, steps=8)
    page.mouse.up()
    order = [before[1], before[0], before[6], *before[2:6]]
    assert titles(page) == order
    first = page.locator(".agenda-rows > li").first
    first.locator("summary").click()
    field(first, "What for").select_option(label="To decide")
    fill(first, **{"Who introduces it": "Lid 001", "What it is about": "Tuesday or Saturday?"})
    look(page, "agenda")
    page.get_by_role("button", name=re.compile("^On this agenda")).click()
    says(page, "stands on the agenda now.")
    assert [item.title for item in meeting.agenda.all()] == [*order[:5], "Interpreters on Saturdays", *order[5:]]
    item = meeting.agenda.first()
    assert (item.kind, item.owner, item.note) == ("decision", "Lid 001", "Tuesday or Saturday?")
    for name in ("topic_list", "template_list"):
        page.goto(reverse(f"meetings:{name}", args=[space.slug]))
        look(page, name.replace("_", "-"))
    page.goto(reverse("meetings:item_files", args=[space.slug, meeting.pk, item.pk]))
    look(page, "item-files")


def test_everybody_may_come_to_a_lunch(page: Page, site: str, space: Space, open_page: OpenPage) -> None:
    lunch: Meeting = MeetingFactory(space=space, kind="lunch", title="Soup and plans", capacity=1, is_open=True)
    links = []
    for name in ("mariam", "piet"):
        phone = open_page(PHONE)
        phone.goto(reverse("alliances:public_show", args=[space.slug]))
        phone.get_by_role("link", name=re.compile("^Register")).click()
        headed(phone, "Soup and plans")
        look(phone, f"register-{name}")
        fill(phone, **{"Your name": name.title(), "E-mail address": f"{name}@example.org"})
        press(phone, "Register")
        headed(phone, "Look in your mailbox")
        check = Mail.objects.get(to=f"{name}@example.org", kind="registration")
        links.append(phone)
        registration = lunch.registrations.get(email=check.to)
        phone.goto(registration.address().removeprefix("http://localhost:8000"))
        phone.get_by_label("Yes, this was me: I want to come.").check()
        look(phone, f"register-confirm-{name}")
        press(phone, "Register")
        says(phone, "You are registered." if name == "mariam" else "You are number 1 of those who wait")
    come_in(page, site, space)
    page.goto(reverse("meetings:meeting_detail", args=[space.slug, lunch.pk]))
    says(page, "1 of 1 places are taken.")
    look(page, "lunch")
    _first, second = Invitee.objects.filter(meeting=lunch).order_by("pk")
    press(links[0], "Change my answer")
    says(links[0], "See you soon!")
    press(links[0], "Change my answer")
    links[0].get_by_label("I can't").check()
    press(links[0], "Send my answer")
    says(links[0], "Thank you, your answer is noted.")
    second.refresh_from_db()
    assert second.answer == "yes"
    links[1].reload()
    says(links[1], "You are registered.")


def test_who_is_there_enters_the_code(page: Page, site: str, space: Space, open_page: OpenPage) -> None:
    meeting = invited_meeting(1, space=space)
    start = timezone.now() - dt.timedelta(minutes=5)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=start, ends_at=start + dt.timedelta(hours=2))
    come_in(page, site, space)
    page.goto(reverse("meetings:meeting_attendance", args=[space.slug, meeting.pk]))
    press(page, "Show a code")
    code = page.locator(".code-in-the-room .code").inner_text()
    look(page, "attendance-code")
    phone = open_page(PHONE)
    phone.goto(invitee_of(meeting).address().removeprefix("http://localhost:8000"))
    fill(phone, **{"The code that is shown in the room": code})
    look(phone, "here")
    press(phone, "I am here")
    says(phone, "Good that you are here. It is noted.")
    page.set_viewport_size(LAPTOP)
    page.reload()
    assert invitee_of(meeting).attendance == "present"
