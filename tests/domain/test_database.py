"""What the database is trusted with: conflict-free inserts, moments in UTC, durability."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import StatementError

from networks.base import FOREVER
from networks.database import insert_once
from networks.jobs import JobRow
from networks.people.models import Block
from tests.domain.acts import at_once, do, look

"""Seconds within which a fault of the database is told (trust.md)."""


# --- inserting


def test_inserting_tells_whether_the_row_is_new(network, cast):
    row = {"person_id": cast.ana.person_id, "blocked_id": cast.ben.person_id, "at": network.clock()}
    assert [do(network, None, lambda work: insert_once(work.session, Block, **row)) for _ in range(3)] == [
        True,
        False,
        False,
    ]


def test_of_those_who_insert_the_same_at_once_one_is_first(network):
    def insert(work):
        job = {"id": uuid4(), "kind": "mail", "key": "one", "payload": {}, "due_at": work.now, "tries": 0}
        return insert_once(work.session, JobRow, **job)

    assert at_once([partial(do, network, None, insert)] * 8).count(True) == 1


# --- moments


def test_a_moment_comes_back_in_utc_as_it_was(network):
    elsewhere = datetime(2026, 7, 1, 0, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    for moment in (elsewhere, FOREVER, datetime(1970, 1, 1, tzinfo=UTC)):
        with network.begin() as work:
            work.session.add(JobRow(id=uuid4(), kind="x", key=str(moment), payload={}, due_at=moment))
        with network.reading() as work:
            kept = work.session.scalars(select(JobRow.due_at).where(JobRow.key == str(moment))).one()
        assert (kept, kept.tzinfo) == (moment, UTC)


def test_a_moment_without_its_zone_is_refused(network):
    def ask(work):
        naive = datetime(2026, 7, 1)  # noqa: DTZ001
        return work.session.scalars(select(JobRow).where(JobRow.due_at == naive)).all()

    with pytest.raises(StatementError, match="time zone"):
        look(network, None, ask)


# --- transactions


def test_a_reading_is_one_picture_whatever_is_written_meanwhile(network):
    count = select(func.count()).select_from(JobRow)
    with network.reading() as work:
        before = work.rows(count).scalar()
        with network.begin() as writing:
            writing.session.add(JobRow(id=uuid4(), kind="x", key="meanwhile", payload={}, due_at=writing.now))
        assert work.rows(count).scalar() == before
    with network.reading() as work:
        assert work.rows(count).scalar() == before + 1


# --- durability


def test_sqlite_writes_ahead_syncs_fully_and_minds_foreign_keys(sqlite_database):
    for engine in (sqlite_database.writer, sqlite_database.reader):
        with engine.connect() as connection:
            asked = ("journal_mode", "synchronous", "foreign_keys")
            found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
        assert found == ["wal", 2, 1]
