"""Statements of the hot path: made ready once, and on SQLite run on the driver's own connection.

What SQLAlchemy does around each execution takes three times as long as SQLite itself. Here it says once what the
statement is and how each value is written; the transaction stays its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.exc import DBAPIError

Row = Mapping[str, Any]
Writer = Callable[[Any], Any]


class Compiled(NamedTuple):
    """A statement as SQLite takes it. Each of its places has a name and, where it goes not as it is, a writer."""

    sql: str
    places: tuple[tuple[str, Writer | None], ...]


class Ready:
    """`build` makes the statement, once. Where a column's default would come to the values, SQLAlchemy runs it."""

    def __init__(self, build: Callable[[], Executable]) -> None:
        self._build = build
        self._statement: Executable | None = None
        self._compiled: dict[tuple[str, ...], Compiled | None] = {}

    def run(self, connection: Connection, rows: Sequence[Row]) -> Any:
        """A cursor, with `rowcount` and `fetchall`, of SQLAlchemy's or of SQLite's. Raises what SQLAlchemy raises."""
        if self._statement is None:
            self._statement = self._build()
        key = (connection.dialect.name, *rows[0])
        if key not in self._compiled:
            self._compiled[key] = _compiled(self._statement, connection.dialect, key[1:])
        ready = self._compiled[key]
        return _run(connection, ready, rows) if ready else connection.execute(self._statement, rows)


def _run(connection: Connection, ready: Compiled, rows: Sequence[Row]) -> sqlite3.Cursor:
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
    if set(made.positiontup) != set(names):
        return None
    return Compiled(str(made), tuple((name, _writer(made.binds[name].type, dialect)) for name in made.positiontup))


def _writer(type_: Any, dialect: Dialect) -> Writer | None:
    found: Writer | None = type_.dialect_impl(dialect).bind_processor(dialect)
    return found
