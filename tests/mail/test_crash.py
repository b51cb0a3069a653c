"""The outbox with real workers that are killed: no mail goes missing, doubles are bounded."""

import datetime as dt

import pytest
import redis
from django.conf import settings as project_settings
from django.db import connection, transaction
from django.utils import timezone

from core.mail import outbox, sweeping
from core.mail.models import LEASE, Mail
from core.mail.sending import UNKNOWN
from tests.mail.factories import invitation, letter
from tests.workers import SLOTS, finished, kill, received, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def queue(letters) -> None:
    with transaction.atomic():
        for wanted in letters:
            outbox.queue(**{name: getattr(wanted, name) for name in outbox.Letter.__slots__})


def after_the_lease() -> dt.datetime:
    return timezone.now() + LEASE + dt.timedelta(minutes=1)


def test_kill_in_the_middle_of_two_hundred_invitations(start_worker, moody_sink):
    moody_sink.seconds = 0.02
    queue(invitation(to=f"member{number}@example.org") for number in range(200))
    worker = start_worker()
    wait_until(lambda: len(moody_sink.messages) >= 60)
    kill(worker)
    assert len(moody_sink.messages) < 200  # it really was in the middle
    start_worker()
    sweeping.sweep(after_the_lease())
    wait_until(finished)

    got = received(moody_sink)
    assert set(got) == {f"member{number}@example.org" for number in range(200)}
    doubles = sum(got.values()) - len(got)
    print(f"{doubles} doubles of 200")
    assert doubles <= SLOTS, f"{doubles} doubles after one kill of {SLOTS} slots"
    assert Mail.objects.filter(state="sent").count() == 200


def test_what_must_not_be_repeated_waits_for_a_person(start_worker, moody_sink):
    moody_sink.seconds = 0.02
    queue(letter(to=f"member{number}@example.org") for number in range(100))
    worker = start_worker()
    wait_until(lambda: len(moody_sink.messages) >= 30)
    kill(worker)
    start_worker()
    sweeping.sweep(after_the_lease())
    wait_until(finished)

    got = received(moody_sink)
    assert set(got.values()) == {1}
    unknown = set(Mail.objects.filter(state="failed", last_error=UNKNOWN).values_list("to", flat=True))
    assert len(unknown) <= SLOTS
    assert set(got) | unknown == {f"member{number}@example.org" for number in range(100)}


def test_broker_that_loses_everything_loses_no_mail(start_worker, moody_sink):
    moody_sink.seconds = 0.02
    queue(letter(to=f"member{number}@example.org") for number in range(200))
    start_worker()
    wait_until(lambda: len(moody_sink.messages) >= 10)
    redis.Redis.from_url(project_settings.REDIS_URL).flushdb()
    # The two tasks under way go on; the others are gone.
    wait_until(lambda: not Mail.objects.filter(state="queued").exclude(claimed_by="").exists())
    assert Mail.objects.filter(state="queued").exists()
    sweeping.sweep(timezone.now() + dt.timedelta(minutes=3))
    wait_until(finished)
    got = received(moody_sink)
    assert (len(got), set(got.values())) == (200, {1})
    connection.close()
