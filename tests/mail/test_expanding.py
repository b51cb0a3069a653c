"""core.mail.expanding: a mailing of many, made in chunks, however often it is interrupted."""

import pytest

from core.mail import expanding, outbox
from core.mail.models import Mail, MailJob
from tests.mail.factories import letter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_workers")]


def expander_for(people):
    def expand(arguments, after, limit):
        for person in range(after + 1, min(people, after + limit) + 1):
            key = f"{arguments['mailing']}:{person}"
            address = "not an address" if person == 7 else f"p{person}@example.org"
            yield person, letter(dedupe_key=key, to=address)

    return expand


@pytest.fixture
def job(monkeypatch):
    monkeypatch.setitem(outbox._expanders, "test", expander_for(500))
    return outbox.queue_many(kind="test", arguments={"mailing": "m"}, dedupe_key="m")


def test_five_hundred_recipients(job):
    assert expanding.expand(job.pk) == 499
    job.refresh_from_db()
    assert (job.state, job.position, job.queued, job.refused) == ("done", 500, 499, 1)
    assert job.finished_at is not None
    assert Mail.objects.filter(state="queued").count() == 499
    assert expanding.expand(job.pk) == 0


def test_goes_on_where_it_stopped(job):
    assert expanding.expand_chunk(job.pk) == 99
    assert expanding.expand_chunk(job.pk) == 100
    assert expanding.expand(job.pk) == 300
    assert Mail.objects.count() == 499


def test_error_halfway_saves_whole_chunks_and_comes_back(job, monkeypatch):
    whole = expander_for(500)

    def fails_at_third(arguments, after, limit):
        if after == 200:
            raise RuntimeError("secret@example.org")
        return whole(arguments, after, limit)

    monkeypatch.setitem(outbox._expanders, "test", fails_at_third)
    expanding.expand(job.pk)
    job.refresh_from_db()
    assert (job.state, job.position, job.queued, job.attempts, job.last_error) == (
        "waiting", 200, 199, 1, "RuntimeError",
    )  # fmt: skip
    monkeypatch.setitem(outbox._expanders, "test", whole)
    assert expanding.expand(job.pk) == 300


def test_expander_that_always_fails_waits_for_a_person(job, monkeypatch):
    def fail(_arguments, _after, _limit):
        raise RuntimeError

    monkeypatch.setitem(outbox._expanders, "test", fail)
    for _ in range(expanding.MOST_ATTEMPTS):
        expanding.expand(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (MailJob.State.FAILED, 5)


def test_expander_that_does_not_get_on_is_stopped(job, monkeypatch):
    monkeypatch.setitem(outbox._expanders, "test", lambda _arguments, _after, _limit: [(1, letter())])
    expanding.expand(job.pk)
    job.refresh_from_db()
    assert (job.position, job.attempts) == (1, 1)
