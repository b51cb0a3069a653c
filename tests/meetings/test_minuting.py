"""Attendance, and minutes from the first word to what went round."""

import datetime as dt
from functools import partial

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.frozen.models import FrozenDocument
from core.frozen.services import verify_chain
from sessions.meetings import document
from sessions.meetings.minutes_forms import ObjectionsInput
from sessions.meetings.models import ActionPoint, Meeting, MinutesRow
from sessions.meetings.services import answering, attending, inviting, minuting
from sessions.meetings.services.attending import Presence
from tests.at_once import together
from tests.meetings.factories import (
    MeetingFactory,
    held_meeting,
    in_days,
    invited_meeting,
    invitee_of,
    mails,
    make_mails,
)
from tests.spaces.factories import account_of, client_of, somebody, user_with

pytestmark = pytest.mark.django_db
TEXT = {
    "subject": "Welkom",
    "comment": "**Iedereen** is er.",
    "action": "",
    "who": "",
    "due_on": None,
    "no_due_date": True,
    "is_done": False,
    "proposal": "",
    "objections": [],
    "outcome": "",
    "review_on": None,
}


@pytest.fixture
def meeting():
    return held_meeting()


@pytest.fixture
def coordinator(meeting):
    return user_with("coordinator", meeting.space)


@pytest.fixture
def minutes(meeting):
    return minuting.start(meeting)


def form_data(row, version=None, **text):
    """What a browser sends of one line."""
    values = {**TEXT, **text, "due_on": text.get("due_on") or ""}
    values["is_done"] = "on" if values.get("is_done") else ""
    values["no_due_date"] = "on" if values["no_due_date"] else ""
    values["review_on"] = values["review_on"] or ""
    for name, said in zip(ObjectionsInput.PARTS, zip(*values.pop("objections"), strict=True), strict=False):
        values[f"objections-{name}"] = list(said)
    return {
        f"row-{row.pk}-version": version or row.version,
        **{f"row-{row.pk}-{name}": values[name] for name in values},
    }


def address(name, meeting, *more):
    return reverse(f"meetings:{name}", args=[meeting.space.slug, meeting.pk, *more])


# --- attendance -----------------------------------------------------------------------------------
def test_answers_are_no_attendance_but_may_propose_one(meeting):
    meeting.invitees.filter(person__email="lid0@example.org").update(answer="yes", answered_at=in_days(-3))
    meeting.invitees.filter(person__email="lid1@example.org").update(
        answer="colleague", colleague_name="Piet", answered_at=in_days(-3)
    )
    assert set(meeting.invitees.values_list("attendance", flat=True)) == {""}
    proposals = [attending.proposal(invitee_of(meeting, number)) for number in range(3)]
    assert proposals == [Presence("present"), Presence("replaced", "Piet"), Presence("")]


def test_what_was_noted_is_not_proposed_away(meeting):
    meeting.invitees.update(answer="yes", answered_at=in_days(-3), attendance="absent")
    assert attending.proposal(invitee_of(meeting)) == Presence("absent")


def test_note_attendance_leaves_answers_and_others_alone(meeting):
    first, second = invitee_of(meeting, 0), invitee_of(meeting, 1)
    attending.note_attendance(meeting, {first.pk: Presence("replaced", "Piet"), 999_999: Presence("present")})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.attendance, first.replaced_by, first.answer) == ("replaced", "Piet", "")
    assert second.attendance == ""


def test_attendance_page_saves_all_at_once(meeting, coordinator):
    data = {f"{row.pk}-attendance": "present" for row in meeting.invitees.all()}
    response = client_of(coordinator).post(address("meeting_attendance", meeting), data)
    assert response.status_code == 302
    assert set(meeting.invitees.values_list("attendance", flat=True)) == {"present"}


def chosen(response):
    return sum(bool(form["attendance"].value()) for form in response.context["forms"])


def test_attendance_page_proposes_only_when_asked(meeting, coordinator):
    meeting.invitees.update(answer="yes", answered_at=in_days(-3))
    client = client_of(coordinator)
    assert chosen(client.get(address("meeting_attendance", meeting))) == 0
    asked = client.get(address("meeting_attendance", meeting) + "?fill=answers")
    assert chosen(asked) == meeting.invitees.count()
    assert set(meeting.invitees.values_list("attendance", flat=True)) == {""}


def test_who_was_there_is_named_to_the_team_alone(meeting, coordinator):
    attending.note_attendance(meeting, {invitee_of(meeting, 1).pk: Presence("replaced", "Piet Onverwacht")})
    page, team = address("meeting_detail", meeting), client_of(coordinator)
    shown = team.get(page).content.decode()
    assert "Piet Onverwacht" in shown and "Lid 001" in shown
    for_all = client_of(user_with("member", meeting.space)).get(page).content.decode()
    assert "Piet Onverwacht" not in for_all and "Lid 001" not in for_all


def test_past_meetings_tell_who_came_and_where_their_minutes_stand(meeting, coordinator):
    listed = reverse("meetings:meeting_list", args=[meeting.space.slug])

    def shown():
        return " ".join(client_of(coordinator).get(listed).content.decode().split())

    assert "niet genoteerd" in shown() and "nog geen verslag" in shown()
    inviting.remove(invitee_of(meeting, 2), by=coordinator)
    attending.note_attendance(meeting, {row.pk: Presence("present") for row in meeting.invitees.all()})
    attending.note_attendance(meeting, {invitee_of(meeting, 1).pk: Presence("excused")})
    draft = minuting.start(meeting)
    assert "1 persoon" in shown() and "in de maak" in shown()
    minuting.circulate(draft, by=coordinator)
    assert "wacht op goedkeuring" in shown()


def test_attendance_after_the_minutes_went_round_says_so(meeting, minutes, coordinator):
    page = address("meeting_attendance", meeting)
    assert "Het verslag ging rond" not in client_of(coordinator).get(page).content.decode()
    minuting.circulate(minutes, by=coordinator)
    assert "Het verslag ging rond" in client_of(coordinator).get(page).content.decode()


def test_somebody_else_came(meeting, coordinator):
    client = client_of(coordinator)
    data = {"new-name": "Nadia Onverwacht", "new-email": "nadia@example.org"}
    assert client.post(address("attendant_add", meeting), data).status_code == 302
    assert client.post(address("attendant_add", meeting), data).status_code == 422
    (row,) = meeting.invitees.filter(person__email="nadia@example.org")
    assert (row.attendance, row.invited_at) == ("present", None)


def test_list_without_mail_for_a_meeting_that_was_not_invited_through_us():
    meeting = MeetingFactory(starts_at=in_days(-3))
    coordinator = user_with("coordinator", meeting.space)
    assert client_of(coordinator).post(address("attendant_add", meeting), {"usual": "1"}).status_code == 302
    assert meeting.invitees.count() == 1
    make_mails()
    assert mails() == []


# --- writing --------------------------------------------------------------------------------------
def test_start_makes_a_line_for_each_item_and_once(meeting):
    minutes = minuting.start(meeting)
    assert minuting.start(meeting) == minutes
    assert [(row.subject, row.agenda_item) for row in minutes.rows.all()] == [
        (item.title, item) for item in meeting.agenda.all()
    ]


def test_two_people_save_the_same_line(meeting, minutes, coordinator):
    row = minutes.rows.first()
    other = user_with("secretary", meeting.space)
    minuting.save_row(row, TEXT, version=1, by=coordinator)
    with pytest.raises(minuting.Conflict) as conflict:
        minuting.save_row(row, {**TEXT, "comment": "Iets anders"}, version=1, by=other)
    assert (conflict.value.row.comment, conflict.value.row.changed_by) == (TEXT["comment"], coordinator)
    row.refresh_from_db()
    assert (row.comment, row.version) == (TEXT["comment"], 2)


def test_two_people_save_different_lines(minutes, coordinator):
    first, second = minutes.rows.all()[:2]
    for row in (first, second):
        assert minuting.save_row(row, TEXT, version=1, by=coordinator).version == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_one_line_at_once_the_second_is_asked():
    """They began from the same version; who waits for the other must not go by what they read before waiting."""
    meeting = held_meeting()
    row, kept = minuting.start(meeting).rows.first(), []
    people = [user_with("coordinator", meeting.space), user_with("secretary", meeting.space)]

    def save(by):
        try:
            kept.append(minuting.save_row(row, {**TEXT, "comment": by.email}, version=1, by=by).comment)
        except minuting.Conflict as conflict:
            kept.append(conflict.row.comment)

    together(*(partial(save, by) for by in people))
    row.refresh_from_db()
    assert (row.version, kept) == (2, [row.comment] * 2)


def test_the_same_text_again_is_no_conflict_and_no_new_version(minutes, coordinator):
    row = minutes.rows.first()
    minuting.save_row(row, TEXT, version=1, by=coordinator)
    assert minuting.save_row(row, TEXT, version=1, by=coordinator).version == 2


def test_row_saves_itself(meeting, minutes, coordinator):
    row = minutes.rows.first()
    url = address("minutesrow_save", meeting, row.pk)
    response = client_of(coordinator).post(url, form_data(row), headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert 'value="2"' in response.content.decode()
    row.refresh_from_db()
    assert (row.comment, row.no_due_date, row.changed_by) == (TEXT["comment"], True, coordinator)


def test_conflicting_save_shows_both_texts_and_asks(meeting, minutes, coordinator):
    row = minutes.rows.first()
    client = client_of(coordinator)
    minuting.save_row(
        row, {**TEXT, "comment": "Van de <i>ander</i>"}, version=1, by=user_with("secretary", meeting.space)
    )
    response = client.post(address("minutesrow_save", meeting, row.pk), form_data(row, comment="Van mij"))
    content = response.content.decode()
    assert (response.status_code, response["HX-Retarget"]) == (409, f"#row-{row.pk}")
    assert "Van de &lt;i&gt;ander" in content
    assert "Van mij" in content
    row.refresh_from_db()
    assert row.comment == "Van de <i>ander</i>"
    kept = client.post(
        address("minutes_change", meeting), {**form_data(row, 1, comment="Van mij"), "mine": f"{row.pk}:2"}
    )
    assert kept.status_code == 302
    row.refresh_from_db()
    assert (row.comment, row.version) == ("Van mij", 3)


def test_taking_the_other_text_drops_mine_and_saves_the_rest(meeting, minutes, coordinator):
    first, second = minutes.rows.all()[:2]
    minuting.save_row(first, {**TEXT, "comment": "Ander"}, version=1, by=user_with("secretary", meeting.space))
    data = {**form_data(first, 1, comment="Mijn"), **form_data(second, 1, comment="Tweede"), "theirs": str(first.pk)}
    assert client_of(coordinator).post(address("minutes_change", meeting), data).status_code == 302
    assert list(minutes.rows.values_list("comment", flat=True)[:2]) == ["Ander", "Tweede"]


def test_save_all_without_script_keeps_a_conflict_on_the_page(meeting, minutes, coordinator):
    first, second = minutes.rows.all()[:2]
    minuting.save_row(first, {**TEXT, "comment": "Ander"}, version=1, by=user_with("secretary", meeting.space))
    data = {**form_data(first, 1, comment="Mijn"), **form_data(second, 1, comment="Tweede"), "save": "1"}
    response = client_of(coordinator).post(address("minutes_change", meeting), data)
    assert response.status_code == 409
    assert "Mijn" in response.content.decode()
    assert list(minutes.rows.values_list("comment", flat=True)[:2]) == ["Ander", "Tweede"]


@pytest.mark.parametrize(
    "bad",
    [{"due_on": "morgen"}, {"due_on": "2026-12-01", "no_due_date": True}, {"subject": "x" * 301}, {"who": "x" * 501}],
)
def test_bad_line_is_refused_and_kept_on_the_page(meeting, minutes, coordinator, bad):
    row = minutes.rows.first()
    response = client_of(coordinator).post(address("minutesrow_save", meeting, row.pk), form_data(row, **bad))
    assert response.status_code == 422
    assert TEXT["comment"] in response.content.decode()
    row.refresh_from_db()
    assert row.version == 1


def test_add_and_remove_lines(meeting, minutes, coordinator):
    client = client_of(coordinator)
    first = minutes.rows.first()
    client.post(address("minutes_change", meeting), {"add": str(first.pk)})
    rows = list(minutes.rows.all())
    assert (len(rows), rows[1].subject, rows[1].agenda_item) == (8, "", first.agenda_item)
    client.post(address("minutes_change", meeting), {"add": ""})
    client.post(address("minutes_change", meeting), {"remove": str(rows[1].pk)})
    assert [row.subject for row in minutes.rows.all()][:2] == [rows[0].subject, rows[2].subject]
    assert minutes.rows.count() == 8


def test_a_line_of_another_meeting_is_not_there(meeting, minutes, coordinator):
    other = minuting.start(MeetingFactory(space=meeting.space)).rows.first()
    url = address("minutesrow_save", meeting, other.pk)
    assert client_of(coordinator).post(url, form_data(other)).status_code == 404


# --- sending round --------------------------------------------------------------------------------
def test_circulate_freezes_mails_everybody_and_makes_action_points(meeting, minutes, coordinator):
    row = minutes.rows.first()
    text = {
        **TEXT,
        "action": "Zaal boeken",
        "who": "Lid 001, allen",
        "due_on": dt.date(2026, 12, 1),
        "no_due_date": False,
        "is_done": False,
    }
    minuting.save_row(row, text, version=1, by=coordinator)
    attending.note_attendance(meeting, {invitee_of(meeting).pk: Presence("absent")})
    circulated = minuting.circulate(minutes, by=coordinator)
    make_mails()
    frozen = FrozenDocument.objects.get()
    assert (frozen.chain, frozen.kind, frozen.subject_id) == (f"space:{meeting.space_id}", "minutes", minutes.pk)
    assert circulated.document == frozen
    assert verify_chain(frozen.chain) == []
    sent = mails("meeting minutes")
    assert len(sent) == meeting.invitees.count()
    assert {bytes(mail.attachments.get().content) for mail in sent} == {bytes(frozen.content)}
    point = ActionPoint.objects.get()
    assert (point.text, point.is_for_all, [one.name for one in point.people.all()]) == (
        "Zaal boeken",
        True,
        ["Lid 001"],
    )
    assert list(ActionPoint.objects.open()) == [point]
    assert list(ActionPoint.objects.overdue(dt.date(2026, 12, 2))) == [point]
    assert list(ActionPoint.objects.overdue(dt.date(2026, 12, 1))) == []


def test_circulated_minutes_do_not_change(meeting, minutes, coordinator):
    row = minutes.rows.first()
    minuting.circulate(minutes, by=coordinator)
    for act in (
        lambda: minuting.save_row(row, TEXT, version=1, by=coordinator),
        lambda: minuting.add_row(minutes),
        lambda: minuting.remove_row(row),
        lambda: minuting.circulate(minutes, by=coordinator),
    ):
        with pytest.raises(ValidationError):
            act()
    client = client_of(coordinator)
    refused = client.post(address("minutesrow_save", meeting, row.pk), form_data(row))
    assert refused.status_code == 422 and "rondgestuurd" in refused.text
    assert client.post(address("minutes_change", meeting), form_data(row)).status_code == 404
    assert MinutesRow.objects.get(pk=row.pk).version == 1


def test_correction_is_a_new_revision_and_keeps_the_action_points(meeting, minutes, coordinator):
    row = minutes.rows.first()
    minuting.save_row(row, {**TEXT, "action": "Zaal boeken"}, version=1, by=coordinator)
    minuting.circulate(minutes, by=coordinator)
    point = ActionPoint.objects.get()
    second = minuting.correct(meeting)
    assert (second.revision, minuting.correct(meeting)) == (2, second)
    copied = second.rows.first()
    assert (copied.thread, copied.action) == (row.thread, "Zaal boeken")
    minuting.save_row(copied, {**TEXT, "action": "Grote zaal boeken"}, version=1, by=coordinator)
    minuting.circulate(second, by=coordinator)
    make_mails()
    assert [(one.pk, one.text) for one in ActionPoint.objects.all()] == [(point.pk, "Grote zaal boeken")]
    assert FrozenDocument.objects.count() == 2
    assert len(mails("meeting minutes")) == 2 * meeting.invitees.count()
    assert minutes.rows.first().action == "Zaal boeken"


def test_pressing_twice_sends_once(meeting, minutes, coordinator):
    client = client_of(coordinator)
    for _press in range(2):
        assert client.post(address("minutes_circulate", meeting)).status_code == 302
    make_mails()
    assert len(mails("meeting minutes")) == meeting.invitees.count()


def test_members_read_what_went_round_and_no_draft(meeting, minutes, coordinator):
    member = client_of(user_with("member", meeting.space))
    assert member.get(address("minutes_document", meeting, 1)).status_code == 404
    assert member.get(address("minutes_draft", meeting)).status_code == 403
    frozen = minuting.circulate(minutes, by=coordinator).document
    response = member.get(address("minutes_document", meeting, 1))
    assert response.content == bytes(frozen.content)
    assert frozen.sha256 in member.get(address("meeting_detail", meeting)).content.decode()


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_pdf_is_tagged_and_in_the_language(meeting, minutes, coordinator, language, tmp_path):
    minuting.save_row(
        minutes.rows.first(), {**TEXT, "comment": "<script>x</script> & _meer_"}, version=1, by=coordinator
    )
    (tmp_path / "minutes.pdf").write_bytes(document.render(minutes, language=language))
    with pikepdf.open(tmp_path / "minutes.pdf") as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == language


def test_draft_pdf_opens(meeting, minutes, coordinator):
    response = client_of(coordinator).get(address("minutes_draft", meeting))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response.content.startswith(b"%PDF")


def test_attendance_in_the_document_is_by_organisation(meeting):
    noted = {row.pk: Presence("present") for row in meeting.invitees.all()}
    noted[invitee_of(meeting, 1).pk] = Presence("replaced", "Piet")
    attending.note_attendance(meeting, noted)
    shown = [
        (str(kind.heading), [group.organisation for group in kind.groups]) for kind in document.attendance(meeting)
    ]
    assert [groups for _heading, groups in shown] == [["Vereniging 000", "Vereniging 002"], ["Vereniging 001"]]


def test_removed_people_are_not_in_the_document(meeting, coordinator):
    inviting.remove(invitee_of(meeting), by=coordinator)
    assert "Vereniging 000" not in str(document.attendance(meeting))


def test_answer_after_the_meeting_is_refused(meeting):
    with pytest.raises(ValidationError):
        answering.respond(invitee_of(meeting), answering.Reply("yes"))


# --- the code of the room -------------------------------------------------------------------------
def going_on():
    """A meeting that goes on now, with three people on the list."""
    meeting = invited_meeting()
    start = timezone.now() - dt.timedelta(minutes=10)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=start, ends_at=start + dt.timedelta(hours=2))
    meeting.refresh_from_db()
    return meeting


def test_who_is_there_says_so_with_the_code():
    meeting = going_on()
    client, row = Client(), invitee_of(meeting)
    client.get(row.address().removeprefix("http://localhost:8000"))
    page = reverse("links:link_page", args=["answer", row.pk])
    assert 'name="here"' not in client.get(page).content.decode()
    assert client.post(page, {"here": "1", "code": ""}).status_code == 422
    coordinator = client_of(user_with("coordinator", meeting.space))
    for _time in range(2):
        coordinator.post(address("attendance_code", meeting))
    meeting.refresh_from_db()
    code = meeting.attendance_code
    assert code in coordinator.get(address("meeting_attendance", meeting)).content.decode()
    assert 'name="here"' in client.get(page).content.decode()
    wrong = f"{(int(code) + 1) % 10_000:04}"
    assert client.post(page, {"here": "1", "code": wrong}).status_code == 422
    assert client.post(page, {"here": "1", "code": f" {code} "}).status_code == 302
    row.refresh_from_db()
    assert (row.attendance, row.answer) == ("present", "")
    # A page for all that was opened before clears nobody.
    attending.note_attendance(meeting, {row.pk: Presence("")})
    row.refresh_from_db()
    assert row.attendance == "present"


def test_the_code_is_not_guessed_and_counts_only_while_the_meeting_goes_on():
    meeting = going_on()
    code, row = attending.show_code(meeting), invitee_of(meeting)
    for _time in range(attending.TRIES["limit"]):
        with pytest.raises(ValidationError):
            attending.enter_code(row, "x")
    with pytest.raises(ValidationError):
        attending.enter_code(row, code)
    second = invitee_of(meeting, 1)
    Meeting.objects.filter(pk=meeting.pk).update(ends_at=timezone.now() - dt.timedelta(minutes=1))
    with pytest.raises(ValidationError):
        attending.enter_code(second, code)
    assert set(meeting.invitees.values_list("attendance", flat=True)) == {""}
    with pytest.raises(ValidationError):
        attending.show_code(MeetingFactory())


def test_from_the_workspace_one_says_it_of_oneself_alone():
    meeting = going_on()
    code = attending.show_code(meeting)
    person = somebody(meeting.space, "member")
    inviting.invite_guest(meeting, name=person.name, email=person.email, by=user_with("chair", meeting.space))
    own, row = client_of(account_of(person)), meeting.invitees.get(person=person)
    here = address("attendance_here", meeting)
    assert 'name="here"' in own.get(address("meeting_detail", meeting)).content.decode()
    own.post(here, {"code": code})
    row.refresh_from_db()
    assert row.attendance == "present"
    assert client_of(user_with("coordinator", meeting.space)).post(here, {"code": code}).status_code == 404
    assert meeting.invitees.filter(attendance="present").count() == 1
