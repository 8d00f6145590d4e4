"""Migrations: they make what the models say, go up and down, and complete or leave everything as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from app import markdown, schema
from networks.database import Database
from networks.tables import METADATA
from networks.text_search import is_inner
from networks.wiring import INSIDE
from networks.work import Network
from tests.cast import Cast
from tests.domain.acts import read, say
from tests.frame.databases import put_rows, rows_of

REVISIONS = [one.revision for one in ScriptDirectory(str(schema.HERE)).walk_revisions()][::-1]
ALEMBICS = "alembic_version"


def tables(database: Database) -> set[str]:
    with database.reader.connect() as connection:
        names = set(inspect(connection).get_table_names()) - {ALEMBICS}
    return {name for name in names if not is_inner(name)}


def sizes(database: Database) -> dict[str, int | None]:
    """How many rows each table has, whatever its columns are at this revision."""
    with database.reader.connect() as connection:
        return {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) for name in sorted(tables(database))}


def differences(database: Database) -> list[Any]:
    with database.reader.connect() as connection:
        ours = {"include_name": lambda name, *_: not is_inner(name)}
        opts = {"compare_type": True, "compare_server_default": True} | ours
        context = MigrationContext.configure(connection, opts=opts)
        return list(compare_metadata(context, METADATA))


def live(database: Database, cast: Cast) -> None:
    """Somebody uses it: reading, and writing with every constraint in force."""
    network = Network(database, render=markdown.render, inside=INSIDE)
    said = say(network, cast.ana, cast.everyday, "It works.")
    assert read(network, cast.ben, cast.everyday).items[-1].id == said.id


NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{revision}", "{before}", None, None


def upgrade():
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("rooms") as rooms:
        rooms.add_column(sa.Column("colour", sa.String(10), nullable=False, server_default="blue"))
    {and_then}


def downgrade():
    with op.batch_alter_table("rooms") as rooms:
        rooms.drop_column("colour")
    op.drop_table("later")
"""


def put_next(folder: Path, and_then: str = "pass") -> None:
    (folder / "9999_later.py").write_text(NEXT.format(revision="9999", before=REVISIONS[-1], and_then=and_then))
    schema.head.cache_clear()


# --- models and migrations


def test_the_migrations_make_what_the_models_say(bare):
    schema.upgrade(bare)
    assert differences(bare) == []
    assert tables(bare) == set(METADATA.tables)


def test_a_forgotten_migration_would_be_noticed(bare):
    schema.upgrade(bare)
    with bare.writer.begin() as connection:
        connection.execute(text("ALTER TABLE rooms DROP COLUMN purpose"))
        connection.execute(text("DROP INDEX uq_people_email_verified"))
    found = [one[0] for one in differences(bare)]
    assert sorted(found) == ["add_column", "add_index"]


def test_the_migrations_are_one_line():
    assert len(ScriptDirectory(str(schema.HERE)).get_heads()) == 1
    assert sorted(REVISIONS) == REVISIONS


# --- up and down


def test_upgrading_twice_upgrades_once(bare):
    schema.upgrade(bare)
    schema.upgrade(bare)
    assert schema.is_current(bare)


def test_every_step_goes_down_and_up_again_with_people_in_it(bare, played):
    schema.upgrade(bare)
    put_rows(bare, played.rows)
    for revision in reversed(REVISIONS[1:]):
        before = sizes(bare)
        schema.downgrade(bare, f"{revision}-1")
        schema.upgrade(bare, revision)
        assert sizes(bare) == before
        schema.downgrade(bare, f"{revision}-1")
    schema.downgrade(bare, "base")
    assert tables(bare) == set()
    assert schema.current(bare) is None
    schema.upgrade(bare)
    assert differences(bare) == []
    put_rows(bare, played.rows)
    live(bare, played.cast)


def test_a_table_that_is_rebuilt_keeps_all_that_belongs_to_it(bare, played, own_migrations):
    """On SQLite a changed table is copied and dropped: what refers to it must not be dropped along."""
    schema.upgrade(bare, REVISIONS[-1])
    put_rows(bare, played.rows)
    before = rows_of(bare)
    put_next(own_migrations)
    for change in (lambda: schema.upgrade(bare), lambda: schema.downgrade(bare, REVISIONS[-1])):
        change()
        assert rows_of(bare) == before
        live(bare, played.cast)
        before = rows_of(bare)


def test_foreign_keys_hold_after_a_migration(bare, played, own_migrations):
    put_next(own_migrations)
    schema.upgrade(bare)
    put_rows(bare, played.rows)
    with bare.writer.begin() as connection:
        connection.execute(text("DELETE FROM communities"))
    assert not set(rows_of(bare)) & {"rooms", "memberships", "cases", "sanctions", "invitations"}


# --- dying midway


def test_a_migration_that_dies_midway_leaves_everything_as_it_was_and_completes_later(bare, played, own_migrations):
    schema.upgrade(bare, REVISIONS[-1])
    put_rows(bare, played.rows)
    before = rows_of(bare)
    put_next(own_migrations, and_then='op.execute("SELECT * FROM no_such_table")')
    with pytest.raises(SQLAlchemyError):
        schema.upgrade(bare)
    assert (schema.current(bare), "later" in tables(bare)) == (REVISIONS[-1], False)
    assert rows_of(bare) == before
    live(bare, played.cast)
    put_next(own_migrations)
    schema.upgrade(bare)
    assert (schema.current(bare), "later" in tables(bare)) == ("9999", True)
    live(bare, played.cast)


def test_foreign_keys_hold_after_a_migration_that_died(bare, played, own_migrations):
    put_next(own_migrations, and_then='op.execute("SELECT * FROM no_such_table")')
    with pytest.raises(SQLAlchemyError):
        schema.upgrade(bare)
    put_rows(bare, played.rows)
    with bare.writer.begin() as connection:
        connection.execute(text("DELETE FROM communities"))
    assert "rooms" not in rows_of(bare)
