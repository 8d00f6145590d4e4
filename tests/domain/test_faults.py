"""A database that is locked, full, gone or back again: told in time, never acknowledged, healed by itself."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from networks.chat.posting import post_message
from networks.database import Database
from networks.errors import Unavailable
from tests.domain.acts import at_once, do, read, say
from tests.services.kept import free_port, wait_until

WITHIN = 10.0
"""Seconds within which a fault of the database is told (trust.md)."""

HOLDER = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.readline()
held.execute("ROLLBACK")
"""


@contextmanager
def locked_by_another(database: Database) -> Iterator[None]:
    """Somebody else holds what every message needs: on SQLite the file, on PostgreSQL the rooms."""
    if database.is_sqlite:
        call = [sys.executable, "-c", HOLDER, str(database.url.database)]
        with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
            assert holder.stdout
            assert holder.stdin
            assert holder.stdout.readline() == "locked\n"
            yield
            holder.stdin.close()
    else:
        with alone(database).begin() as held:
            held.execute(text("LOCK TABLE rooms IN EXCLUSIVE MODE"))
            yield


def alone(database: Database) -> Engine:
    """A connection that the product knows nothing of."""
    return create_engine(database.url, poolclass=NullPool)


def test_a_database_that_somebody_else_locks_is_told_in_time_and_heals(network, cast):
    said = say(network, cast.ana, cast.everyday, "Before.")
    took = []

    def try_to_say():
        began = time.monotonic()
        try:
            return say(network, cast.ben, cast.everyday, "Meanwhile.")
        finally:
            took.append(time.monotonic() - began)

    with locked_by_another(network.database):
        assert [type(one) for one in at_once([try_to_say] * 3)] == [Unavailable] * 3
        assert max(took) < WITHIN
        assert [one.id for one in read(network, cast.ben, cast.everyday).items] == [said.id]
    assert say(network, cast.ben, cast.everyday, "After.").seq == said.seq + 1


def test_a_writer_waits_for_somebody_else_to_finish(network, cast):
    waiting = network.database.writer.pool

    def finish_when_somebody_waits():
        with locked_by_another(network.database):
            held.set()
            assert wait_until(lambda: waiting.checkedout() == 1, WITHIN)

    def say_meanwhile():
        assert held.wait(WITHIN)
        return say(network, cast.ana, cast.everyday, "In turn.")

    for _ in range(3):
        held = Event()
        _, said = at_once([finish_when_somebody_waits, say_meanwhile])
        assert said.body == "In turn."


def test_a_database_that_is_not_there_is_told(tmp_path):
    for url in (f"sqlite:///{tmp_path}/nowhere/cairn.db", f"postgresql+psycopg://a:b@127.0.0.1:{free_port()}/cairn"):
        database = Database(url)
        for door in (database.reading(), database.writing(lambda: None)):
            with pytest.raises(Unavailable), door as connection:
                connection.execute(text("SELECT 1"))
        database.close()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_full_disk_is_told_reading_goes_on_and_it_heals(network, cast):
    kept = say(network, cast.ana, cast.everyday, "Before.")
    limit(network, None)
    stored = [kept.id]

    def fill():
        while True:
            stored.append(say(network, cast.ana, cast.everyday, "x" * 8000).id)

    with pytest.raises(Unavailable):
        fill()
    assert [one.id for one in read(network, cast.ben, cast.everyday, after_seq=0, limit=2000).items] == stored
    limit(network, 2**30)
    assert say(network, cast.ana, cast.everyday, "After.").seq == len(stored) + 1


def limit(network, pages):
    """Let the file have no more pages than these, or than now. The writer is one connection, so it is told once."""
    with network.database.writer.connect() as connection:
        wanted = pages or connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={wanted}")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_postgres_that_was_restarted_is_found_again(network, cast):
    with alone(network.database).connect() as other:
        ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database()"

        def end_all():
            assert other.execute(text(f"{ended} AND pid <> pg_backend_pid()")).scalar()

        def lose_the_connection(work):
            post_message(work, cast.everyday, body="Lost.", client_key=uuid4().hex)
            end_all()

        with pytest.raises(Unavailable):
            do(network, cast.ana, lose_the_connection)
        say(network, cast.ana, cast.everyday, "Again.")
        end_all()
        assert [one.body for one in read(network, cast.ben, cast.everyday).items] == ["Again."]
