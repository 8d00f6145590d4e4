"""What is done is let go at once. What only the collector finds makes a process grow until it runs, and slow when it
does."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
import requests

from tests.edges.town import Town, settled
from tests.edges.wire import Wire
from tests.frame.servers import Server

MANY = 100
FEW = 20
"""Objects that may be left each time. Libraries make some; a request of ours once left forty, with 12 kB."""


class Thrifty(Server):
    program = ("-m", "tests.edges.thrifty")


@pytest.fixture(scope="module")
def thrifty(tmp_path_factory, played, secret) -> Iterator[Town]:
    made = Thrifty(tmp_path_factory.mktemp("thrifty"), {})
    try:
        made.start()
        with settled(made, played, secret) as town:
            yield town
    finally:
        made.close()


def left_by(town: Town, do: Callable[[], object]) -> float:
    """How many objects are left each time."""
    do()
    collected(town.server)
    for _ in range(MANY):
        do()
    return collected(town.server) / MANY


def collected(server: Server) -> int:
    """Objects that only the collector has found since this was asked last."""
    assert server._process is not None
    assert server._process.stdout is not None
    os.kill(server.pid, signal.SIGUSR1)
    return int(server._process.stdout.readline())


def test_a_request_leaves_nothing(thrifty):
    assert left_by(thrifty, lambda: requests.get(f"{thrifty.server.url}/healthz").raise_for_status()) < FEW


def test_a_connection_leaves_nothing(thrifty):
    room = str(thrifty.new_room(thrifty.cast.crohns))

    def come_and_go() -> None:
        with Wire(thrifty.server.url) as wire:
            wire.connect(thrifty.token(thrifty.cast.ana))
            wire.say(f'421["room:enter",{{"room_id":"{room}"}}]')
            assert wire.ack(1)["last_seq"] == 0

    assert left_by(thrifty, come_and_go) < FEW


def test_what_is_said_leaves_nothing(thrifty):
    room = str(thrifty.new_room(thrifty.cast.crohns))
    with Wire(thrifty.server.url) as wire:
        wire.connect(thrifty.token(thrifty.cast.ana))
        said = {"room_id": room, "body": "Hello."}
        assert left_by(thrifty, lambda: wire.post(1, said | {"client_key": uuid4().hex})["message"]) < FEW
