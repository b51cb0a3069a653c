"""core.mail.outbox: what is refused, written once, and handed over."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.mail import outbox, tasks
from core.mail.models import Attachment, Mail, MailJob
from tests.mail.factories import letter


@pytest.fixture
def handed(monkeypatch):
    """What is handed to the workers, one list for each task."""
    given = []
    monkeypatch.setattr(tasks.deliver, "apply_async", lambda arguments, **_: given.append(arguments[0]))
    monkeypatch.setattr(tasks.expand_job, "apply_async", lambda arguments, **_: given.append(arguments[0]))
    return given


def queue(wanted):
    return outbox.queue(**{name: getattr(wanted, name) for name in outbox.Letter.__slots__})


@pytest.mark.django_db(transaction=True)
def test_queue_writes_and_hands_over_on_commit(handed):
    with transaction.atomic():
        first, second = queue(letter()), queue(letter())
        assert handed == []
    assert handed == [[first.pk, second.pk]]
    assert (first.state, first.attempts, first.sent_at) == ("queued", 0, None)
    assert first.message_id.endswith("@schakel.example.org>")


@pytest.mark.django_db(transaction=True)
def test_rolled_back_fact_takes_its_mail_along(handed):
    with pytest.raises(RuntimeError), transaction.atomic():
        queue(letter())
        raise RuntimeError
    assert (Mail.objects.count(), handed) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_rolled_back_savepoint_leaves_the_others(handed):
    with transaction.atomic():
        with pytest.raises(RuntimeError), transaction.atomic():
            lost = queue(letter()).pk
            raise RuntimeError
        kept = queue(letter()).pk
    assert Mail.objects.get().pk == kept
    assert [pk for task in handed for pk in task if pk != lost] == [kept]


@pytest.mark.django_db(transaction=True)
def test_hundred_calls_make_two_tasks(handed):
    with transaction.atomic():
        for _ in range(100):
            queue(letter())
    assert [len(task) for task in handed] == [50, 50]


@pytest.mark.django_db(transaction=True)
def test_same_key_is_queued_once(handed):
    first = queue(letter(dedupe_key="invite:5:2", subject="First"))
    again = queue(letter(dedupe_key="invite:5:2", subject="Second"))
    assert (again.pk, again.subject, handed) == (first.pk, "First", [[first.pk]])


@pytest.mark.django_db(transaction=True)
def test_broker_that_is_down_does_not_fail_the_request(monkeypatch, caplog):
    def refuse(*_arguments, **_options):
        raise ConnectionRefusedError("secret@example.org")

    monkeypatch.setattr(tasks.deliver, "apply_async", refuse)
    assert queue(letter()).state == "queued"
    assert "message broker" in caplog.text
    assert "example.org" not in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"to_name": "Zoë\r\nBcc: all@example.org"}, "line_break"),
        ({"from_name": "North\nX: y"}, "line_break"),
        ({"subject": "June\r\nBcc: all@example.org"}, "line_break"),
        ({"subject": "June\u2028July"}, "line_break"),
        ({"subject": "June\0"}, "line_break"),
        ({"to": "zoe@example.org\nBcc: all@example.org"}, "address"),
        ({"to": "zoe@example.org, all@example.org"}, "address"),
        ({"to": "zoë@example.org"}, "address"),
        ({"to": ""}, "address"),
        ({"reply_to": "north\r\n@example.org"}, "address"),
        ({"subject": " "}, "no_subject"),
        ({"subject": "x" * 301}, "too_long"),
    ],
)
def test_refuses_before_anything_is_written(wrong, code):
    with pytest.raises(ValidationError) as refused:
        outbox.queue_all([letter(), letter(**wrong)])
    assert refused.value.code == code
    assert Mail.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "unheard of"},
        {"state": "sent", "sent_at": None},
        {"state": "inflight", "claimed_at": None},
        {"subject": "a\nb"},
        {"to": ""},
        {"dedupe_key": ""},
        {"calendar": b"x", "calendar_method": ""},
    ],
)
def test_database_refuses(wrong):
    mail = queue(letter())
    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.filter(pk=mail.pk).update(**wrong)


@pytest.mark.django_db
def test_equal_files_are_kept_once():
    file = outbox.File("minutes.pdf", b"%PDF")
    first, second = queue(letter(attachments=[file])), queue(letter(attachments=[file]))
    assert Attachment.objects.count() == 1
    assert list(first.attachments.all()) == list(second.attachments.all()) == [Attachment.objects.get()]


@pytest.mark.django_db
def test_number_of_queries_does_not_grow(django_assert_num_queries):
    for number in (1, 60):
        letters = [letter(attachments=[outbox.File("a.pdf", b"a")]) for _ in range(number)]
        with django_assert_num_queries(5):
            outbox.queue_all(letters)


@pytest.mark.django_db(transaction=True)
def test_mailing_is_written_once_and_handed_over(handed, monkeypatch):
    monkeypatch.setitem(outbox._expanders, "test", lambda _arguments, _after, _limit: [])
    with transaction.atomic():
        first = outbox.queue_many(kind="test", arguments={"meeting": 3}, dedupe_key="mailing:3")
        assert handed == []
    again = outbox.queue_many(kind="test", arguments={"meeting": 3}, dedupe_key="mailing:3")
    assert (first.pk, handed, MailJob.objects.count()) == (again.pk, [first.pk], 1)


@pytest.mark.django_db
def test_mailing_of_unknown_kind_is_refused():
    with pytest.raises(LookupError):
        outbox.queue_many(kind="nobody's", arguments={}, dedupe_key="x")
