"""Alembic's entry. The database is handed in by `app.schema`; there is no other way to run a migration."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from networks.base import UtcDateTime
from networks.tables import METADATA
from networks.text_search import is_inner


def plain(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Migrations name only SQLAlchemy's own types: ours may change, and they must still run."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def ours(name: str | None, _kind: str, _parents: Any) -> bool:
    """What each database keeps for searching is no model's."""
    return not is_inner(name)


def run() -> None:
    database = context.config.attributes["database"]
    with database.writer.connect() as connection:
        if database.is_sqlite:
            # A table that is rebuilt is dropped in between; with foreign keys on, that would empty others.
            connection.connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=METADATA,
            render_as_batch=True,
            compare_type=True,
            render_item=plain,
            include_name=ours,
            transaction_per_migration=True,
            transactional_ddl=True,
        )
        try:
            with context.begin_transaction():
                context.run_migrations()
        finally:
            if database.is_sqlite:
                connection.rollback()  # what died is undone first: inside a transaction the pragma says nothing
                connection.connection.execute("PRAGMA foreign_keys=ON")


run()
