"""Who did not answer is asked again, who comes is told when the day is near, and the team writes to some of them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.mail.models import Mail
from sessions.meetings import emails
from sessions.meetings.models import Invitee, Meeting
from sessions.meetings.services import answering, planning, reminding, writing
from sessions.meetings.services.answering import Reply
from spaces.models import Space
from tests.meetings.factories import in_days, invited_meeting, invitee_of, mails, make_mails
from tests.spaces.factories import client_with, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    """In seven days, three people, invited long ago."""
    made = invited_meeting(3)
    Invitee.objects.filter(meeting=made).update(invited_at=in_days(-10))
    return made


def answer(meeting: Meeting, number: int, what: str) -> None:
    answering.respond(invitee_of(meeting, number), Reply(answer=what))
    Invitee.objects.filter(meeting=meeting).exclude(answered_at=None).update(answered_at=in_days(-5))


def told(kind: str) -> list[str]:
    make_mails()
    return sorted(mail.to for mail in mails(kind))


def test_who_did_not_say_yes_or_no_is_asked_again_once(meeting: Meeting) -> None:
    answer(meeting, 0, "yes")
    answer(meeting, 1, "maybe")
    assert reminding.remind() == 2
    assert told(emails.ASKING_AGAIN) == ["lid1@example.org", "lid2@example.org"]
    unsure, silent = Mail.objects.filter(kind=emails.ASKING_AGAIN).order_by("to")
    assert "weet je het nu" in unsure.text.lower() and "nog niet geantwoord" in silent.text.lower()
    assert (unsure.calendar, silent.calendar) == (None, None)
    assert reminding.remind() == 0
    assert len(told(emails.ASKING_AGAIN)) == 2


def test_nothing_before_its_day_or_when_it_is_not_wanted(meeting: Meeting) -> None:
    Meeting.objects.update(remind_unanswered=5)
    assert reminding.remind() == 0
    assert reminding.remind(timezone.now() + dt.timedelta(days=2, hours=1)) == 3
    Invitee.objects.update(asked_again_at=None)
    Meeting.objects.update(remind_unanswered=None)
    assert reminding.remind(timezone.now() + dt.timedelta(days=2, hours=1)) == 0


def test_who_was_just_invited_is_left_alone(meeting: Meeting) -> None:
    Invitee.objects.filter(pk=invitee_of(meeting, 0).pk).update(invited_at=timezone.now() - dt.timedelta(days=1))
    assert reminding.remind() == 2


def test_who_comes_is_told_the_day_before_and_not_twice(meeting: Meeting) -> None:
    answer(meeting, 0, "yes")
    answer(meeting, 1, "no")
    the_day_before = meeting.starts_at - dt.timedelta(days=1, hours=5)
    assert reminding.remind(the_day_before) == 2  # one who comes, one who did not answer
    assert told(emails.REMINDER) == ["lid0@example.org"]
    assert reminding.remind(the_day_before + dt.timedelta(hours=3)) == 0


def test_who_says_no_before_the_mail_is_made_gets_none(meeting: Meeting) -> None:
    assert reminding.remind() == 3
    answer(meeting, 1, "no")
    assert told(emails.ASKING_AGAIN) == ["lid0@example.org", "lid2@example.org"]


def test_nobody_is_reminded_of_what_was_called_off_or_is_over(meeting: Meeting) -> None:
    assert reminding.remind(meeting.ends_at + dt.timedelta(hours=1)) == 0
    planning.cancel(meeting, by=user_with("coordinator", meeting.space))
    assert reminding.remind() == 0


def test_nobody_is_reminded_in_a_space_that_ended(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Space, "is_read_only", True)
    assert reminding.remind() == 0


def test_moved_means_asked_anew_and_reminded_anew(meeting: Meeting) -> None:
    assert reminding.remind() == 3
    meeting.starts_at += dt.timedelta(hours=1)
    meeting.ends_at += dt.timedelta(hours=1)
    planning.change(meeting, by=user_with("coordinator", meeting.space))
    assert set(meeting.invitees.values_list("asked_again_at", flat=True)) == {None}


def test_asked_again_by_hand_once_a_day(meeting: Meeting) -> None:
    client = client_with("coordinator", meeting.space)
    address = reverse("meetings:meeting_ask_again", args=[meeting.space.slug, meeting.pk])
    answer(meeting, 0, "yes")
    for _time in range(2):
        assert client.post(address).status_code == 302
    assert told(emails.ASKING_AGAIN) == ["lid1@example.org", "lid2@example.org"]
    page = client.get(reverse("meetings:meeting_detail", args=[meeting.space.slug, meeting.pk])).content.decode()
    assert page.count("opnieuw gevraagd op") == 2


def test_nobody_is_asked_again_once_it_has_begun(meeting: Meeting) -> None:
    Meeting.objects.update(starts_at=timezone.now() - dt.timedelta(minutes=5), ends_at=in_days(1))
    meeting.refresh_from_db()
    with pytest.raises(ValidationError):
        reminding.ask_again(meeting, by=user_with("coordinator", meeting.space))


def test_a_mail_in_ones_own_words_to_those_who_come(meeting: Meeting) -> None:
    answer(meeting, 0, "yes")
    client = client_with("coordinator", meeting.space)
    address = reverse("meetings:meeting_write", args=[meeting.space.slug, meeting.pk])
    page = client.get(address).content.decode()
    assert "(3)" in page and "(1)" in page and 'value="no"' not in page  # who answered no: nobody, so it is no choice
    once = page.split('name="once" value="')[1].split('"')[0] if 'name="once"' in page else ""
    data = {"to": "yes", "subject": "Parkeren", "text": "Parkeer <achter> het stadhuis.", "once": once}
    for _time in range(2):
        assert client.post(address, data).status_code == 302
    make_mails()
    (mail,) = mails(emails.WORD)
    assert (mail.to, mail.subject) == ("lid0@example.org", "Parkeren")
    assert "Parkeer <achter> het stadhuis." in mail.text and "&lt;achter&gt;" in mail.html
    assert mail.reply_to == User.objects.get(pk=client.session["_auth_user_id"]).email


def test_nobody_in_the_group_and_groups_that_are_none(meeting: Meeting) -> None:
    by = user_with("coordinator", meeting.space)
    with pytest.raises(ValidationError):
        writing.write(meeting, "no", subject="Dag", text="Dag", by=by)
    with pytest.raises(ValueError, match="nonsense"):
        writing.group(meeting, "nonsense")
    client = client_with("coordinator", meeting.space)
    address = reverse("meetings:meeting_write", args=[meeting.space.slug, meeting.pk])
    assert client.post(address, {"to": "nonsense", "subject": "a", "text": "b"}).status_code == 422
    assert mails(emails.WORD) == []
