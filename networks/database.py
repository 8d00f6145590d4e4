"""All knowledge of the dialect: engines, conflict-free inserts, what counts as being unavailable."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache, cached_property
from typing import Any, Final

from sqlalchemy import Connection, DateTime, Engine, RootTransaction, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.functions import FunctionElement

from networks.base import Base
from networks.errors import Refusal, Unavailable
from networks.ready import Ready
from networks.together import WAIT, Act, Together, at_once

SLOWEST: Final = 5.0
"""Seconds that PostgreSQL may take for one statement. With the wait for a connection this stays below ten.

A writer that says nothing for as long, as in a process that was stopped, loses its turn to others."""

CACHE: Final = "cache_size=-16000"
"""So many KiB may each of SQLite's connections keep of the database: the usual 2,000 hold a small library only."""

IDLE_TOO_LONG: Final = "25P03"
"""What PostgreSQL then answers to the next statement."""

ALONE: Final = "-c max_parallel_workers_per_gather=0 -c jit=off -c random_page_cost=1.1"
"""What is read for a page is little: for PostgreSQL to start helpers, or compile, takes longer than it saves."""

WRITER: Final = 0x43616972
"""The number of PostgreSQL's lock for writers: "Cair"."""


class Database:
    """One database behind two doors: a writer and readers.

    There is one writer at a time, on both databases and over all processes: on SQLite by BEGIN IMMEDIATE (with a plain
    BEGIN, writers that meet lose most of what they write), on PostgreSQL by a lock that groups of two processes would
    else take from each other room by room, until neither can go on. In one process they queue in front of the
    connection, where waiting yields, and those who meet there are stored together (see networks.together).

    `spawn` and `aside` are for a server of greenlets: the first starts one, the second runs what blocks in a thread.
    """

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = 10,
        spawn: Callable[[Act], object] = at_once,
        aside: Callable[[Act], object] = at_once,
    ) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.writer = _sqlite_engine(url, pool_size=1, begin="BEGIN IMMEDIATE")
            self.reader = _sqlite_engine(url, pool_size=pool_size, begin="BEGIN")
        else:
            self.writer = _postgres_engine(url, 1, f"-c idle_in_transaction_session_timeout={SLOWEST}s")
            event.listen(self.writer, "begin", _one_writer)
            readers = _postgres_engine(url, pool_size, ALONE)
            self.reader = readers.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._together = Together(self.writer, self._committing(aside), spawn)

    @contextmanager
    def writing(self, tell: Act, *, undisturbed: bool = False) -> Iterator[Connection]:
        """A connection whose changes are on disk at the end, when `tell` has been called, or undone where something is
        raised. Not inside another one, which would wait for itself. `undisturbed` as in Together."""
        with _told_as_refusal(), self._together.unit(tell, undisturbed=undisturbed) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that reads one consistent picture and can change nothing."""
        with _told_as_refusal(), self.reader.connect() as connection:
            yield connection

    def glance(self, ready: Ready, values: Mapping[str, Any]) -> Sequence[Any]:
        """The rows of one statement that changes nothing and is a picture of its own."""
        if not self.is_sqlite:
            with self.reading() as connection:
                return ready.rows(connection, values)
        with _told_as_refusal():
            return ready.rows(self._glancing, values)

    @cached_property
    def _glancing(self) -> Connection:
        """Never in a transaction: what is ready runs past SQLAlchemy, which would begin one."""
        return self.reader.connect()

    def close(self) -> None:
        if glancing := self.__dict__.pop("_glancing", None):
            glancing.close()
        self.writer.dispose()
        self.reader.dispose()

    def _committing(self, aside: Callable[[Act], object]) -> Callable[[RootTransaction], None]:
        """SQLite's wait for the disk would stop every greenlet; PostgreSQL's driver waits like any other socket."""

        def commit(transaction: RootTransaction) -> None:
            if self.is_sqlite:
                raw: Any = transaction.connection.connection.dbapi_connection
                aside(lambda: raw.execute("COMMIT"))
            transaction.commit()

        return commit


def open_session(connection: Connection) -> Session:
    """A session in whatever transaction or savepoint the connection is in; that one it rolls back where it fails."""
    return Session(connection, expire_on_commit=False, autoflush=False, join_transaction_mode="rollback_only")


def insert_once(session: Session, model: type[Base], **values: Any) -> bool:
    """Insert a row unless a unique constraint says that it is there already; tell whether it was new.

    Checking first and inserting after would fail when two people are equally fast.
    """
    return insert_new(session.connection(), model, [values]) == 1


def insert_new(connection: Connection, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
    """The same for many rows at once; tells how many of them were new."""
    return _insertion(connection.dialect.name, model).run(connection, rows)


@cache
def _insertion(dialect: str, model: type[Base]) -> Ready:
    """Built once, and plain: the ORM's own takes as long as all else about a message together."""
    return Ready(lambda: _insert(dialect, model))


def _insert(dialect: str, model: type[Base]) -> Any:
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    # without the option a driver's count may be gone before it is read: PostgreSQL's would always say "new"
    return insert(model.__table__).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def changes_by_others(connection: Connection) -> int | None:
    """A number that changes when another connection has changed the database; None on PostgreSQL, which has none."""
    if connection.dialect.name != "sqlite":
        return None
    raw: Any = connection.connection.dbapi_connection
    version: int = raw.execute("PRAGMA data_version").fetchone()[0]
    return version


@contextmanager
def unless_taken(session: Session, refusal: Refusal) -> Iterator[None]:
    """Write now what is changed inside. Raises `refusal` where a unique constraint says that somebody was faster."""
    try:
        yield
        session.flush()
    except IntegrityError as fault:
        raise refusal from fault


class in_utc(FunctionElement[datetime]):
    """A moment as a clock in UTC shows it, of which years and months can be taken: PostgreSQL shows it in the zone of
    the connection, which whatever stands between may have set."""

    type = DateTime()
    inherit_cache = True


@compiles(in_utc)
def _as_it_is(element: in_utc, compiler: Any, **how: Any) -> str:
    return str(compiler.process(element.clauses, **how))


@compiles(in_utc, "postgresql")
def _turned(element: in_utc, compiler: Any, **how: Any) -> str:
    return f"timezone('UTC', {compiler.process(element.clauses, **how)})"


def _sqlite_engine(url: str, *, pool_size: int, begin: str) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=WAIT,
        pool_use_lifo=True,  # the one that was used last has read most of what is asked for
        connect_args={"check_same_thread": False, "timeout": 0},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", CACHE):
            connection.execute(f"PRAGMA {pragma}")

    def _begin(dbapi_connection: Any) -> None:
        _patiently(lambda: dbapi_connection.execute(begin))

    # As an event, which is the usual way, it would cost each statement a fifth more: all events would be looked for.
    engine.dialect.do_begin = _begin  # type: ignore[method-assign]
    return engine


def _patiently(attempt: Any) -> None:
    """Try until the lock of another process is free. Sleeping here yields; SQLite's busy wait stops the hub."""
    deadline = time.monotonic() + WAIT
    while True:
        try:
            attempt()
            return
        except sqlite3.OperationalError as fault:
            if "locked" not in str(fault) or time.monotonic() > deadline:
                raise OperationalError("BEGIN", None, fault) from fault
            time.sleep(0.01)


def _one_writer(connection: Connection) -> None:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")


def _postgres_engine(url: str, pool_size: int, more: str = "") -> Engine:
    options = f"-c statement_timeout={SLOWEST}s -c lock_timeout={WAIT}s -c timezone=utc {more}"
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=WAIT,
        pool_pre_ping=True,
        connect_args={"connect_timeout": int(WAIT), "options": options},
    )


@contextmanager
def _told_as_refusal() -> Iterator[None]:
    """A database that is locked, full, slow or gone is the house's trouble, and is told as such."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as fault:
        raise Unavailable from fault
    except DBAPIError as fault:
        if fault.connection_invalidated or getattr(fault.orig, "sqlstate", None) == IDLE_TOO_LONG:
            raise Unavailable from fault
        raise
