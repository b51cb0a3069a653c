"""Approval: what went round never changes, what people ask is answered, and a meeting decides."""

from __future__ import annotations

import datetime as dt
import io

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.frozen.models import AppendOnlyError
from sessions.meetings import document
from sessions.meetings.models import Approval, Correction, CorrectionRequest, Meeting, Minutes, MinutesRow, Reopening
from sessions.meetings.services import agendas, approving, minuting
from sessions.meetings.services.approving import Decided
from spaces.models import Person
from spaces.services import change_person
from tests.at_once import together
from tests.meetings.factories import MeetingFactory, held_meeting, in_days, invitee_of, mails, make_mails
from tests.spaces.factories import account_of, client_of, client_with, somebody, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return held_meeting(3)


@pytest.fixture
def by(meeting: Meeting) -> User:
    return user_with("coordinator", meeting.space)


@pytest.fixture
def following(meeting: Meeting) -> Meeting:
    """The next meeting: it was held an hour ago."""
    made: Meeting = MeetingFactory(
        space=meeting.space, title="Plenaire vergadering van de winter", starts_at=an_hour_ago()
    )
    return made


def an_hour_ago() -> dt.datetime:
    return timezone.now() - dt.timedelta(hours=1)


@pytest.fixture
def minutes(meeting: Meeting, by: User, following: Meeting) -> Minutes:
    """Minutes that went round."""
    draft = minuting.start(meeting)
    row = draft.rows.order_by("position")[2]
    minuting.save_row(row, text_of(row, comment="We kiezen voor Temse."), version=1, by=by)
    return minuting.circulate(draft, by=by)


def text_of(row: MinutesRow, **changed: str) -> dict[str, object]:
    return {name: getattr(row, name) for name in MinutesRow.TEXT} | changed


def asked(minutes: Minutes, number: int = 0, text: str = "Het was Beveren.") -> Correction:
    row = minutes.rows.order_by("position")[2]
    return approving.propose(minutes, invitee_of(minutes.meeting, number).person, text=text, thread=row.thread)


def decided(by: User, following: Meeting | None = None, note: str = "") -> Decided:
    return Decided(by=by, meeting=following, note=note)


# --- nothing of it changes --------------------------------------------------------------------------
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meetings_minutesrow SET comment = 'anders' WHERE minutes_id = %s",
        "UPDATE meetings_minutesrow SET minutes_id = minutes_id + 1 WHERE minutes_id = %s",
        "DELETE FROM meetings_minutesrow WHERE minutes_id = %s",
        "INSERT INTO meetings_minutesrow (minutes_id, thread, position, subject, comment, action, who, no_due_date,"
        " version, changed_at) VALUES (%s, gen_random_uuid(), 99, '', '', '', '', false, 1, now())",
        "UPDATE meetings_minutes SET document_id = NULL, circulated_at = NULL WHERE id = %s",
        "UPDATE meetings_minutes SET revision = 9 WHERE id = %s",
        "DELETE FROM meetings_minutes WHERE id = %s",
    ],
)
def test_the_database_refuses_to_change_what_went_round(minutes: Minutes, statement: str) -> None:
    with pytest.raises(DatabaseError, match="went round"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [minutes.pk])


def test_a_draft_can_be_written_in(meeting: Meeting, by: User) -> None:
    """The same works on minutes that did not go round: the refusals above are of that, and of nothing else."""
    draft = minuting.start(meeting)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_minutesrow SET comment = 'anders' WHERE minutes_id = %s", [draft.pk])
        assert cursor.rowcount == draft.rows.count()
        cursor.execute("DELETE FROM meetings_minutesrow WHERE minutes_id = %s", [draft.pk])
        cursor.execute("DELETE FROM meetings_minutes WHERE id = %s", [draft.pk])
        assert cursor.rowcount == 1


def test_a_line_may_lose_its_item_of_the_agenda(minutes: Minutes) -> None:
    before = list(minutes.rows.values_list("subject", "comment"))
    minutes.meeting.agenda.all().delete()
    assert list(minutes.rows.values_list("subject", "comment")) == before
    assert not minutes.rows.exclude(agenda_item=None).exists()


def test_what_was_decided_is_only_added(minutes: Minutes, by: User) -> None:
    approval = approving.approve(minutes, decided(by))
    approval.note = "anders"
    with pytest.raises(AppendOnlyError):
        approval.save()
    for table in ("meetings_approval", "meetings_reopening"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


# --- on the agenda ------------------------------------------------------------------------------------
def test_the_next_meeting_gets_the_item_where_its_agenda_lacks_it(meeting: Meeting, by: User) -> None:
    following = MeetingFactory(space=meeting.space, starts_at=in_days(30))
    following.agenda.filter(is_about_minutes=True).delete()
    minuting.circulate(minuting.start(meeting), by=by)
    titles = [item.title for item in following.agenda.all()]
    assert titles[1] == "Verslag van de vorige vergadering"
    assert len(titles) == 7
    minuting.circulate(minuting.correct(meeting), by=by)
    assert following.agenda.filter(is_about_minutes=True).count() == 1


def test_an_empty_agenda_gets_it_too(meeting: Meeting) -> None:
    following = MeetingFactory(space=meeting.space, starts_at=in_days(30))
    following.agenda.all().delete()
    agendas.add_item_about_minutes(following)
    assert [item.position for item in following.agenda.all()] == [1]


# --- corrections --------------------------------------------------------------------------------------
def test_everybody_on_the_list_gets_a_link_of_their_own(minutes: Minutes) -> None:
    make_mails()
    sent = mails("meeting minutes")
    assert len(sent) == 3
    for mail in sent:
        links = CorrectionRequest.objects.filter(invitee__person__email=mail.to)
        assert links.get().placeholder() in mail.text


def test_somebody_asks_by_link_and_reads_what_became_of_it(minutes: Minutes, by: User, following: Meeting) -> None:
    link = CorrectionRequest.objects.get(invitee=invitee_of(minutes.meeting))
    client = Client()
    page = client.get(link.address(), follow=True)
    assert "We kiezen" not in page.content.decode()  # the minutes themselves are behind one more press
    assert client.get("?pdf", PATH_INFO=page.request["PATH_INFO"]).status_code in (200, 404)
    row = minutes.rows.order_by("position")[2]
    where = page.request["PATH_INFO"]
    assert client.post(where, {"about": str(row.thread), "text": "Het was Beveren."}).status_code == 302
    assert client.post(where, {"about": str(row.thread), "text": "Het was Beveren."}).status_code == 302
    only = Correction.objects.get()
    assert (only.subject, only.text, only.person.email) == (row.subject, "Het was Beveren.", "lid0@example.org")
    assert "Het was Beveren." in client.get(where).content.decode()
    assert client.get(where + "?pdf").headers["Content-Type"] == "application/pdf"
    approving.judge(only, "left", why="Het verslag klopt.")
    approving.approve(minutes, decided(by, following))
    text = client.get(where).content.decode()
    assert "Het verslag klopt." in text
    assert client.post(where, {"about": "", "text": "Nog iets."}).status_code == 422
    (mail,) = mails("meeting correction answered")
    assert mail.to == "lid0@example.org"
    assert "Het verslag klopt." in mail.text
    assert "Het was Beveren." in mail.html


def test_the_link_of_an_earlier_version_says_that_a_newer_one_came(minutes: Minutes, by: User) -> None:
    link = CorrectionRequest.objects.get(invitee=invitee_of(minutes.meeting))
    minuting.circulate(minuting.correct(minutes.meeting), by=by)
    link.refresh_from_db()
    page = Client().get(link.address(), follow=True)
    assert "verslag niet" not in page.content.decode()
    assert link.link_state() == "withdrawn"
    with pytest.raises(ValidationError, match=r"nieuwere|newer"):
        approving.propose(minutes, link.invitee.person, text="Te laat")


def test_nonsense_and_too_much_are_refused(minutes: Minutes, monkeypatch: pytest.MonkeyPatch) -> None:
    link = CorrectionRequest.objects.get(invitee=invitee_of(minutes.meeting))
    client = Client()
    where = client.get(link.address(), follow=True).request["PATH_INFO"]
    for data in ({"text": "   "}, {"text": "x" * 2001}, {"text": "x", "about": "geen lijn"}):
        assert client.post(where, data).status_code == 422
    assert client.post(where, {"text": "a\0b"}).status_code == 400
    monkeypatch.setattr(Correction, "MOST_PER_PERSON", 1)
    asked(minutes)
    with pytest.raises(ValidationError):
        asked(minutes, text="Nog een")


def test_from_the_workspace_only_as_oneself(minutes: Minutes) -> None:
    client = client_of(account_of(somebody(minutes.meeting.space, "member", name="Els", email="els@example.org")))
    where = reverse("meetings:correction_add", args=[minutes.meeting.space.slug, minutes.meeting_id])
    assert client.post(where, {"about": "", "text": "Ik was er ook."}).status_code == 302
    assert Correction.objects.get().person == Person.objects.get(email="els@example.org")
    for act in ("minutes_approve", "minutes_reopen"):
        address = reverse(f"meetings:{act}", args=[minutes.meeting.space.slug, minutes.meeting_id])
        assert client.post(address, {"act": "approved", "reason": "x"}).status_code == 403
    assert not Approval.objects.exists()


# --- deciding -----------------------------------------------------------------------------------------
def test_approved_as_they_are(minutes: Minutes, by: User, following: Meeting) -> None:
    notes = minuting.start(following)
    correction = asked(minutes)
    with pytest.raises(ValidationError):
        approving.approve(minutes, decided(by, following))
    approving.judge(correction, "taken")
    with pytest.raises(ValidationError):
        approving.approve(minutes, decided(by, following))
    with pytest.raises(ValidationError):
        approving.judge(correction, "left", why="  ")
    approving.judge(correction, "left", why="Nee.")
    approving.approve(minutes, decided(by, following))
    minutes = Minutes.objects.get(pk=minutes.pk)
    assert minutes.is_locked
    assert not approving.waiting_in(following.space).exists()
    row = notes.rows.get(agenda_item__is_about_minutes=True)
    assert "goedgekeurd" in row.comment
    for again in (approving.approve, approving.send_back):
        with pytest.raises(ValidationError):
            again(minutes, decided(by, following, "x"))
    with pytest.raises(ValidationError):
        minuting.correct(minutes.meeting)
    with pytest.raises(ValidationError):
        approving.judge(correction, "taken")


def test_approved_with_changes_goes_round_locked_and_says_so(minutes: Minutes, by: User, following: Meeting) -> None:
    make_mails()
    approving.judge(asked(minutes), "taken")
    draft = minuting.correct(minutes.meeting)
    row = draft.rows.order_by("position")[2]
    minuting.save_row(row, text_of(row, comment="We kiezen voor Beveren."), version=1, by=by)
    with pytest.raises(ValidationError):
        approving.approve(minutes, decided(by, following))  # a version with changes is being written
    with pytest.raises(ValidationError):
        minuting.throw_away(minutes)  # it went round
    minuting.throw_away(minuting.correct(minutes.meeting))
    draft = minuting.correct(minutes.meeting)
    approving.approve_with_changes(draft, decided(by, following))
    make_mails()
    draft = Minutes.objects.get(pk=draft.pk)
    assert draft.is_locked
    assert [one.revision for one in Minutes.objects.newest_circulated()] == [2]  # type: ignore[attr-defined]
    assert "goedgekeurd" in mails("meeting minutes")[-1].subject.lower()
    assert "[[link:" not in mails("meeting minutes")[-1].text
    assert draft.document is not None
    assert draft.document.facts["approved"] is True
    with pikepdf.open(io.BytesIO(bytes(draft.document.content))) as file:
        assert file.pages
    with pytest.raises(ValidationError):
        minuting.correct(minutes.meeting)


def test_all_of_it_or_nothing(minutes: Minutes, by: User, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = minuting.correct(minutes.meeting)
    monkeypatch.setattr(document, "render", _cannot)
    with pytest.raises(RuntimeError):
        approving.approve_with_changes(draft, decided(by))
    draft.refresh_from_db()
    assert not draft.is_circulated
    assert not Approval.objects.exists()


def _cannot(*args: object, **kwargs: object) -> bytes:
    raise RuntimeError


def test_changes_requested_comes_back_at_the_next_meeting(minutes: Minutes, by: User, following: Meeting) -> None:
    with pytest.raises(ValidationError):
        approving.send_back(minutes, decided(by, following))
    draft = approving.send_back(minutes, decided(by, following, "Het budget ontbreekt."))
    assert draft.revision == 2
    assert not approving.waiting_in(minutes.meeting.space).exists()
    minuting.circulate(draft, by=by)
    assert [one.revision for one in approving.waiting_in(minutes.meeting.space)] == [2]
    approving.approve(Minutes.objects.get(pk=draft.pk), decided(by))


def test_opening_again_needs_a_reason_and_keeps_what_was_approved(minutes: Minutes, by: User) -> None:
    with pytest.raises(ValidationError):
        approving.reopen(minutes, reason="te vroeg", by=by)
    approving.approve(minutes, decided(by))
    kept = bytes(minutes.document.content)  # type: ignore[union-attr]
    with pytest.raises(ValidationError):
        approving.reopen(minutes, reason="  ", by=by)
    draft = approving.reopen(minutes, reason="Het bedrag was verkeerd.", by=by)
    with pytest.raises(ValidationError):
        approving.reopen(minutes, reason="Nog eens", by=by)
    minuting.circulate(draft, by=by)
    minutes = Minutes.objects.get(pk=minutes.pk)
    assert bytes(minutes.document.content) == kept  # type: ignore[union-attr]
    assert minutes.approved_by
    assert Reopening.objects.get().reason == "Het bedrag was verkeerd."
    assert [one.revision for one in approving.waiting_in(minutes.meeting.space)] == [2]


def test_through_the_pages(minutes: Minutes, following: Meeting) -> None:
    space = minutes.meeting.space
    client = client_with("coordinator", space)
    at = [space.slug, minutes.meeting_id]
    correction = asked(minutes)
    shown = client.get(reverse("meetings:meeting_detail", args=[space.slug, following.pk])).content.decode()
    assert reverse("meetings:minutes_approve", args=at) in shown
    page = client.get(reverse("meetings:minutes_approve", args=at)).content.decode()
    assert "Het was Beveren." in page
    judge = reverse("meetings:correction_judge", args=[*at, correction.pk])
    assert client.post(judge, {"state": "left", "why": ""}).status_code == 302
    correction.refresh_from_db()
    assert correction.is_open
    client.post(judge, {"state": "left", "why": "Neen."})
    form = client.get(reverse("meetings:minutes_approve", args=at)).context_data["form"]
    assert form.initial["decided_in"] == following.pk
    where = reverse("meetings:minutes_approve", args=at)
    assert client.post(where, {"act": "iets", "decided_in": following.pk}).status_code == 422
    assert client.post(where, {"act": "approved", "decided_in": following.pk}).status_code == 302
    assert Approval.objects.get().meeting == following
    detail = client.get(reverse("meetings:meeting_detail", args=at)).content.decode()
    assert reverse("meetings:minutes_reopen", args=at) in detail
    assert client.post(reverse("meetings:minutes_start", args=at), {"correct": "1"}).status_code == 302
    assert Minutes.objects.filter(meeting=minutes.meeting).count() == 1
    assert client.post(reverse("meetings:minutes_reopen", args=at), {"reason": "Fout bedrag"}).status_code == 302
    assert Minutes.objects.filter(meeting=minutes.meeting).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_decide_at_once(minutes: Minutes, by: User) -> None:
    def one() -> str:
        try:
            approving.approve(minutes, decided(by))
        except ValidationError:
            return "late"
        return "done"

    assert sorted(together(one, one)) == ["done", "late"]
    assert Approval.objects.count() == 1


def test_the_link_ends_with_the_address_it_was_mailed_to(minutes: Minutes) -> None:
    link = CorrectionRequest.objects.get(invitee=invitee_of(minutes.meeting))
    other = CorrectionRequest.objects.get(invitee=invitee_of(minutes.meeting, 1))
    person = link.invitee.person
    person.email = "elders@example.org"
    change_person(person)
    link.refresh_from_db()
    assert (link.link_state(), other.link_state()) == ("withdrawn", "fine")
