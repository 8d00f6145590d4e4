"""A database that is locked or slow: an error in good time, never an acknowledgement, and then all is well again."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
import requests
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.edges.live import Ear
from tests.edges.town import settled


@pytest.fixture(params=["sqlite", "postgresql"])
def town(request, new_server, played, secret):
    with settled(new_server(request.param), played, secret) as made:
        yield made


@contextmanager
def locked(town):
    """Another process holds what every writer needs, for longer than one of ours may."""
    database = town.network.database
    engine = database.writer if database.is_sqlite else create_engine(database.url, poolclass=NullPool)
    with engine.begin() as connection:  # on SQLite this is the lock already
        if not database.is_sqlite:
            connection.execute(text("LOCK TABLE rooms, messages, people, sessions IN ROW EXCLUSIVE MODE"))
            connection.execute(text("SELECT id FROM rooms FOR UPDATE"))
        yield


def test_a_locked_database_is_told_and_nothing_is_acknowledged(town):
    room = town.new_room(town.cast.crohns)
    told: dict[str, Any] = {}
    said = {"body": "Now?", "client_key": uuid4().hex}
    with Ear(town.server.url, town.token(town.cast.ana)) as ana, Ear(town.server.url, town.token(town.cast.ben)) as ben:
        ben.enter(room)

        def by_letter() -> None:
            told["http"] = town.call(town.cast.ana, "POST", f"/rooms/{room}/messages", said)

        def live() -> None:
            told["live"] = ana.say(room, "Now?")

        calls = [threading.Thread(target=call) for call in (by_letter, live)]
        with locked(town):
            for call in calls:
                call.start()
            assert requests.get(f"{town.server.url}/healthz", timeout=10).ok
            assert ben.enter(room)["last_seq"] == 0
            for call in calls:
                call.join(15)
            assert told["live"]["error"]["code"] == "unavailable"
            answer = told["http"]
            assert answer.status_code == 503
            assert answer.json()["error"]["code"] == "unavailable"
            assert int(answer.headers["Retry-After"]) >= 1
            assert town.call(town.cast.ana, "GET", f"/rooms/{room}/messages").json()["items"] == []
        assert ben.all("message:posted") == []
        assert town.call(town.cast.ana, "POST", f"/rooms/{room}/messages", said).status_code == 201
        assert "message" in ana.say(room, "Then now.")
        ben.hear_body("Then now.")
