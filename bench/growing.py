"""A second database beside a row's own: the same with much more in it, so that the two can take turns."""

import contextlib
import os
from collections.abc import Iterator, Sequence

import psycopg
from django.db import connection


def address() -> str:
    """Where the application finds the larger one."""
    return f"{os.environ['DATABASE_URL']}_grown"


def owner() -> str:
    """Where its owner does."""
    return f"{os.environ['DATABASE_OWNER_URL']}_grown"


def copy_database() -> None:
    """A copy of this row's database, as it is now."""
    connection.close()  # a database that somebody uses cannot be copied
    server, _, name = os.environ["DATABASE_OWNER_URL"].rpartition("/")
    with psycopg.connect(f"{server}/template1", autocommit=True) as session:
        session.execute(f'CREATE DATABASE "{name}_grown" TEMPLATE "{name}"')


@contextlib.contextmanager
def grown_database() -> Iterator[None]:
    """Copies this row's database; until the block ends, Django works in the copy."""
    copy_database()
    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = f"{name}_grown"
    yield
    connection.close()
    connection.settings_dict["NAME"] = name


def analyse() -> None:
    """Give the planner its statistics, as autovacuum would after some time."""
    with psycopg.connect(owner(), autocommit=True) as session:
        session.execute("VACUUM ANALYZE")


def sizes(url: str, tables: Sequence[str]) -> dict[str, int]:
    """How many rows these tables hold in the database at ``url``."""
    with psycopg.connect(url) as session:
        return {table: session.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # type: ignore[index]
