"""A phone that went out of reach says nothing, not even good-bye: its line ends within a minute."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import websocket

from app.engine.core import ROUND, TICK
from app.realtime.starting import PING, PONG
from tests.edges.live import Ear
from tests.edges.test_fault_slow import Impatient
from tests.edges.town import Town, settled
from tests.edges.wire import Wire
from tests.services.kept import wait_until


@pytest.fixture(scope="module", params=["engine", "stock"])
def hasty(request, tmp_path_factory, played, secret) -> Iterator[Town]:
    """A real server that pings every second."""
    server = Impatient(tmp_path_factory.mktemp("hasty"), {"REALTIME": request.param, "PINGS": "often"})
    try:
        server.start()
        with settled(server, played, secret) as town:
            yield town
    finally:
        server.close()


class Silent(Wire):
    """Takes what comes, and answers nothing."""

    def hears_the_end(self) -> bool:
        try:
            while self.ws.recv():
                pass
        except (OSError, websocket.WebSocketException) as fault:
            return not isinstance(fault, websocket.WebSocketTimeoutException)
        return True


def test_a_ping_and_its_answer_take_less_than_a_minute():
    assert 2 * ROUND * TICK < 60
    assert PING + 2 * PONG < 60
    assert ROUND * TICK == PING


def test_whoever_answers_no_ping_is_gone_and_others_stay(hasty):
    room = str(hasty.new_room(hasty.cast.crohns))
    with Silent(hasty.server.url) as silent, Ear(hasty.server.url, hasty.token(hasty.cast.ben)) as ben:
        ben.enter(room)
        silent.connect(hasty.token(hasty.cast.ana))
        silent.say("421" + json.dumps(["room:enter", {"room_id": room}]))
        assert "room" in silent.ack(1)
        assert silent.hears_the_end()
        assert wait_until(lambda: ben.all("room:presence")[-1]["here"] == 1, 10)
        assert ben.is_open
        assert "message" in ben.say(room)
