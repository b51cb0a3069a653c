"""Queries that are worked out once and then run with other values.

Django builds the SQL of a query anew each time; for what every page asks that takes longer than PostgreSQL
needs to answer. Only for those few: the frame of a workspace, its overview, its long list (decision 0006).
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import Expression, Model, QuerySet
from django.db.models.sql import UpdateQuery

# How many shapes of lists a process remembers; then it forgets them all.
SHAPES = 500

Build = Callable[[], QuerySet[Any, Any]]
Compiled = tuple[str, tuple[Any, ...]]


class Given(Expression):
    """Stands in a query for the value called ``name``, which comes when the query runs."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str, ...]]:
        return "%s", (_Place(self.name),)


class _Place(str):
    """Where a given value comes among the parameters of the SQL."""


class Prepared:
    """``build`` is called once and gives a query with ``values()``, in which ``Given(name)`` stands for each value.

    Nothing else in it may change from run to run: no date of today, nobody's primary key. PostgreSQL too works it
    out once, for each connection, unless ``planned_once`` is False: for lists, whose best plan hangs on the values.
    """

    def __init__(self, build: Build, *, planned_once: bool = True) -> None:
        self.build = build
        self.planned_once = planned_once

    def rows(self, **values: Any) -> list[Any]:
        """What the query gives, as tuples with the names of its columns and annotations.

        Raises LookupError when these are not the values that the query asks by.
        """
        sql, parameters = self._sql
        if {one for one in parameters if type(one) is _Place} != values.keys():
            raise LookupError(f"The query does not ask by {sorted(values)}.")
        with _planning_cursor() if self.planned_once else connection.cursor() as cursor:
            cursor.execute(sql, _filled(parameters, values))
            if self._row is None:
                self._row = namedtuple("Row", [column.name for column in cursor.description])  # type: ignore[misc]
            return [self._row(*row) for row in cursor]

    def count(self, **values: Any) -> int:
        """How many rows it gives."""
        sql, parameters = self._count_sql
        with connection.cursor() as cursor:
            cursor.execute(sql, _filled(parameters, values))
            return int(cursor.fetchone()[0])

    _row: Any = None  # the class of its rows, from the first run on

    @cached_property
    def _sql(self) -> Compiled:
        sql, parameters = self.build().query.sql_with_params()
        return _with_constants(sql, parameters) if self.planned_once else (sql, parameters)

    @cached_property
    def _count_sql(self) -> Compiled:
        sql, parameters = self.build().order_by().values("pk").query.sql_with_params()
        return f"SELECT count(*) FROM ({sql}) AS counted", parameters  # noqa: S608 - Django's own SQL


class PreparedUpdate(Prepared):
    """``build`` gives the rows to change and ``changes`` what their columns become, by name; in both stands
    ``Given(name)`` for each value. ``rows`` changes them, and gives the columns ``returning`` of those it changed.

    One statement, so it needs no transaction of its own.
    """

    def __init__(self, build: Build, changes: Callable[[], dict[str, Any]], *, returning: tuple[str, ...]) -> None:
        super().__init__(build)
        self.changes, self.returning = changes, returning

    @cached_property
    def _sql(self) -> Compiled:
        query: Any = self.build().query.chain(UpdateQuery)
        query.add_update_values(self.changes())
        compiler = query.get_compiler(connection=connection)
        compiler.returning_fields = [query.get_meta().get_field(name) for name in self.returning]
        with transaction.atomic():  # SQL that holds rows is made in nothing else
            return _with_constants(*compiler.as_sql())


def keep_plans(connection: Any, **_signal: Any) -> None:
    """On a new connection: PostgreSQL works a plan out for any values and stays with it.

    Left to itself it goes on making plans for the values of the moment where those look cheaper to it, and on a large
    database that takes longer than the query. Behind a pooler this may not reach each of its connections, which
    costs time and nothing else.
    """
    if connection.settings_dict.get("KEEPS_PLANS"):
        with connection.cursor() as cursor:
            cursor.execute("SET plan_cache_mode = force_generic_plan")


@contextmanager
def _planning_cursor() -> Iterator[Any]:
    """A cursor whose SQL stays with PostgreSQL under a name, with its plan, and only the values go there each time.

    Where a pooler stands in between that cannot do so (config.environment), it does without the name. All other SQL
    goes without names: psycopg remembers the text of what it might name, and that of writing many mails is long.
    """
    connection.ensure_connection()
    raw: Any = connection.connection
    with connection.wrap_database_errors:
        cursor: Any = ServerBindingCursor(raw)  # type: ignore[call-arg]
    raw.prepare_threshold = 0 if connection.settings_dict["KEEPS_PLANS"] else None
    try:
        with (
            connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor) as one
        ):
            yield one
    finally:
        raw.prepare_threshold = None


def _with_constants(sql: str, parameters: tuple[Any, ...]) -> Compiled:
    """The SQL with its constants written in, so that PostgreSQL plans with them and knows equal ones as equal."""
    with connection.cursor():  # connected, so that texts are quoted as this server wants them
        written = ["%s" if type(one) is _Place else _literal(one) for one in parameters]
    return sql.replace("%%", "%%%%") % tuple(written), tuple(one for one in parameters if type(one) is _Place)


def _literal(value: Any) -> str:
    operations: Any = connection.ops  # of PostgreSQL, the only one there is
    return str(operations.compose_sql("%s", [value])).replace("%", "%%")


def _filled(parameters: tuple[Any, ...], values: dict[str, Any]) -> list[Any]:
    return [values[one] if type(one) is _Place else one for one in parameters]


def instance[M: Model](model: type[M], row: Any) -> M:
    """The ``model`` whose columns a row begins with (``values()`` without names); what follows becomes attributes."""
    size = len(model._meta.concrete_fields)
    values = list(row[:size])
    for place, convert in _conversions(model):
        values[place] = convert(values[place], None, connection)
    made = model.from_db(connection.alias, row._fields[:size], values)
    for name in row._fields[size:]:
        setattr(made, name, getattr(row, name))
    return made


@cache
def _conversions(model: type[Model]) -> tuple[tuple[int, Callable[..., Any]], ...]:
    """Where a column (JSON) comes as something else than what it holds, and what makes that of it."""
    fields = enumerate(model._meta.concrete_fields)
    return tuple((place, field.from_db_value) for place, field in fields if hasattr(field, "from_db_value"))


class PreparedList:
    """The rows of a list for a ``Paginator``: its count and its pages, each worked out once per ``shape``.

    ``shape`` is whatever decides about the conditions and the order of the query that ``build`` gives.
    """

    ordered = True

    def __init__(self, build: Build, shape: Hashable, **values: Any) -> None:
        self.build, self.values = build, values
        self.shape = (build.__module__, build.__qualname__, shape)

    def count(self) -> int:
        return self._prepared(None, None).count(**self.values)

    def __getitem__(self, part: slice) -> list[Any]:
        if part.start == part.stop:  # the only page of an empty list
            return []
        return self._prepared(part.start, part.stop).rows(**self.values)

    def _prepared(self, start: Any, stop: Any) -> Prepared:
        key = (self.shape, start, stop)
        if key not in _of_shape:
            if len(_of_shape) >= SHAPES:
                _of_shape.clear()
            _of_shape[key] = Prepared(lambda: self.build()[start:stop], planned_once=False)
        return _of_shape[key]


_of_shape: dict[Hashable, Prepared] = {}
