"""What the application's database role may do; set anew after every migrate.

Two roles: the owner migrates and owns everything, the application's role (``DATABASE_APP_ROLE``)
reads and writes rows, and on append-only tables only reads and adds. docs/decisions/0003 says why.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

# Written by migrate alone.
READ_ONLY_TABLES = ("django_migrations",)

ROLE_FACTS = """
SELECT role.rolsuper, role.rolname = current_user, pg_has_role(role.oid, current_user::regrole, 'MEMBER')
FROM pg_roles AS role WHERE role.rolname = %s
"""
# tgtype counts 8 for DELETE, 16 for UPDATE, 32 for TRUNCATE; tgenabled 'A' fires for everybody.
UNGUARDED_TABLES = """
SELECT name FROM unnest(%s::text[]) AS name WHERE NOT EXISTS (
    SELECT FROM pg_trigger
    WHERE tgrelid = to_regclass(quote_ident(name)) AND NOT tgisinternal AND tgenabled = 'A' AND tgtype & 56 = 56
)
"""


def grant_after_migrate(sender: AppConfig, *, using: str, **_kwargs: Any) -> None:
    """Receiver of ``post_migrate``."""
    grant(connections[using], settings.DATABASE_APP_ROLE, append_only_tables())


def append_only_tables() -> list[str]:
    """The tables of all models that are append-only, by name."""
    from core.frozen.models import AppendOnly

    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly))


def grant(connection: BaseDatabaseWrapper, role: str, append_only: Iterable[str]) -> None:
    """Give ``role`` its rights on all tables and sequences, and take back every other.

    One transaction, so that a running application never sees the rights half set; may be run as
    often as wished. Raises ImproperlyConfigured where the wall would have a hole: no such role, a
    role that is a superuser or (like) the owner, an append-only table without its trigger.
    """
    tables = sorted(append_only)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        _check_role(cursor, role)
        _check_triggers(cursor, tables)
        for statement in _statements(connection, role, tables):
            cursor.execute(statement)


def _check_role(cursor: CursorWrapper, role: str) -> None:
    cursor.execute(ROLE_FACTS, [role])
    facts = cursor.fetchone()
    if facts is None:
        raise ImproperlyConfigured(
            f"The database has no role {role!r} for the application. Create it (CREATE ROLE {role} LOGIN PASSWORD '…') "
            "and migrate again; docs/operations.md tells more."
        )
    superuser, migrates, like_the_owner = facts
    if superuser or migrates or like_the_owner:
        raise ImproperlyConfigured(
            f"The application's role {role!r} must be neither a superuser nor the role that migrates nor a member "
            "of it: it could change what is append-only. Migrate with DATABASE_OWNER_URL."
        )


def _check_triggers(cursor: CursorWrapper, tables: list[str]) -> None:
    cursor.execute(UNGUARDED_TABLES, [tables])
    unguarded = [name for (name,) in cursor.fetchall()]
    if unguarded:
        raise ImproperlyConfigured(
            f"Append-only, but without the trigger that holds it: {', '.join(unguarded)}. "
            "Add core.frozen.operations.MakeAppendOnly to the migration that makes the table."
        )


def _statements(connection: BaseDatabaseWrapper, role: str, append_only: list[str]) -> list[str]:
    quote = connection.ops.quote_name
    name, schema = quote(role), "SCHEMA public"
    statements = [
        f"GRANT USAGE ON {schema} TO {name}",
        f"REVOKE CREATE ON {schema} FROM {name}, PUBLIC",
        f"REVOKE ALL ON ALL TABLES IN {schema} FROM {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN {schema} TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN {schema} TO {name}",
    ]
    if append_only:
        statements.append(f"REVOKE UPDATE, DELETE ON {', '.join(map(quote, append_only))} FROM {name}")
    statements.append(f"REVOKE INSERT, UPDATE, DELETE ON {', '.join(map(quote, READ_ONLY_TABLES))} FROM {name}")
    return statements
