"""A database that takes questions and answers nothing: every call is answered all the same, and then all is well."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
import requests
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.edges.town import settled
from tests.edges.wire import Wire
from tests.services.kept import wait_until

OTHERS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@pytest.fixture(params=["engine", "stock"])
def town(request, new_server, played, secret):
    with settled(new_server("postgresql", REALTIME=request.param), played, secret) as made:
        yield made


@contextmanager
def hanging(town) -> Iterator[None]:
    """Those at the database who serve this server stand still."""
    town.network.database.close()
    with create_engine(town.network.database.url, poolclass=NullPool).connect() as connection:
        found = list(connection.scalars(text(OTHERS)))
    assert found
    for pid in found:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in found:
            os.kill(pid, signal.SIGCONT)


def call(wire: Wire, number: int, event: str, **said: object) -> None:
    wire.say(f"42{number}{json.dumps([event, said])}")


def post(wire: Wire, number: int, room: str) -> None:
    call(wire, number, "message:post", room_id=room, body="Hello?", client_key=uuid4().hex)


def refusal(answer: dict[str, Any]) -> str | None:
    return answer["error"]["code"] if "error" in answer else None


def test_every_call_is_answered_while_the_database_hangs(town):
    room = str(town.new_room(town.cast.crohns))
    with Wire(town.server.url) as ana, Wire(town.server.url) as ben:
        ana.connect(town.token(town.cast.ana))
        ben.connect(town.token(town.cast.ben))
        post(ana, 1, room)
        call(ben, 1, "room:enter", room_id=room)
        assert "message" in ana.ack(1)
        assert "room" in ben.ack(1)
        with hanging(town):
            for number in (2, 3):
                post(ana, number, room)
            call(ana, 4, "room:typing", room_id=room)
            call(ben, 2, "room:read", room_id=room, seq=1)
            call(ben, 3, "room:enter", room_id=room)
            call(ben, 4, "no:such")
            assert requests.get(f"{town.server.url}/healthz", timeout=10).ok
            assert [refusal(ana.ack(number)) for number in (2, 3)] == ["unavailable", "unavailable"]
            read = [refusal(wire.ack(number)) for wire, number in ((ana, 4), (ben, 2), (ben, 3), (ben, 4))]
            assert set(read) <= {"unavailable", "invalid", None}  # who comes through a new connection notices nothing

        def is_well() -> bool:
            post(ana, 5, room)
            return "message" in ana.ack(5)

        assert wait_until(is_well, 30)
