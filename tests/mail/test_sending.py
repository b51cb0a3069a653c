"""core.mail.sending, with a real SMTP server that has moods."""

import datetime as dt

import pytest
from django.db import OperationalError
from django.db.models import QuerySet
from django.utils import timezone

from core.mail import outbox, sending, sweeping
from core.mail.models import LEASE, Mail
from tests.mail.factories import invitation, letter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_workers")]


def queued(*letters):
    outbox.queue_all(letters)
    keys = [wanted.dedupe_key for wanted in letters]
    return list(Mail.objects.filter(dedupe_key__in=keys).order_by("pk").values_list("pk", flat=True))


def facts(pk):
    return Mail.objects.values_list("state", "attempts", "last_error").get(pk=pk)


def recipients(sink):
    return [message.recipients for message in sink.messages]


def test_a_batch_goes_over_one_connection(moody_sink):
    ids = queued(*[letter(to=f"m{n}@example.org") for n in range(5)])
    assert sending.deliver(ids) == 5
    assert recipients(moody_sink) == [[f"m{n}@example.org"] for n in range(5)]
    assert len(moody_sink.connections) == 1
    assert {facts(pk) for pk in ids} == {("sent", 1, "")}
    assert Mail.objects.filter(sent_at=None).count() == 0


def test_twice_the_same_task_sends_once(moody_sink):
    ids = queued(letter())
    assert (sending.deliver(ids), sending.deliver(ids)) == (1, 0)
    assert len(moody_sink.messages) == 1


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("550 5.1.1 <secret@example.org> unknown", ("bounced", 1, "mail server answered 550")),
        ("452 4.2.2 full <secret@example.org>", ("awaiting_retry", 1, "mail server answered 452")),
    ],
)
def test_refused_recipient_does_not_keep_others(moody_sink, answer, expected):
    moody_sink.answers["secret@example.org"] = answer
    refused, fine = queued(letter(to="secret@example.org"), letter(to="fine@example.org"))
    assert sending.deliver([refused, fine]) == 1
    assert (facts(refused), facts(fine)) == (expected, ("sent", 1, ""))
    assert recipients(moody_sink) == [["fine@example.org"]]


def test_retries_wait_longer_and_end(moody_sink):
    moody_sink.answers["slow@example.org"] = "451 later"
    (pk,) = queued(letter(to="slow@example.org"))
    waits = []
    now = timezone.now()
    for _ in range(len(sending.BACKOFF) + 1):
        sending.deliver([pk])
        mail = Mail.objects.get(pk=pk)
        waits.append(round((mail.next_attempt_at - timezone.now()).total_seconds() / 60))
        now = mail.next_attempt_at
        sweeping.sweep(now)
    assert waits[: len(sending.BACKOFF)] == [1, 5, 15, 60, 180, 360, 720, 1440]
    assert facts(pk) == ("failed", 9, "gave up after 9 attempts: mail server answered 451")


def test_a_retry_is_not_sent_before_its_time(moody_sink):
    moody_sink.answers["slow@example.org"] = "451 later"
    (pk,) = queued(letter(to="slow@example.org"))
    sending.deliver([pk])
    moody_sink.answers.clear()
    assert (sending.deliver([pk]), sweeping.sweep()) == (0, [])
    assert sweeping.sweep(timezone.now() + dt.timedelta(minutes=2)) == [pk]
    assert sending.deliver([pk]) == 1


def test_server_that_is_down_costs_no_attempt(settings):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }
    ids = queued(letter(), letter())
    assert sending.deliver(ids) == 0
    assert {facts(pk) for pk in ids} == {("awaiting_retry", 0, "mail server: ConnectionRefusedError")}


def test_connection_that_breaks_puts_the_rest_off(moody_sink):
    moody_sink.answers["hang@example.org"] = "hang up"
    first, broken, rest = queued(letter(), letter(to="hang@example.org"), letter())
    assert sending.deliver([first, broken, rest]) == 1
    assert facts(first) == ("sent", 1, "")
    assert facts(broken)[:2] == ("awaiting_retry", 1)
    assert facts(rest)[:2] == ("awaiting_retry", 0)
    assert len(moody_sink.messages) == 1


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (letter, ("failed", 1, sending.UNKNOWN)),
        (invitation, ("awaiting_retry", 1, "mail server: SMTPServerDisconnected")),
    ],
)
def test_server_that_never_answers_may_have_taken_it(moody_sink, make, expected):
    moody_sink.answers["mute@example.org"] = "silence"
    (pk,) = queued(make(to="mute@example.org"))
    sending.deliver([pk])
    assert facts(pk) == expected


def test_failing_to_note_that_it_was_sent_never_sends_again(moody_sink, monkeypatch):
    (pk,) = queued(letter())
    update = QuerySet.update

    def fail_on_sent(rows, **values):
        if values.get("state") == Mail.State.SENT:
            raise OperationalError("gone")
        return update(rows, **values)

    monkeypatch.setattr(QuerySet, "update", fail_on_sent)
    with pytest.raises(OperationalError):
        sending.deliver([pk])
    monkeypatch.undo()
    assert facts(pk)[0] == "inflight"
    assert (sending.deliver([pk]), sweeping.sweep()) == (0, [])
    later = timezone.now() + LEASE + dt.timedelta(minutes=1)
    assert sweeping.sweep(later) == []
    assert facts(pk) == ("failed", 1, sending.UNKNOWN)
    assert len(moody_sink.messages) == 1


def test_stuck_is_tried_again_only_where_a_repeat_is_harmless():
    harmless, other = queued(invitation(), letter())
    now = timezone.now()
    Mail.objects.update(state="inflight", claimed_at=now - LEASE - dt.timedelta(seconds=1), claimed_by="dead")
    assert sweeping.sweep(now) == [harmless]
    assert (facts(harmless)[0], facts(other)[0]) == ("queued", "failed")


def test_claim_of_a_dead_worker_ends(moody_sink):
    (pk,) = queued(letter())
    now = timezone.now()
    assert len(sending.claim_waiting([pk], "dead worker", now)) == 1
    assert (sending.deliver([pk]), sweeping.sweep(now + LEASE - dt.timedelta(minutes=1))) == (0, [])
    assert sweeping.sweep(now + LEASE) == [pk]
    assert sending.deliver([pk]) == 1


def test_cancelled_after_it_was_claimed_is_not_sent(moody_sink, monkeypatch):
    first, second = queued(letter(), letter())
    begin = sending._begin

    def cancel_meanwhile(mail, claim):
        Mail.objects.filter(pk=second).cancel()
        return begin(mail, claim)

    monkeypatch.setattr(sending, "_begin", cancel_meanwhile)
    assert sending.deliver([first, second]) == 1
    assert (facts(first)[0], facts(second)[0]) == ("sent", "cancelled")


def test_send_again_after_failure(moody_sink):
    moody_sink.answers["x@example.org"] = "550 no"
    (pk,) = queued(letter(to="x@example.org"))
    sending.deliver([pk])
    moody_sink.answers.clear()
    message_id = Mail.objects.get(pk=pk).message_id
    assert Mail.objects.filter(pk=pk).send_again() == 1
    assert sweeping.sweep() == [pk]
    assert sending.deliver([pk]) == 1
    assert message_id.encode() in moody_sink.messages[0].content


def test_what_happens_to_lost_tasks(no_workers):
    """Redis lost everything: the sweep hands out again, at most every ten minutes."""
    ids = queued(letter(), letter())
    no_workers.clear()
    now = timezone.now()
    assert sweeping.sweep(now) == []  # the first task still has its chance
    assert sweeping.sweep(now + dt.timedelta(minutes=3)) == ids
    assert no_workers == [("core.mail.tasks.deliver", ids)]
    assert sweeping.sweep(now + dt.timedelta(minutes=4)) == []
    assert sweeping.sweep(now + dt.timedelta(minutes=14)) == ids


def test_attachments_need_no_query_per_mail(moody_sink, django_assert_num_queries):
    file = outbox.File("minutes.pdf", b"%PDF")
    for number in (1, 20):
        ids = queued(*[letter(attachments=[file]) for _ in range(number)])
        # Claiming: begin, read, claim, commit, files; then two for each mail.
        with django_assert_num_queries(5 + 2 * number):
            assert sending.deliver(ids) == number
    assert b'filename="minutes.pdf"' in moody_sink.messages[-1].content


def test_old_bodies_are_emptied_and_the_fact_stays(moody_sink):
    sent, waiting = queued(invitation(attachments=[outbox.File("a.pdf", b"a")]), letter())
    sending.deliver([sent])
    later = timezone.now() + sweeping.BODIES_KEPT + dt.timedelta(days=1)
    assert (sweeping.empty_old_bodies(later), sweeping.empty_old_bodies(later)) == (1, 0)
    row = Mail.objects.get(pk=sent)
    assert (row.text, row.html, row.calendar, row.attachments.count(), row.state) == ("", "", None, 0, "sent")
    assert Mail.objects.get(pk=waiting).text
    assert Mail.attachments.field.related_model.objects.count() == 0
    assert Mail.objects.filter(pk=sent).send_again() == 0
