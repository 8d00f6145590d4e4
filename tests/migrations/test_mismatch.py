"""A server serves its own version of the database and no other."""

from __future__ import annotations

import shutil

import pytest
from sqlalchemy import text

from app import schema
from tests.frame.servers import Server


def test_a_mismatch_is_told(bare):
    with pytest.raises(schema.SchemaMismatch, match="none"):
        schema.require_current(bare)
    schema.upgrade(bare)
    schema.require_current(bare)
    with bare.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.SchemaMismatch, match="9999"):
        schema.require_current(bare)


def test_a_server_refuses_a_database_that_does_not_fit(tmp_path, sqlite_template):
    server = Server(tmp_path / "server", {}, "--no-migration")
    (server.folder / "data").mkdir()
    shutil.copyfile(sqlite_template, server.folder / "data" / "cairn.db")
    database = server.open_database()
    with database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    database.close()
    with pytest.raises(RuntimeError, match=r"version 0000.*db upgrade"):
        server.start()


def test_a_server_starts_on_what_the_command_line_brought_up_to_date(new_server):
    server = new_server()  # which was told to migrate what it finds: nothing
    server.stop()
    database = server.open_database()
    assert schema.is_current(database)
    schema.downgrade(database, "base")
    database.close()
    server.run_flask("db", "upgrade")
    server.arguments = ("--no-migration",)
    server.start()
