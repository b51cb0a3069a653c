"""The quick way of saving a line, for who wrote in it a moment ago: it saves what the careful way would, or nothing."""

import datetime as dt
import threading
from functools import partial

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone

from sessions.meetings.minutes_forms import MinutesRowForm
from sessions.meetings.models import Minutes, MinutesRow
from sessions.meetings.services import minuting
from tests.at_once import together
from tests.meetings.factories import held_meeting
from tests.meetings.test_minuting import TEXT, form_data
from tests.spaces.factories import SpaceFactory, user_with

pytestmark = pytest.mark.django_db
NEXT = {
    **TEXT,
    "comment": '100 % zeker; عربي \\ \'n "zin" 🙂',
    "due_on": dt.date(2027, 3, 1),
    "no_due_date": False,
    "objections": [["Stad", "Te % duur", ""]],
}


def begun():
    """A line that somebody wrote in a moment ago; they; what says which line it is."""
    meeting = held_meeting()
    by = user_with("coordinator", meeting.space)
    row = minuting.save_row(minuting.start(meeting).rows.first(), TEXT, version=1, by=by)
    return row, by, {"space": meeting.space_id, "meeting": meeting.pk, "row": row.pk}


def stands(row):
    """Everything in the line as it stands in the database."""
    return MinutesRow.objects.values().get(pk=row.pk)


def test_it_saves_what_the_careful_way_saves(django_assert_num_queries):
    row, by, which = begun()
    minuting.go_on_writing(**which, text=TEXT, version=2, by=by)  # worked out once, for all that come
    with django_assert_num_queries(1):
        saved = minuting.go_on_writing(**which, text=NEXT, version=3, by=by)
    row.refresh_from_db()
    assert (row.text(), row.version, row.changed_by) == ({**row.text(), **NEXT}, 4, by)
    assert (saved.version, saved.changed_at) == (4, row.changed_at)
    quick = stands(row)
    row = minuting.save_row(row, TEXT, version=4, by=by)
    minuting.save_row(row, NEXT, version=5, by=by)
    assert stands(row) == {**quick, "version": 6, "changed_at": stands(row)["changed_at"]}


@pytest.mark.parametrize(
    "what", ["somebody else's", "after a pause", "an older version", "another space", "another meeting"]
)
def test_whatever_else_it_may_be_is_left_to_the_careful_way(what):
    row, by, which = begun()
    version = 2
    if what == "somebody else's":
        by = user_with("secretary", row.minutes.meeting.space)
    elif what == "after a pause":
        MinutesRow.objects.filter(pk=row.pk).update(changed_at=timezone.now() - minuting.PAUSE)
    elif what == "an older version":
        version = 1
    elif what == "another space":
        which["space"] = SpaceFactory().pk
    else:
        which["meeting"] = held_meeting().pk
    before = stands(row)
    assert minuting.go_on_writing(**which, text=NEXT, version=version, by=by) is None
    assert stands(row) == before


def test_what_went_round_is_not_written_in():
    row, by, which = begun()
    minuting.circulate(row.minutes, by=by)
    before = stands(row)
    assert minuting.go_on_writing(**which, text=NEXT, version=2, by=by) is None
    assert stands(row) == before


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_who_sends_them_round_and_then_saves_nothing():
    row, by, which = begun()
    holds, saved = threading.Event(), []

    def send_round():
        with transaction.atomic():
            Minutes.objects.select_for_update().get(pk=row.minutes_id)
            holds.set()
            while not waiting():
                assert not saved, "it did not wait"
            minuting.circulate(row.minutes, by=by)

    def write():
        holds.wait()
        saved.append(minuting.go_on_writing(**which, text=NEXT, version=2, by=by))

    assert together(send_round, write) == [None, None]
    assert saved == [None]
    assert stands(row)["comment"] == TEXT["comment"]


def waiting():
    """Whether somebody waits for what we hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_of_two_pages_of_one_person_one_saves():
    row, by, which = begun()
    texts = [{**TEXT, "comment": comment} for comment in ("van de laptop", "van de telefoon")]
    found = together(*(partial(minuting.go_on_writing, **which, text=text, version=2, by=by) for text in texts))
    assert sorted(one.version for one in found if one) == [3]
    assert stands(row)["comment"] == next(text for text, one in zip(texts, found, strict=True) if one)["comment"]


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"due_on": "2027-03-01", "no_due_date": False},
        {"comment": "  met spaties  ", "subject": " Rondvraag "},
        {
            "outcome": "adopted",
            "proposal": "Een poetsbeurt",
            "objections": [["Stad", "Te duur", "Gratis"], ["", "", ""]],
        },
    ],
)
def test_what_is_read_is_what_the_form_gives(typed):
    row, _by, _which = begun()
    data = posted(row, **typed)
    form = MinutesRowForm(data, instance=row)
    assert form.is_valid(), form.errors
    assert MinutesRowForm.read(data, row.pk) == form.cleaned_data


@pytest.mark.parametrize(
    "typed", [{"due_on": "morgen"}, {"due_on": "2027-03-01"}, {"subject": "twee\nregels"}, {"outcome": "zomaar"}]
)
def test_what_is_wrong_is_not_read(typed):
    row, _by, _which = begun()
    data = posted(row, **typed)
    assert not MinutesRowForm(data, instance=row).is_valid()
    assert MinutesRowForm.read(data, row.pk) is None


def posted(row, **typed):
    """The line as the server gets it from a browser."""
    data = QueryDict(mutable=True)
    for name, value in form_data(row, **typed).items():
        data.setlist(name, value if isinstance(value, list) else [str(value or "")])
    return data
