"""Lines of people who do not say who they are: they end within ten seconds, and one address has only so many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import requests
import websocket

from app.realtime import doorstep
from app.realtime.doorstep import LONGEST, MOST, OFTEN, Doorstep
from tests.edges.test_fault_slow import Impatient
from tests.edges.town import Town, settled
from tests.edges.wire import Wire
from tests.services.kept import wait_until

HERE = "192.0.2.7"


class Time:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def step(time) -> Doorstep:
    return Doorstep(capped=True, clock=time)


def test_ten_seconds_after_it_was_opened_no_line_is_without_a_name():
    assert LONGEST + 2 * OFTEN <= 10


def test_whoever_has_stood_there_for_too_long_is_due(step, time):
    step.come("first", HERE)
    time.now = LONGEST / 2
    step.come("second", HERE)
    assert step.overdue() == []
    time.now = LONGEST
    assert step.overdue() == ["first"]


def test_whoever_says_who_they_are_or_goes_is_not_due(step, time):
    step.come("first", HERE)
    step.go("first")
    time.now = 2 * LONGEST
    assert step.overdue() == []
    assert not step.crowd


def test_whoever_comes_back_to_the_doorstep_has_the_whole_time(step, time):
    step.come("first", HERE)
    time.now = LONGEST / 2
    step.come("first", HERE)
    time.now = LONGEST
    assert step.overdue() == []
    assert step.crowd == {HERE: 1}


def test_an_address_has_room_for_so_many(step):
    for number in range(MOST):
        assert not step.is_full(HERE)
        step.come(str(number), HERE)
    assert step.is_full(HERE)
    assert not step.is_full("192.0.2.8")
    step.go("0")
    assert not step.is_full(HERE)


def test_a_thousand_may_come_at_once():
    assert MOST > 1_000


def test_one_line_that_cannot_be_ended_keeps_no_other(step, time, monkeypatch):
    ended = []

    def hang_up(_eio: object, eio_sid: str) -> None:
        ended.append(eio_sid)
        raise OSError

    monkeypatch.setattr(doorstep, "hang_up", hang_up)
    step.come("first", HERE)
    step.come("second", HERE)
    time.now = LONGEST
    doorstep.sweep(type("Io", (), {"server": type("Server", (), {"eio": None})}), step)
    assert ended == ["first", "second"]
    assert step.standing == {}


@pytest.fixture(scope="module", params=["engine", "stock"])
def hasty(request, tmp_path_factory, played, secret) -> Iterator[Town]:
    """A real server, whose doorstep has room for twenty, for a second."""
    server = Impatient(tmp_path_factory.mktemp("hasty"), {"REALTIME": request.param, "LIMITS": "on"})
    try:
        server.start()
        with settled(server, played, secret) as town:
            yield town
    finally:
        server.close()


@pytest.fixture
def opened(hasty) -> Iterator[Callable[[], Wire]]:
    with ExitStack() as stack:
        yield lambda: stack.enter_context(Wire(hasty.server.url))


def waiting(server) -> float:
    lines = requests.get(f"{server.url}/metrics", timeout=30).text.splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith("cairn_live_unnamed "))


NAMELESS = {
    "says nothing": [],
    "has a wrong token": ['40{"token":"no such token"}'],
    "has none": ["40"],
    "wants another room": ["40/admin,"],
    "answers pings": ["3"] * 5,
}


@pytest.mark.parametrize("said", NAMELESS.values(), ids=NAMELESS)
def test_whoever_does_not_say_who_they_are_is_closed_and_others_stay(hasty, opened, said):
    named = opened().connect(hasty.token(hasty.cast.ana))
    nameless = [opened() for _ in range(5)]
    for one in nameless:
        for packet in said:
            one.say(packet)
    assert all(one.is_closed() for one in nameless)
    assert named.still_answers()
    assert waiting(hasty.server) == 0


def test_whoever_leaves_and_keeps_the_line_is_closed(hasty, opened):
    left = opened().connect(hasty.token(hasty.cast.ana))
    left.say("41")
    assert left.is_closed()


def test_whoever_leaves_and_comes_back_on_the_same_line_stays(hasty, opened):
    back = opened().connect(hasty.token(hasty.cast.ana))
    back.say("41")
    back.connect(hasty.token(hasty.cast.ben))
    assert opened().is_closed()
    assert back.still_answers()


def test_an_address_that_fills_the_doorstep_is_told_to_wait_and_gets_in_later(hasty, opened):
    with pytest.raises(websocket.WebSocketBadStatusException) as refusal:
        [opened() for _ in range(1000)]
    assert refusal.value.status_code == 429
    assert refusal.value.resp_headers is not None
    assert int(refusal.value.resp_headers["retry-after"]) >= 1
    assert b"too_many" in (refusal.value.resp_body or b"")
    assert wait_until(lambda: waiting(hasty.server) == 0, 10)
    assert opened().connect(hasty.token(hasty.cast.ana)).still_answers()


WHOLE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
HALF = {
    "no upgrade": {"Connection": "keep-alive", "Upgrade": "websocket"},
    "another protocol": {"Connection": "Upgrade", "Upgrade": "h2c"},
    "nothing": {},
    "an old version": {**WHOLE, "Sec-WebSocket-Version": "8"},
    "no key": {**WHOLE, "Sec-WebSocket-Key": ""},
    "a short key": {**WHOLE, "Sec-WebSocket-Key": "short"},
    "a key in other letters": {**WHOLE, "Sec-WebSocket-Key": "\u00ff" * 24},
    "a body": {**WHOLE, "Content-Length": "5"},
    "a body in parts": {**WHOLE, "Transfer-Encoding": "chunked"},
}


@pytest.mark.parametrize("headers", HALF.values(), ids=HALF)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "HEAD", "PUT"])
def test_what_is_half_a_handshake_is_refused_and_leaves_nothing_behind(hasty, headers, method):
    before = hasty.server.log()
    url = f"{hasty.server.url}/socket.io/?EIO=4&transport=websocket"
    body = b"hello" if "Content-Length" in headers else iter([b"hello"]) if "Transfer-Encoding" in headers else None
    answer = requests.request(method, url, headers=headers, data=body, timeout=30)
    assert answer.status_code == 400
    assert waiting(hasty.server) == 0
    assert hasty.server.log() == before


@pytest.mark.parametrize("query", ["EIO=3", "", "EIO=4&sid=nobodys", "EIO=4&transport=polling", "EIO=4&j=x"])
def test_a_handshake_for_something_else_is_refused_and_leaves_nothing_behind(hasty, query):
    url = f"{hasty.server.url}/socket.io/?{query}&transport=websocket"
    assert requests.get(url, headers=WHOLE, timeout=30).status_code == 400
    assert waiting(hasty.server) == 0


def test_nobody_gets_at_a_line_over_http_or_takes_it_over(hasty, opened):
    line = opened()
    known = f"{hasty.server.url}/socket.io/?EIO=4&sid={line.sid}"
    line.connect(hasty.token(hasty.cast.ana))
    for transport in ("polling", "websocket"):
        for method, body in (("GET", None), ("POST", "41"), ("OPTIONS", None)):
            answer = requests.request(method, f"{known}&transport={transport}", data=body, headers=WHOLE, timeout=30)
            assert answer.status_code == 400
    assert line.still_answers()


def test_nobody_is_offered_to_pack_what_they_send(hasty):
    """A frame of 64 KiB can be packed into a hundred bytes."""
    wish = ["Sec-WebSocket-Extensions: permessage-deflate"]
    line = websocket.create_connection(
        hasty.server.url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket", header=wish, timeout=30
    )
    assert "sec-websocket-extensions" not in {name.lower() for name in line.getheaders() or {}}
    line.close()
