"""Statements of the hot path: made ready once, and on SQLite run on the driver's own connection.

What SQLAlchemy does around each execution takes three times as long as SQLite itself. Here it says once what the
statement is and how each value is written; the transaction stays its own.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.exc import DBAPIError

Row = Mapping[str, Any]
Convert = Callable[[Any], Any]


class Compiled(NamedTuple):
    """A statement as SQLite takes it. Each of its places has a name and, where it goes not as it is, a writer; each
    column that it returns likewise a reader. `fixed` is what the statement itself says."""

    sql: str
    places: tuple[tuple[str, Convert | None], ...]
    fixed: Row
    readers: tuple[Convert | None, ...]
    returns: Callable[..., Any]
    """Makes a row with the columns' names of their values."""


class Ready:
    """`build` makes the statement, once. Where a column's default would come to the values, SQLAlchemy runs it."""

    def __init__(self, build: Callable[[], Executable]) -> None:
        self._build = build
        self._statement: Executable | None = None
        self._compiled: dict[tuple[str, ...], Compiled | None] = {}

    def run(self, connection: Connection, rows: Sequence[Row]) -> int:
        """How many rows it touched. Raises what SQLAlchemy raises."""
        statement, ready = self._ready(connection.dialect, rows[0])
        done: Any = _run(connection, ready, rows) if ready else connection.execute(statement, rows)
        count: int = done.rowcount
        return count

    def rows(self, connection: Connection, values: Row) -> Sequence[Any]:
        """What it returns: rows that are tuples and know their columns by name."""
        statement, ready = self._ready(connection.dialect, values)
        if ready is None:
            return connection.execute(statement, values).fetchall()
        return [_read(ready, row) for row in _run(connection, ready, [values])]

    def _ready(self, dialect: Dialect, row: Row) -> tuple[Executable, Compiled | None]:
        if self._statement is None:
            self._statement = self._build()
        key = (dialect.name, *row)
        if key not in self._compiled:
            self._compiled[key] = _compiled(self._statement, dialect, key[1:])
        return self._statement, self._compiled[key]


def _read(ready: Compiled, row: Sequence[Any]) -> Any:
    return ready.returns(*(read(one) if read else one for read, one in zip(ready.readers, row, strict=True)))


def _run(connection: Connection, ready: Compiled, rows: Sequence[Row]) -> sqlite3.Cursor:
    if ready.fixed:
        rows = [{**ready.fixed, **row} for row in rows]
    values = [[write(row[name]) if write else row[name] for name, write in ready.places] for row in rows]
    raw = cast(sqlite3.Connection, connection.connection.dbapi_connection)
    try:
        return raw.execute(ready.sql, values[0]) if len(values) == 1 else raw.executemany(ready.sql, values)
    except sqlite3.Error as fault:
        raise DBAPIError.instance(ready.sql, values, fault, sqlite3.Error, dialect=connection.dialect) from fault


def _compiled(statement: Any, dialect: Dialect, names: Sequence[str]) -> Compiled | None:
    if dialect.name != "sqlite":
        return None
    made = statement.compile(dialect=dialect, column_keys=list(names))
    fixed = {name: made.params[name] for name in made.positiontup if name not in names}
    if fixed and statement.is_dml:
        return None
    places = tuple((name, _type(made.binds[name], dialect).bind_processor(dialect)) for name in made.positiontup)
    columns = list(getattr(statement, "exported_columns", ()))
    readers = tuple(_type(one, dialect).result_processor(dialect, None) for one in columns)
    return Compiled(str(made), places, fixed, readers, namedtuple("Row", [one.key for one in columns]))


def _type(of: Any, dialect: Dialect) -> Any:
    return of.type.dialect_impl(dialect)
