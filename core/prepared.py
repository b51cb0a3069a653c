"""Queries that are worked out once and then run with other values.

Django builds the SQL of a query anew each time; for one that asks a dozen tables that takes ten times
as long as PostgreSQL needs to answer it.
"""

from collections.abc import Callable, Hashable, Mapping
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class Prepared:
    """``build`` is called once, with a stand-in for each value, and gives a query with ``values()``.

    A stand-in is of the value's type, and nothing that the query may hold otherwise. The query must be
    the same for all values: none of them may decide which tables or conditions there are.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **stand_ins: Hashable) -> None:
        self.build, self.stand_ins = build, stand_ins

    def rows(self, **values: Any) -> list[dict[str, Any]]:
        """What the query gives for these values, by column or annotation."""
        sql, parameters = self._compiled
        given: Mapping[Hashable, Any] = {self.stand_ins[name]: value for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [given.get(one, one) if isinstance(one, Hashable) else one for one in parameters])
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...]]:
        sql, parameters = self.build(**self.stand_ins).query.sql_with_params()
        missing = [name for name, stand_in in self.stand_ins.items() if stand_in not in parameters]
        if missing:
            raise LookupError(f"The query does not ask by {missing}.")
        return sql, parameters
