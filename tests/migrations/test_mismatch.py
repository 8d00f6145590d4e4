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


@pytest.mark.parametrize("found", ["none", "0000"])
def test_a_server_refuses_a_database_that_does_not_fit(tmp_path, sqlite_template, found):
    server = Server(tmp_path / "server", {}, "--no-migration")
    (server.folder / "data").mkdir()
    if found != "none":
        shutil.copyfile(sqlite_template, server.folder / "data" / "cairn.db")
        database = server.open_database()
        with database.writer.begin() as connection:
            connection.execute(text(f"UPDATE alembic_version SET version_num = '{found}'"))
        database.close()
    with pytest.raises(RuntimeError, match=f"version {found}.*db upgrade"):
        server.start()


def test_a_server_that_is_told_to_migrates_what_it_finds(new_server, sqlite_template):
    server = new_server()
    database = server.open_database()
    assert schema.is_current(database)
    database.close()
    server.stop()
    server.run_flask("db", "downgrade", "base")
    server.run_flask("db", "upgrade")
    server.arguments = ("--no-migration",)
    server.start()
