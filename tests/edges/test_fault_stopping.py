"""SIGTERM in the middle of live calls: each is acknowledged or refused, everybody is told to come back, and it ends."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
import websocket

from tests.edges.senders import Place
from tests.edges.test_fault_crash import answers_at_all
from tests.edges.town import Town, settled
from tests.edges.wire import CLOSED, Wire
from tests.services.kept import wait_until

COME_BACK = 1001


class Stopping(threading.Thread):
    """The server is told to stop; `code` is what it ends with."""

    code: int | None = None

    def __init__(self, server) -> None:
        super().__init__()
        self.server = server

    def run(self) -> None:
        self.code = self.server.stop()


@pytest.fixture(params=["engine", "stock"])
def town(request, new_server, played, secret) -> Iterator[Town]:
    with settled(new_server(REALTIME=request.param), played, secret) as made:
        yield made


@contextmanager
def locked(town) -> Iterator[None]:
    with town.network.database.writer.begin():
        yield


def ask(wire: Wire, number: int, event: str, **said: object) -> None:
    wire.say(f"42{number}" + json.dumps([event, said]))


def everything(wire: Wire, room: str) -> None:
    """What waits for the database's lock, and what waits for that."""
    ask(wire, 1, "message:post", room_id=room, body="Under way.", client_key=uuid4().hex)
    ask(wire, 2, "message:post", room_id=room, body="Behind it.", client_key=uuid4().hex)
    ask(wire, 3, "room:read", room_id=room, seq=0)
    ask(wire, 4, "room:typing", room_id=room)


def stored(town, room: str) -> list[dict]:
    return Place(town.server.url, room).history(town.token(town.cast.ana))


def stop(town) -> Stopping:
    """Tell the server to stop, once it has heard what was said before."""
    with Wire(town.server.url) as other:
        assert other.connect(town.token(town.cast.ben)).still_answers()
    stopping = Stopping(town.server)
    stopping.start()
    assert wait_until(lambda: not answers_at_all(town.server), 10)
    return stopping


def test_live_calls_that_are_under_way_are_finished(town):
    room = str(town.new_room(town.cast.crohns))
    with Wire(town.server.url) as ana:
        ana.connect(town.token(town.cast.ana))
        with locked(town):
            everything(ana, room)
            stopping = stop(town)
        acks = [ana.ack(number) for number in (1, 2, 3, 4)]
        assert [one["message"]["seq"] for one in acks[:2]] == [1, 2]
        assert acks[2:] == [{}, {}]
        stopping.join(30)
        assert stopping.code == 0
        ask(ana, 5, "message:post", room_id=room, body="Too late.", client_key=uuid4().hex)
        assert ana.ack(5) == CLOSED
    town.server.start()
    assert [one["body"] for one in Place(town.server.url, room).history(town.token(town.cast.ana))] == [
        "Under way.",
        "Behind it.",
    ]


@pytest.mark.parametrize("town", ["engine"], indirect=True)
def test_live_calls_that_cannot_be_finished_are_refused_and_everybody_is_told_to_come_back(town):
    room = str(town.new_room(town.cast.crohns))
    with Wire(town.server.url) as ana, Wire(town.server.url) as ben:
        ana.connect(town.token(town.cast.ana))
        ben.connect(town.token(town.cast.ben))
        with locked(town):
            everything(ana, room)
            stopping = stop(town)
            assert {ana.ack(number)["error"]["code"] for number in (1, 2, 3, 4)} == {"unavailable"}
            assert ends_with(ben) == COME_BACK
            stopping.join(30)
            assert stopping.code == 0
    town.server.start()
    assert stored(town, room) == []


def ends_with(wire: Wire) -> int | None:
    """The code with which the server closes."""
    while True:
        try:
            kind, said = wire.ws.recv_data(control_frame=True)
        except (OSError, websocket.WebSocketException):
            return None
        if kind == websocket.ABNF.OPCODE_CLOSE:
            return int.from_bytes(said[:2], "big")
