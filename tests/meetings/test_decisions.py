"""Decisions by consent: noted in a line of the minutes, kept in a register, looked at again when their day comes."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from privacy import wishes
from sessions.meetings import document
from sessions.meetings.minutes_forms import MinutesRowForm
from sessions.meetings.models import EarlierText, Meeting, Minutes, MinutesRow
from sessions.meetings.services import decisions, minuting, together
from spaces.waiting import waiting_for
from tests.meetings.factories import MeetingFactory, held_meeting, in_days, mails
from tests.meetings.test_minuting import form_data
from tests.pdf.samples import text_of
from tests.spaces.factories import client_of, client_with, somebody, user_with

pytestmark = pytest.mark.django_db
PROPOSAL = "Het onthaal is voortaan op dinsdag."
OBJECTION = ["Basisschool De Regenboog", "Dinsdag is onze zwemdag.", "We beginnen om tien uur."]
TODAY = timezone.localdate()


@pytest.fixture
def meeting() -> Meeting:
    made = held_meeting(2)
    Meeting.objects.filter(pk=made.pk).update(starts_at=in_days(-30), ends_at=in_days(-30) + dt.timedelta(hours=2))
    made.refresh_from_db()
    return made


@pytest.fixture
def by(meeting: Meeting) -> User:
    return user_with("coordinator", meeting.space)


def decide(meeting: Meeting, by: User, **facts: Any) -> MinutesRow:
    """The first line of the meeting's minutes decides something; they are not sent round yet."""
    draft = minuting.start(meeting)
    row = draft.rows.first()
    decision = {"proposal": PROPOSAL, "objections": [OBJECTION], "outcome": "adopted", "review_on": None}
    return minuting.save_row(row, row.text() | decision | facts, version=row.version, by=by)


def send_round(meeting: Meeting, by: User) -> Minutes:
    return minuting.circulate(meeting.minutes.get(circulated_at=None), by=by)


def address(name: str, meeting: Meeting, *more: Any) -> str:
    return reverse(f"meetings:{name}", args=[meeting.space.slug, meeting.pk, *more])


def register(meeting: Meeting, role: str = "member") -> str:
    page = client_with(role, meeting.space).get(reverse("meetings:decision_list", args=[meeting.space.slug]))
    return page.content.decode()


def test_typed_in_a_line_and_read_by_everybody_once_the_minutes_went_round(meeting: Meeting, by: User) -> None:
    row = minuting.start(meeting).rows.first()
    data = form_data(row, proposal=PROPOSAL, objections=[OBJECTION, ["", "", ""]], outcome="adopted")
    assert client_of(by).post(address("minutesrow_save", meeting, row.pk), data).status_code == 200
    row.refresh_from_db()
    assert (row.proposal, row.objections, row.outcome) == (PROPOSAL, [OBJECTION], "adopted")
    assert PROPOSAL not in register(meeting)
    minutes = send_round(meeting, by)
    page = register(meeting).casefold()
    assert [words.casefold() in page for words in (PROPOSAL, OBJECTION[1], OBJECTION[2], "aangenomen")] == [True] * 4
    text = text_of(bytes(minutes.document.content))  # type: ignore[union-attr]
    assert [words in text for words in ("Wat we besloten", PROPOSAL, OBJECTION[1], "Aangenomen")] == [True] * 4


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"proposal": PROPOSAL, "objections": [["School", "x" * 1001, ""]]}, "korter"),
        ({"proposal": PROPOSAL, "objections": [["School", "x", ""]] * 41}, "meer bezwaren"),
        ({"proposal": PROPOSAL, "outcome": "nonsense"}, ""),
        ({"proposal": "x" * 2001}, ""),
    ],
)
def test_what_cannot_be_a_decision_is_said_in_the_line(
    meeting: Meeting, by: User, facts: dict[str, Any], problem: str
) -> None:
    row = minuting.start(meeting).rows.first()
    answer = client_of(by).post(address("minutesrow_save", meeting, row.pk), form_data(row, **facts))
    assert answer.status_code == 422
    assert problem in answer.content.decode()
    row.refresh_from_db()
    assert (row.version, row.proposal) == (1, "")


@pytest.mark.parametrize(
    "facts",
    [
        {"proposal": " "},
        {"proposal": "", "objections": []},
        {"proposal": "", "outcome": "", "objections": [], "review_on": TODAY},
        {"objections": [["", "Zomaar", ""]]},
        {"objections": [["School", "", "Opgelost"]]},
    ],
)
def test_while_writing_anything_may_lack_but_nothing_that_goes_round(
    meeting: Meeting, by: User, facts: dict[str, Any]
) -> None:
    row = decide(meeting, by, **facts)
    with pytest.raises(ValidationError, match=row.subject):
        send_round(meeting, by)
    page = client_of(by).post(address("minutes_circulate", meeting), follow=True).content.decode()
    assert row.subject in page and ("Wat werd er voorgesteld?" in page or "wie het heeft" in page)
    assert mails("meeting minutes") == []


def test_what_went_round_cannot_be_changed_by_raw_sql(meeting: Meeting, by: User) -> None:
    row = decide(meeting, by)
    send_round(meeting, by)
    for change in (
        "proposal = 'anders'",
        "outcome = 'dropped'",
        "objections = '[]'",
        "reviews = NULL, review_on = '2030-01-01'",
    ):
        with pytest.raises(DatabaseError, match="went round"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE meetings_minutesrow SET {change} WHERE id = %s", [row.pk])


def test_comes_back_when_its_day_has_come_and_rests_when_it_was_looked_at(meeting: Meeting, by: User) -> None:
    decide(meeting, by, review_on=TODAY)
    send_round(meeting, by)
    following = MeetingFactory(space=meeting.space, title="De volgende")
    assert [one.count for one in waiting(meeting, by)] == [1]
    page = client_of(by).get(address("meeting_detail", following)).content.decode()
    assert "Besluiten om opnieuw te bekijken" in page and PROPOSAL in page
    draft = minuting.start(following)
    (line,) = draft.rows.exclude(reviews=None)
    assert (line.proposal, line.outcome, line.agenda_item) == (
        PROPOSAL, "", draft.rows.get(agenda_item__is_about_minutes=True, reviews=None).agenda_item,
    )  # fmt: skip
    assert [row.proposal for row in decisions.to_look_at(following)] == [PROPOSAL]
    minuting.save_row(line, line.text() | {"outcome": "dropped"}, version=line.version, by=by)
    minuting.circulate(draft, by=by)
    assert list(MinutesRow.objects.to_look_at_again()) == []
    assert waiting(meeting, by) == []
    newest, first = decisions.of_space(meeting.space)
    assert (newest.row.reviews, first.again) == (first.row.thread, newest.row)


def waiting(meeting: Meeting, by: User) -> list[Any]:
    lines = waiting_for(meeting.space, lambda permission: by.has_perm(permission, meeting.space))
    return [one for one in lines if one.url_name == "meetings:decision_list"]


@pytest.mark.parametrize(
    ("facts", "comes"),
    [({"review_on": in_days(40).date()}, False), ({"outcome": "dropped"}, False), ({"outcome": "later"}, True),
     ({"outcome": ""}, False), ({"review_on": None}, False)],
)  # fmt: skip
def test_what_comes_back(meeting: Meeting, by: User, facts: dict[str, Any], comes: bool) -> None:
    decide(meeting, by, **{"review_on": TODAY, **facts})
    send_round(meeting, by)
    following = MeetingFactory(space=meeting.space)
    assert bool(decisions.to_look_at(following)) is comes


def test_a_correction_keeps_the_decision_and_the_register_says_it_once(meeting: Meeting, by: User) -> None:
    decide(meeting, by)
    send_round(meeting, by)
    draft = minuting.correct(meeting)
    row = draft.rows.get(proposal=PROPOSAL)
    minuting.save_row(row, row.text() | {"outcome": "changed"}, version=row.version, by=by)
    assert [one.row.outcome for one in decisions.of_space(meeting.space)] == ["adopted"]
    minuting.circulate(draft, by=by)
    assert [one.row.outcome for one in decisions.of_space(meeting.space)] == ["changed"]


def test_other_spaces_see_nothing_of_it(meeting: Meeting, by: User) -> None:
    decide(meeting, by, review_on=TODAY)
    send_round(meeting, by)
    other = MeetingFactory()
    assert decisions.of_space(other.space) == []
    assert list(decisions.to_look_at(other)) == []
    stranger = client_with("coordinator", other.space)
    assert stranger.get(reverse("meetings:decision_list", args=[meeting.space.slug])).status_code == 404


def test_two_who_write_a_decision_at_once_see_both(meeting: Meeting, by: User) -> None:
    row = decide(meeting, by)
    data = form_data(row, version=1, proposal="Iets anders", objections=[["School", "Neen", ""]], outcome="later")
    answer = client_of(by).post(address("minutesrow_save", meeting, row.pk), data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in ("School: Neen", OBJECTION[1], "uitgesteld", "aangenomen"))


def test_the_draft_as_pdf_says_what_is_not_decided(meeting: Meeting, by: User) -> None:
    decide(meeting, by, outcome="", objections=[])
    text = text_of(document.render(meeting.minutes.get(), language="nl"))
    assert PROPOSAL in text and "Nog niets besloten" in text


def test_a_form_of_many_objections_keeps_their_order(meeting: Meeting) -> None:
    row = minuting.start(meeting).rows.first()
    said = [[f"Lid {number}", f"Reden {number}", ""] for number in range(40)]
    form = MinutesRowForm(form_data(row, proposal=PROPOSAL, objections=said), instance=row)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["objections"] == said


def test_erasing_somebody_takes_their_name_out_of_objections_that_did_not_go_round(meeting: Meeting, by: User) -> None:
    person = somebody(meeting.space, name="Els Van Damme", email="els@example.org")
    said = [["Els van Damme", "Vraag het aan els@example.org", '"Goed"'], ["School", "Elsje heeft geen tijd", ""]]
    decide(meeting, by, objections=said)
    went_round = send_round(meeting, by)
    draft = minuting.correct(meeting)
    wishes.erase(meeting.space, person.email, by=by)
    kept = draft.rows.get(proposal=PROPOSAL).objections
    assert kept == [["Iemand die gewist is", "Vraag het aan Iemand die gewist is", '"Goed"'], said[1]]
    assert went_round.rows.get(proposal=PROPOSAL).objections == said


# --- writing together -----------------------------------------------------------------------------
def test_who_writes_where_is_told_to_the_others_and_forgotten_soon(meeting: Meeting, by: User) -> None:
    cache.clear()
    draft = minuting.start(meeting)
    rows = list(draft.rows.all())
    other = user_with("secretary", meeting.space)
    assert together.note(draft, by, rows[0].pk) == {}
    assert together.note(draft, other, rows[1].pk) == {rows[0].pk: [by.get_full_name()]}
    assert together.note(draft, by, None) == {rows[1].pk: [other.get_full_name()]}
    assert together.note(draft, other, None) == {}
    cache.clear()


def test_the_page_learns_of_other_lines_and_versions(meeting: Meeting, by: User) -> None:
    cache.clear()
    draft = minuting.start(meeting)
    first = draft.rows.first()
    minuting.save_row(first, first.text() | {"comment": "Nieuw"}, version=1, by=by)
    added = minuting.add_row(draft, after=first)
    client = client_of(by)
    answer = client.post(address("minutes_now", meeting), {"at": str(first.pk)})
    assert answer.json()["rows"][:2] == [[first.pk, 2], [added.pk, 1]]
    other = client_with("secretary", meeting.space).post(address("minutes_now", meeting), {"at": "999999"})
    assert other.json()["writing"] == {str(first.pk): [by.get_full_name()]}
    assert "Nieuw" in client.get(address("minutesrow_save", meeting, first.pk)).content.decode()
    minuting.circulate(draft, by=by)
    assert client.post(address("minutes_now", meeting), {"at": ""}).status_code == 404
    cache.clear()


# --- earlier texts --------------------------------------------------------------------------------
def wrote(row: MinutesRow, by: User, comment: str, *, minutes_ago: int = 0) -> MinutesRow:
    row.refresh_from_db()
    saved = minuting.save_row(row, row.text() | {"comment": comment}, version=row.version, by=by)
    MinutesRow.objects.filter(pk=row.pk).update(changed_at=timezone.now() - dt.timedelta(minutes=minutes_ago))
    return saved


def test_what_another_or_a_pause_overwrites_is_kept_and_put_back(meeting: Meeting, by: User) -> None:
    row = minuting.start(meeting).rows.first()
    other = user_with("secretary", meeting.space)
    for comment in ("We beg", "We beginnen", "We beginnen op tijd."):
        wrote(row, by, comment)
    assert not row.earlier_texts.exists()
    wrote(row, other, "Niemand was op tijd.", minutes_ago=5)
    wrote(row, other, "Niemand was op tijd, behalve wij.")
    kept = list(row.earlier_texts.values_list("text__comment", "written_by"))
    assert kept == [("Niemand was op tijd.", other.pk), ("We beginnen op tijd.", by.pk)]
    client, page = client_of(by), address("earlier_texts", meeting, row.pk)
    shown = client.get(page).content.decode()
    assert re.findall(r"</span>([^<]*)</del>", shown) == ["tijd.", "We beginnen", "tijd."]
    assert re.findall(r"</span>([^<]*)</ins>", shown) == ["tijd, behalve wij.", "Niemand was", "tijd, behalve wij."]
    assert other.get_full_name() in shown
    first = row.earlier_texts.get(text__comment="We beginnen op tijd.")
    assert client.post(page, {"text": first.pk}).status_code == 302
    row.refresh_from_db()
    assert (row.comment, row.due_on, row.objections) == ("We beginnen op tijd.", None, [])
    assert row.earlier_texts.filter(text__comment="Niemand was op tijd, behalve wij.").exists()
    for number in ("", "x", 10**30, 999_999):
        assert client.post(page, {"text": number}).status_code == 404


def test_earlier_texts_go_when_the_minutes_go_round(meeting: Meeting, by: User) -> None:
    row = decide(meeting, by, due_on=TODAY, no_due_date=False)
    wrote(row, user_with("secretary", meeting.space), "Anders")
    earlier = row.earlier_texts.get()
    assert minuting.put_back(earlier, by).due_on == TODAY
    send_round(meeting, by)
    assert not EarlierText.objects.exists()
    assert client_of(by).get(address("earlier_texts", meeting, row.pk)).status_code == 404
