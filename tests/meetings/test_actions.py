"""Action points: said by a link how they stand, reminded of, and looked at by the next meeting until they are done."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from sessions.meetings.models import ActionLink, ActionPoint, Meeting, Minutes
from sessions.meetings.services import actions, minuting
from spaces.services import change_person
from tests.meetings.factories import MeetingFactory, held_meeting, in_days, invitee_of, mails
from tests.spaces.factories import client_with, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    made = held_meeting(3)
    # Long enough ago for reminders.
    Meeting.objects.filter(pk=made.pk).update(starts_at=in_days(-20), ends_at=in_days(-20) + dt.timedelta(hours=2))
    made.refresh_from_db()
    return made


@pytest.fixture
def by(meeting: Meeting) -> User:
    return user_with("coordinator", meeting.space)


def circulated(meeting: Meeting, by: User, *agreed: dict[str, object]) -> Minutes:
    """Minutes that went round, with these action points."""
    draft = minuting.start(meeting)
    for row, facts in zip(draft.rows.filter(action=""), agreed, strict=False):
        text = row.text() | facts
        minuting.save_row(row, text, version=row.version, by=by)
    return minuting.circulate(draft, by=by)


def point_of(meeting: Meeting, by: User, **facts: object) -> ActionPoint:
    circulated(meeting, by, {"action": "Zaal zoeken", "who": "Lid 000", **facts})
    return ActionPoint.objects.get()


def page_of(point: ActionPoint, number: int = 0) -> tuple[Client, str]:
    person = invitee_of(point.meeting, number).person
    link = actions.links_of([person])[person.pk]
    client = Client()
    return client, client.get(link.address(), follow=True).request["PATH_INFO"]


def test_said_by_link_in_a_minute(meeting: Meeting, by: User) -> None:
    point = point_of(meeting, by)
    client, page = page_of(point)
    assert "Zaal zoeken" in client.get(page).content.decode()
    assert client.post(page, {"point": point.pk, "progress": "stuck", "word": "  "}).status_code == 422
    assert client.post(page, {"point": point.pk, "progress": "stuck", "word": "Geen budget"}).status_code == 302
    point.refresh_from_db()
    assert (point.progress, point.word, point.said_by, point.done_at) == (
        "stuck", "Geen budget", invitee_of(meeting).person, None,
    )  # fmt: skip
    listed = client_with("coordinator", meeting.space).get(reverse("meetings:meeting_list", args=[meeting.space.slug]))
    assert "Geen budget" in listed.content.decode()
    client.post(page, {"point": point.pk, "progress": "done"})
    point.refresh_from_db()
    assert point.done_at
    client.post(page, {"point": point.pk, "progress": "busy"})
    point.refresh_from_db()
    assert (point.done_at, point.progress) == (None, "busy")


def test_only_ones_own(meeting: Meeting, by: User) -> None:
    point = point_of(meeting, by)
    client, page = page_of(point, 1)
    assert "Zaal zoeken" not in client.get(page).content.decode()
    for number in (point.pk, 0, "x", "9" * 30):
        assert client.post(page, {"point": number, "progress": "done"}).status_code == 404
    ActionPoint.objects.update(is_for_all=True)
    assert "Zaal zoeken" in client.get(page).content.decode()
    assert client.post(page, {"point": point.pk, "progress": "nonsense"}).status_code == 422
    point.refresh_from_db()
    assert not point.progress


def test_the_link_ends_with_the_address(meeting: Meeting, by: User) -> None:
    person = point_of(meeting, by).people.get()
    before = actions.links_of([person])[person.pk].token()
    person.email = "elders@example.org"
    change_person(person)
    link = ActionLink.objects.get()
    assert link.token_state(before) == "replaced"
    assert link.link_state() == "fine"


TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({"due_on": 3}, 1),
        ({"due_on": 4}, 0),
        ({"due_on": -30}, 1),
        ({"due_on": None}, 0),
        ({"due_on": 0, "done_at": timezone.now()}, 0),
        ({"due_on": 0, "reminded_on": -6}, 0),
        ({"due_on": 0, "reminded_on": -7}, 1),
        ({"due_on": 0, "reminders": 4, "reminded_on": -30}, 0),
    ],
)
def test_who_is_reminded(meeting: Meeting, by: User, facts: dict[str, object], asked: int) -> None:
    point = point_of(meeting, by)
    today = timezone.localdate()
    days = {
        name: today + dt.timedelta(days=value)
        if name in ("due_on", "reminded_on") and isinstance(value, int)
        else value
        for name, value in facts.items()
    }
    ActionPoint.objects.filter(pk=point.pk).update(**days)
    assert actions.remind(today) == asked
    assert actions.remind(today) == 0  # the same morning again
    assert len(mails("action points due")) == asked


def test_the_mail_has_all_that_is_open_and_the_link(meeting: Meeting, by: User) -> None:
    today = timezone.localdate()
    circulated(
        meeting,
        by,
        {"action": "Zaal zoeken", "who": "Lid 000", "due_on": today - dt.timedelta(days=2)},
        {"action": "Flyer maken", "who": "Lid 000, Lid 001", "due_on": today + dt.timedelta(days=60)},
        {"action": "Koffie zetten", "who": "Lid 002", "due_on": today + dt.timedelta(days=60)},
    )
    assert actions.remind(today) == 1
    (mail,) = mails("action points due")
    assert mail.to == "lid0@example.org"
    for text in (mail.text, mail.html):
        assert "Zaal zoeken" in text
        assert "Flyer maken" in text
        assert "Koffie" not in text
    assert ActionLink.objects.get().placeholder() in mail.text


def test_what_has_no_day_comes_up_before_the_next_meeting(meeting: Meeting, by: User) -> None:
    point_of(meeting, by)
    following = MeetingFactory(space=meeting.space, starts_at=in_days(6))
    assert actions.remind() == 0  # nobody knows of that meeting yet
    Meeting.objects.filter(pk=following.pk).update(invited_at=timezone.now())
    assert actions.remind() == 1


def test_carried_until_done(meeting: Meeting, by: User) -> None:
    point = point_of(meeting, by, due_on=timezone.localdate())
    actions.say(point, invitee_of(meeting).person, "stuck", "Geen budget")
    second = MeetingFactory(space=meeting.space, title="Tweede", starts_at=in_days(-2))
    client = client_with("coordinator", meeting.space)
    coming = MeetingFactory(space=meeting.space, title="Komende", starts_at=in_days(5))
    shown = client.get(reverse("meetings:meeting_detail", args=[meeting.space.slug, coming.pk]))
    assert [one.pk for one in shown.context_data["carried"]] == [point.pk]  # type: ignore[attr-defined]

    draft = minuting.start(second)
    row = draft.rows.get(thread=point.thread)
    assert (row.action, row.who) == ("Zaal zoeken", "Lid 000")
    assert "Geen budget" in row.comment
    about = draft.rows.get(agenda_item__is_about_minutes=True, action="")
    assert row.position == about.position + 1
    assert len({one.position for one in draft.rows.all()}) == draft.rows.count()
    page = client.get(reverse("meetings:minutes_change", args=[meeting.space.slug, second.pk])).content.decode()
    assert f'name="row-{row.pk}-is_done"' in page
    assert page.count("-is_done") == page.count(f"row-{row.pk}-is_done")  # at no other line

    minuting.circulate(draft, by=by)
    point.refresh_from_db()
    assert (point.meeting, point.done_at) == (meeting, None)
    third = MeetingFactory(space=meeting.space, title="Derde", starts_at=in_days(-1))
    draft = minuting.start(third)
    row = draft.rows.get(thread=point.thread)
    save = reverse("meetings:minutesrow_save", args=[meeting.space.slug, third.pk, row.pk])
    fields = {f"row-{row.pk}-{name}": getattr(row, name) or "" for name in ("subject", "comment", "action", "who")}
    fields |= {f"row-{row.pk}-version": "1", f"row-{row.pk}-due_on": str(row.due_on), f"row-{row.pk}-is_done": "on"}
    assert client.post(save, fields).status_code == 200
    minuting.circulate(draft, by=by)
    point.refresh_from_db()
    assert point.done_at
    fourth = MeetingFactory(space=meeting.space, title="Vierde", starts_at=in_days(0))
    assert not minuting.start(fourth).rows.filter(thread=point.thread).exists()


def test_a_correction_of_the_first_minutes_keeps_the_point(meeting: Meeting, by: User) -> None:
    point = point_of(meeting, by)
    second = MeetingFactory(space=meeting.space, starts_at=in_days(-2))
    minuting.circulate(minuting.start(second), by=by)
    minuting.circulate(minuting.correct(meeting), by=by)
    assert ActionPoint.objects.get().pk == point.pk


def test_nothing_is_said_any_more_once_the_space_ended(
    meeting: Meeting, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    point = point_of(meeting, by, due_on=timezone.localdate())
    monkeypatch.setattr("spaces.models.Space.is_read_only", True)
    with pytest.raises(ValidationError):
        actions.say(point, invitee_of(meeting).person, "done")
    assert actions.remind() == 0


def test_the_team_says_done_and_open_again_in_one_word(meeting: Meeting, by: User) -> None:
    point = point_of(meeting, by)
    client, page = page_of(point)
    client.post(page, {"point": point.pk, "progress": "busy", "word": "Half"})
    address = reverse("meetings:actionpoint_done", args=[meeting.space.slug, point.pk])
    coordinator = client_with("coordinator", meeting.space)
    for data, expected in (({}, ("done", True)), ({"again": "1"}, ("", False))):
        assert coordinator.post(address, data).status_code == 302
        point.refresh_from_db()
        assert (point.progress, point.done_at is not None) == expected
