"""The two walls around an append-only table, tried with raw SQL: the trigger and the role's rights."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, NotSupportedError, ProgrammingError, connection, transaction

from core.db_roles import append_only_tables, grant
from core.frozen.models import FrozenDocument
from core.frozen.services import freeze

pytestmark = pytest.mark.django_db

TABLE = "frozen_frozendocument"
CHANGES = [
    f"UPDATE {TABLE} SET title = 'other'",
    f"UPDATE {TABLE} SET title = title WHERE false",
    f"DELETE FROM {TABLE}",
    f"TRUNCATE {TABLE} CASCADE",
    f"WITH gone AS (DELETE FROM {TABLE} RETURNING 1) SELECT * FROM gone",
    f"MERGE INTO {TABLE} AS t USING (SELECT 1) AS s ON true WHEN MATCHED THEN DELETE",
    f"INSERT INTO {TABLE} SELECT * FROM {TABLE} ON CONFLICT (id) DO UPDATE SET title = 'other'",
]
SCHEMA_CHANGES = [
    f"ALTER TABLE {TABLE} DISABLE TRIGGER append_only",
    f"ALTER TABLE {TABLE} DISABLE TRIGGER ALL",
    f"DROP TRIGGER append_only ON {TABLE}",
    f"DROP TABLE {TABLE}",
    f"CREATE RULE r AS ON INSERT TO {TABLE} DO INSTEAD NOTHING",
    f"CREATE TRIGGER t BEFORE INSERT ON {TABLE} EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    f"ALTER TABLE {TABLE} OWNER TO {settings.DATABASE_APP_ROLE}",
    "CREATE OR REPLACE FUNCTION public.schakel_refuse_change() RETURNS trigger LANGUAGE plpgsql "
    "AS 'BEGIN RETURN NEW; END'",
    "DROP FUNCTION public.schakel_refuse_change() CASCADE",
    "SET session_replication_role = replica",
    "CREATE TABLE public.own (id int)",
    "DELETE FROM django_migrations",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('frozen', '0002', now())",
]


def as_role(role: str, sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}" if role else "RESET ROLE")
        cursor.execute(sql)


@pytest.fixture(autouse=True)
def document() -> FrozenDocument:
    return freeze(chain="c", kind="k", subject_id=1, title="t", content=b"c", facts={})


@pytest.mark.parametrize("sql", CHANGES)
def test_the_owner_is_refused_by_the_trigger(sql: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        as_role("", sql)
    assert FrozenDocument.objects.get().title == "t"


def test_the_owner_is_refused_a_plain_truncate_too() -> None:
    """By the trigger, or before it by the tables that point here."""
    with pytest.raises((IntegrityError, NotSupportedError), match=r"append-only|foreign key"):
        as_role("", f"TRUNCATE {TABLE}")


@pytest.mark.parametrize("sql", [*CHANGES, f"TRUNCATE {TABLE}", *SCHEMA_CHANGES])
def test_the_application_has_not_the_right(sql: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        as_role(settings.DATABASE_APP_ROLE, sql)
    assert FrozenDocument.objects.get().title == "t"


def test_the_application_cannot_grant_itself_more() -> None:
    """PostgreSQL answers such a GRANT with a warning only; it grants nothing."""
    role = settings.DATABASE_APP_ROLE
    as_role(role, f"GRANT ALL ON {TABLE} TO {role}")
    with pytest.raises(ProgrammingError, match="permission denied"):
        as_role(role, CHANGES[0])


def test_the_application_reads_and_adds() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {settings.DATABASE_APP_ROLE}")
        second = freeze(chain="c", kind="k", subject_id=1, title="t2", content=b"d", facts={})
        assert [d.title for d in FrozenDocument.objects.all()] == ["t", "t2"]
        assert second.position == 2


def test_the_application_changes_every_table_that_is_not_append_only() -> None:
    """And nothing else is closed by mistake: the rights of all our tables, as one comparison."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT relname, array_to_string(ARRAY(
                SELECT right_
                FROM unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS right_
                WHERE has_table_privilege(%s, pg_class.oid, right_)), ' ')
            FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
            """,
            [settings.DATABASE_APP_ROLE],
        )
        rights = dict(cursor.fetchall())
    tables = connection.introspection.django_table_names(only_existing=True)
    expected = dict.fromkeys(tables, "SELECT INSERT UPDATE DELETE")
    expected |= dict.fromkeys(append_only_tables(), "SELECT INSERT") | {"django_migrations": "SELECT"}
    assert TABLE in append_only_tables()
    assert rights == expected


def test_granting_again_changes_nothing_and_covers_new_tables(owner_runs: Callable[[str], None]) -> None:
    owner_runs("CREATE TABLE later (id bigserial PRIMARY KEY)")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        for _time in range(2):
            grant(connection, settings.DATABASE_APP_ROLE, append_only_tables())
    as_role(settings.DATABASE_APP_ROLE, "INSERT INTO later DEFAULT VALUES")
    with pytest.raises(ProgrammingError, match="permission denied"):
        as_role(settings.DATABASE_APP_ROLE, CHANGES[0])


@pytest.mark.parametrize(
    ("role", "tables", "message"),
    [
        ("nobody_here", [], "no role 'nobody_here'"),
        ("{owner}", [], "neither a superuser nor"),
        ("postgres", [], "neither a superuser nor"),
        ("{app}", ["django_content_type"], "without the trigger .*django_content_type"),
    ],
)
def test_a_hole_in_the_wall_is_an_error(role: str, tables: list[str], message: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT current_user")
        role = role.format(owner=cursor.fetchone()[0], app=settings.DATABASE_APP_ROLE)
        with pytest.raises(ImproperlyConfigured, match=message):
            grant(connection, role, tables)
