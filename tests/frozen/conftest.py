from collections.abc import Callable

import pytest
from django.db import connection, transaction


@pytest.fixture
def owner_runs() -> Callable[[str], None]:
    """Runs one statement as the role that owns the tables, whatever role the test acts as."""

    def run(sql: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('role')")
            (role,) = cursor.fetchone()
            cursor.execute("RESET ROLE")
            cursor.execute(sql)
            cursor.execute("SELECT set_config('role', %s, true)", [role])

    return run
