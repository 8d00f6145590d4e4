"""Migrations: bring a database up to date, and tell whether it is."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from networks.database import Database

HERE: Final = Path(__file__).parent.parent / "migrations"


class SchemaMismatch(Exception):
    """The database is at another version than this code. Serving it would lose or garble data."""


def upgrade(database: Database, to: str = "head") -> None:
    command.upgrade(_config(database), to)


def downgrade(database: Database, to: str) -> None:
    command.downgrade(_config(database), to)


def is_current(database: Database) -> bool:
    return current(database) == ScriptDirectory.from_config(_config(database)).get_current_head()


def require_current(database: Database) -> None:
    if not is_current(database):
        found = current(database) or "none"
        raise SchemaMismatch(
            f"The database is at version {found}, not at this program's. Run: flask --app wsgi db upgrade"
        )


def current(database: Database) -> str | None:
    with database.reader.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    config.attributes["database"] = database
    return config
