"""Migrations: bring a database up to date, and tell whether it is.

Alembic is loaded when something is to be migrated: a server that only serves has no need to carry it in memory.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import inspect, text

from networks.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

HERE: Final = Path(__file__).parent.parent / "migrations"


class SchemaMismatch(Exception):
    """The database is at another version than this code. Serving it would lose or garble data."""


def upgrade(database: Database, to: str = "head") -> None:
    """Run what is missing; where nothing is, do nothing."""
    if to == "head" and is_current(database):
        return
    from alembic import command

    command.upgrade(_config(database), to)


def downgrade(database: Database, to: str) -> None:
    from alembic import command

    command.downgrade(_config(database), to)


def is_current(database: Database) -> bool:
    return current(database) == head()


def require_current(database: Database) -> None:
    if not is_current(database):
        found = current(database) or "none"
        raise SchemaMismatch(
            f"The database is at version {found}, not at this program's. Run: flask --app wsgi db upgrade"
        )


def current(database: Database) -> str | None:
    """The database's version, or None where nothing has been migrated yet."""
    with database.reader.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.scalar(text("SELECT version_num FROM alembic_version"))


@cache
def head() -> str:
    """This program's version: migrations are files named by their four digits, in order."""
    return max(file.name[:4] for file in (HERE / "versions").glob("[0-9]*.py"))


def _config(database: Database) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    config.attributes["database"] = database
    return config
