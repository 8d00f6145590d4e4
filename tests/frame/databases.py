"""Databases for tests: made once, copied or emptied for each test, filled with rows in one go."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import insert, select

from app import schema
from networks.database import Database
from networks.tables import METADATA

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite file at this version, to be copied."""
    file = tmp_path_factory.mktemp("template") / "cairn.db"
    database = Database(f"sqlite:///{file}")
    schema.upgrade(database)
    database.close()
    return file


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> Iterator[Database]:
    """The worker's PostgreSQL database at this version."""
    database = Database(postgres_server, pool_size=20)
    schema.upgrade(database)
    yield database
    database.close()


@pytest.fixture(scope="session")
def sqlite_door(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """One for all tests of a worker: its statements are compiled once, which was a third of a test's time."""
    return Database(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'cairn.db'}")


@pytest.fixture
def sqlite_database(sqlite_door: Database, sqlite_template: Path) -> Iterator[Database]:
    refill(sqlite_door, sqlite_template)
    yield sqlite_door
    sqlite_door.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """An empty database at this version. A test that takes it runs once on each kind."""
    if request.param == "sqlite":
        return cast(Database, request.getfixturevalue("sqlite_database"))
    found = cast(Database, request.getfixturevalue("postgres_database"))
    empty(found)
    return found


def sqlite_copy(template: Path, file: Path) -> str:
    """The URL of a copy of a SQLite file that nobody has open."""
    shutil.copyfile(template, file)
    return f"sqlite:///{file}"


def refill(database: Database, template: Path) -> None:
    """Put a copy of a SQLite file in the place of the one that was there."""
    database.close()
    file = Path(str(database.url.database))
    for left in file.parent.glob(f"{file.name}*"):
        left.unlink()
    shutil.copyfile(template, file)


def empty(database: Database) -> None:
    """Take everything out of a PostgreSQL database. A test that left a transaction open fails here, not later.

    With few rows, deleting them is a hundred times faster than TRUNCATE, which makes new files for every index.
    """
    deletes = "; ".join(f'DELETE FROM "{table.name}"' for table in reversed(METADATA.sorted_tables))
    with database.writer.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '5s'; {deletes}")


def rows_of(database: Database) -> Rows:
    """Everything in a database, by table."""
    with database.reader.connect() as connection:
        found = {table.name: connection.execute(select(table)).mappings().all() for table in METADATA.sorted_tables}
    return {name: [dict(row) for row in rows] for name, rows in found.items() if rows}


def put_rows(database: Database, rows: Rows) -> None:
    """Put rows into an empty database of either kind."""
    with database.writer.begin() as connection:
        for table in METADATA.sorted_tables:
            if table.name in rows:
                connection.execute(insert(table), rows[table.name])
