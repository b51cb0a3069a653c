"""The test layout itself: roles, mail and cache are what conftest.py promises."""

import os

import psycopg
import pytest
from django.conf import settings
from django.core import mail
from django.db import ProgrammingError, connection

from tests.smtp_sink import SmtpSink


def current_role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def test_role_is_the_applications(db: None) -> None:
    assert current_role() == settings.DATABASE_APP_ROLE


def test_role_cannot_truncate(db: None) -> None:
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("TRUNCATE django_session")


def test_role_is_the_applications_again_after_each_flush(transactional_db: None) -> None:
    assert current_role() == settings.DATABASE_APP_ROLE


def test_as_owner_is_the_owner(as_owner: None) -> None:
    assert current_role() == "schakel_owner"


def test_process_environment_logs_in_as_the_application(process_environment: dict[str, str]) -> None:
    with psycopg.connect(process_environment["DATABASE_URL"]) as own:
        row = own.execute("SELECT session_user, current_database()").fetchone()
    assert row == (settings.DATABASE_APP_ROLE, connection.settings_dict["NAME"])


def test_redis_of_each_xdist_worker_is_its_own() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    expected = int(worker.removeprefix("gw")) + 1 if worker else 0
    assert settings.REDIS_URL.rpartition("/")[2] == str(expected)


def test_mail_to_sink_arrives_by_smtp(mail_to_sink: SmtpSink) -> None:
    mail.send_mail("Héllo", "Text", "from@example.org", ["a@example.org", "b@example.org"])
    (message,) = mail_to_sink.messages
    assert (message.sender, message.recipients) == ("from@example.org", ["a@example.org", "b@example.org"])
    assert b"Subject: =?utf-8?q?H=C3=A9llo?=" in message.content


def test_closed_sink_takes_nothing(mail_to_sink: SmtpSink) -> None:
    mail_to_sink.close()
    with pytest.raises(OSError):
        mail.send_mail("Hello", "Text", "from@example.org", ["a@example.org"])
