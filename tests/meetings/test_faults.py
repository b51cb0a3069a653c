"""Invitations while things fall over: nobody is left without one, doubles are bounded, what is uncertain is shown."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable

import pytest
import redis
from django.conf import settings as project_settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core.mail import sweeping
from core.mail.models import LEASE, Mail, MailJob
from sessions.meetings.models import Meeting
from sessions.meetings.services import inviting
from spaces.models import Person
from tests import workers
from tests.conftest import environment_of_a_process
from tests.meetings.factories import MeetingFactory, make_mails
from tests.own_postgres import own_postgres
from tests.smtp_sink import MoodySink
from tests.spaces.factories import MemberFactory, client_with, user_with
from tests.workers import SLOTS, finished, kill, received, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PEOPLE = 150
ADDRESSES = {f"lid{number}@example.org" for number in range(PEOPLE)}
type StartWorker = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def meeting() -> Meeting:
    return meeting_of_many()


def meeting_of_many() -> Meeting:
    """One with very many individual members; everybody is invited, and no mail is made yet."""
    made: Meeting = MeetingFactory()
    people = Person.objects.bulk_create(
        Person(space=made.space, name=f"Lid {number:03}", email=f"lid{number}@example.org") for number in range(PEOPLE)
    )
    for person in people:
        MemberFactory(space=made.space, organisation=None, individual=person)
    inviting.invite(made, [person.pk for person in people], by=user_with("coordinator", made.space))
    return made


def invited(sink: MoodySink) -> None:
    """Everybody has an invitation, with few doubles."""
    got = received(sink)
    assert set(got) == ADDRESSES
    doubles = sum(got.values()) - len(got)
    print(f"{doubles} doubles of {PEOPLE}")
    assert doubles <= SLOTS


def sweep_later() -> None:
    sweeping.sweep(timezone.now() + LEASE + dt.timedelta(minutes=1))


def test_the_worker_is_killed_while_it_makes_the_mails(
    meeting: Meeting, start_worker: StartWorker, moody_sink: MoodySink
) -> None:
    moody_sink.seconds = 0.02
    worker = start_worker()
    wait_until(lambda: Mail.objects.exists())
    kill(worker)
    start_worker()
    sweep_later()
    wait_until(finished)
    invited(moody_sink)


def test_the_worker_is_killed_while_it_sends(
    meeting: Meeting, start_worker: StartWorker, moody_sink: MoodySink
) -> None:
    moody_sink.seconds = 0.02
    worker = start_worker()
    wait_until(lambda: len(moody_sink.messages) >= 40)
    kill(worker)
    assert len(moody_sink.messages) < PEOPLE  # it really was in the middle
    start_worker()
    sweep_later()
    wait_until(finished)
    invited(moody_sink)


def test_the_broker_loses_everything(meeting: Meeting, start_worker: StartWorker, moody_sink: MoodySink) -> None:
    moody_sink.seconds = 0.02
    # Before anybody took the job, and once more in the middle.
    redis.Redis.from_url(project_settings.REDIS_URL).flushdb()
    start_worker()
    sweeping.sweep(timezone.now() + dt.timedelta(minutes=3))
    wait_until(lambda: len(moody_sink.messages) >= 20)
    redis.Redis.from_url(project_settings.REDIS_URL).flushdb()
    wait_until(lambda: not Mail.objects.filter(state="queued").exclude(claimed_by="").exists())
    sweep_later()
    wait_until(finished)
    invited(moody_sink)


def test_the_mail_server_falls_over_and_comes_back(
    meeting: Meeting, start_worker: StartWorker, moody_sink: MoodySink
) -> None:
    moody_sink.seconds = 0.02
    start_worker()
    wait_until(lambda: len(moody_sink.messages) >= 30)
    moody_sink.close()
    wait_until(lambda: Mail.objects.exclude(last_error="").exists())
    with MoodySink(port=moody_sink.port) as back:
        back.messages = moody_sink.messages
        wait_until(lambda: not Mail.objects.exclude(claimed_by="").filter(state__in=["queued", "sending"]).exists())
        for _round in range(3):
            sweeping.sweep(timezone.now() + dt.timedelta(days=1))
            wait_until(lambda: not MailJob.objects.filter(state="waiting").exists())
        wait_until(finished)
        invited(back)


def test_connections_to_the_database_are_cut(
    meeting: Meeting, start_worker: StartWorker, moody_sink: MoodySink
) -> None:
    """What PostgreSQL does to its clients when it falls over: every transaction under way is gone."""
    moody_sink.seconds = 0.02
    start_worker()
    wait_until(lambda: len(moody_sink.messages) >= 30)
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {others}")
        assert cursor.fetchone()[0] >= 1
    connection.close()
    sweep_later()
    wait_until(finished)
    invited(moody_sink)


def test_the_database_is_killed(moody_sink: MoodySink) -> None:
    """A PostgreSQL of this test's own, with ``kill -9`` in the middle; it comes back by itself, the worker stays."""
    moody_sink.seconds = 0.02
    with own_postgres() as server:
        meeting_of_many()
        worker = workers.start(environment_of_a_process(), moody_sink.port)
        try:
            wait_until(lambda: len(moody_sink.messages) >= 30)
            server.kill()
            assert len(moody_sink.messages) < PEOPLE  # it really was in the middle
            connection.close()
            server.start()
            sweep_later()
            wait_until(finished)
            invited(moody_sink)
        finally:
            kill(worker)
            redis.Redis.from_url(project_settings.REDIS_URL).flushdb()


def test_what_nobody_can_know_is_shown_to_the_coordinator(meeting: Meeting, moody_sink: MoodySink) -> None:
    """An invitation whose sending failed for good stands on the page of the meeting, with the person."""
    make_mails()
    Mail.objects.filter(to="lid7@example.org").update(state=Mail.State.FAILED, last_error="550 No such user")
    page = client_with("coordinator", meeting.space).get(
        reverse("meetings:meeting_detail", args=[meeting.space.slug, meeting.pk])
    )
    assert page.content.decode().count("de mail kwam niet aan") == 1
