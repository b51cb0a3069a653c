"""What all tests share: the application's database role, an empty cache, a real SMTP server.

The test database is made and migrated by its owner; everything a test does runs as the
application's role, so that what is granted (and what is not) is tested with everything else.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest
import redis
from django.conf import settings as project_settings
from django.core.cache import cache
from django.core.management.commands.flush import Command as FlushCommand
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from pytest_django import DjangoDbBlocker, Settings
from xdist.scheduler import LoadScopeScheduling

from core.db_roles import append_only_tables
from tests import workers
from tests.smtp_sink import MoodySink, SmtpSink

FLUSH = FlushCommand.handle
SQL_FLUSH = DatabaseOperations.sql_flush


class WalkInOneProcess(LoadScopeScheduling):
    """The tests of the walk share one world and come in order; any other test goes to whoever is free.

    (The mark ``xdist_group`` does nothing with pytest 9.2 and pytest-xdist 3.8.)
    """

    def _split_scope(self, nodeid: str) -> str:
        return "walk" if nodeid.startswith("tests/e2e/walk/") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> WalkInOneProcess:
    return WalkInOneProcess(config, log)


def become_application() -> None:
    """From here on every connection acts as the application's role."""
    connection.settings_dict["OPTIONS"]["assume_role"] = project_settings.DATABASE_APP_ROLE
    connection.close()


def become_owner() -> None:
    connection.settings_dict["OPTIONS"].pop("assume_role", None)
    connection.close()


def flush_as_owner(command: FlushCommand, *arguments: object, **options: object) -> str | None:
    """A test with real transactions ends with TRUNCATE, which the application may not."""
    become_owner()
    try:
        return FLUSH(command, *arguments, **options)
    finally:
        become_application()


def flush_append_only_too(operations: DatabaseOperations, *arguments: object, **options: object) -> list[str]:
    """What is append-only refuses TRUNCATE to its owner as well; only here is it let go, and for a moment."""
    statements = SQL_FLUSH(operations, *arguments, **options)
    if not statements:
        return statements
    alter = [f"ALTER TABLE {operations.quote_name(table)}" for table in append_only_tables()]
    return [
        *(f"{table} DISABLE TRIGGER append_only" for table in alter),
        *statements,
        *(f"{table} ENABLE ALWAYS TRIGGER append_only" for table in alter),
    ]


@pytest.fixture(scope="session", autouse=True)
def uploaded_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests upload lies where it is thrown away."""
    project_settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """pytest-django's test database, used as the application's role."""
    with django_db_blocker.unblock():
        become_application()
    with (
        mock.patch.object(FlushCommand, "handle", flush_as_owner),
        mock.patch.object(DatabaseOperations, "sql_flush", flush_append_only_too),
    ):
        yield
    with django_db_blocker.unblock():
        become_owner()


@pytest.fixture
def as_owner(transactional_db: None) -> Iterator[None]:
    """The test acts as the database's owner, for example to see that a trigger stops even them."""
    become_owner()
    yield
    become_application()


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Rate limits and counted attempts of one test are not those of the next."""
    cache.clear()


def environment_of_a_process() -> dict[str, str]:
    """Environment for a process of its own (a worker) that shares the test database.

    It connects as the application's role; that role logs in itself, as in production.
    """
    database = connection.settings_dict
    role = project_settings.DATABASE_APP_ROLE
    address = f"postgresql://{role}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    environment = {**os.environ, "DATABASE_URL": address, "REDIS_URL": project_settings.REDIS_URL}
    del environment["SCHAKEL_AS_OWNER"]
    return environment


@pytest.fixture
def process_environment(transactional_db: None) -> dict[str, str]:
    """Environment for a worker that shares this test's database."""
    return environment_of_a_process()


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """A real SMTP server on a free port; ``smtp_sink.messages`` is what it was given."""
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def mail_to_sink(smtp_sink: SmtpSink, settings: Settings) -> SmtpSink:
    """Django's mail goes to the sink through SMTP instead of to the list in memory."""
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": smtp_sink.port},
        }
    }
    return smtp_sink


@pytest.fixture
def moody_sink(settings: Settings) -> Iterator[MoodySink]:
    with MoodySink() as sink:
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": sink.port, "timeout": 1},
            }
        }
        yield sink


@pytest.fixture
def start_worker(
    process_environment: dict[str, str], moody_sink: MoodySink
) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts a Celery worker that sends to the sink; what still runs in the end is killed."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        started.append(workers.start(process_environment, moody_sink.port))
        return started[-1]

    yield start
    for worker in started:
        workers.kill(worker)
    redis.Redis.from_url(project_settings.REDIS_URL).flushdb()
