"""Every call has an answer in the end, whatever becomes of its handler; and one client's calls wait for no other's."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

import gevent
import pytest
from gevent.event import Event

from app.engine import Engine, Later, Rooms
from app.engine.core import SLICE
from app.engine.later import Answering
from app.engine.session import Session
from app.greenlets import at_the_end
from app.realtime.wire import TextPacket
from tests.edges.test_engine_lines import Ends, masked, turn

LATE = "unavailable"


class Post:
    """Something under way that may never be over."""

    def __init__(self) -> None:
        self.over = Event()
        self.acts: list[Callable[[], None]] = []

    def then(self, act: Callable[[], None]) -> None:
        self.acts.append(act)

    def wait(self) -> None:
        self.over.wait()

    def end(self) -> None:
        self.over.set()
        for act in self.acts:
            act()


class House:
    """A server whose handlers are what a test says they are."""

    packet_class = TextPacket

    def __init__(self) -> None:
        self.not_handled = object()
        self.session = Session.__new__(Session)
        self.session.coming, self.session.under_way = None, 0
        self.eio = SimpleNamespace(sockets={"line": self.session})
        self.handlers: dict[str, Callable[[], Any]] = {"quick": lambda: "done"}
        self.said: list[tuple[int, Any]] = []
        self.made: list[str] = []
        self.answering = Answering(self)
        self.answering.unavailable = lambda: LATE
        self.answering.together = {"post"}

    def _trigger_event(self, event: str, _namespace: str, _sid: str) -> Any:
        self.made.append(event)
        return self.handlers[event]()

    def _send_packet(self, _eio_sid: str, sent: Any) -> None:
        self.said.append((sent.id, sent.data[0]))

    def calls(self, *events: str, came: float | None = None) -> gevent.Greenlet:
        """One client's calls, numbered from 1, worked on as the engine does."""

        def work() -> None:
            for number, event in enumerate(events, 1):
                self.session.heard_at = time.monotonic() if came is None else came
                self.answering(self, "sid", "line", [event], "/", number)

        worker = gevent.spawn(work)
        turn()
        return worker

    def wait_for_too_long(self) -> None:
        for one in self.answering.open.asked:
            one.due = 0.0
        self.answering.open.look()
        turn()


@pytest.fixture
def house() -> House:
    return House()


def test_a_call_whose_handler_hangs_is_answered_and_the_next_is_heard(house):
    house.handlers["hang"] = Event().wait
    house.calls("hang", "quick")
    assert house.said == []
    house.wait_for_too_long()
    assert house.said == [(1, LATE), (2, "done")]
    assert not house.answering.open.asked


def test_a_call_that_has_waited_for_too_long_is_answered_and_not_made(house):
    house.calls("quick", came=time.monotonic() - 60)
    assert house.said == [(1, LATE)]
    assert house.made == []


def test_a_post_that_never_ends_is_answered_once(house):
    post = Post()
    house.handlers["post"] = lambda: Later(post, lambda: "stored")
    house.calls("post")
    house.wait_for_too_long()
    post.end()
    assert house.said == [(1, LATE)]
    assert house.session.under_way == 0


def test_what_waits_for_a_post_that_never_ends_is_answered_too(house):
    house.handlers["post"] = lambda: Later(Post(), lambda: "stored")
    house.calls("post", "quick", "quick")
    assert house.said == []
    house.wait_for_too_long()
    house.wait_for_too_long()
    assert sorted(house.said) == [(1, LATE), (2, LATE), (3, LATE)]
    assert house.made == ["post"]


def test_whoever_is_just_in_time_is_left_alone_and_so_is_the_next(house):
    """The call ends between the look that found it late and the throw."""
    door, second = Event(), Event()
    house.handlers["first"] = lambda: door.wait() and "first"
    house.handlers["second"] = lambda: second.wait() and "second"
    house.calls("first", "second")
    door.set()  # whoever waits there is woken before what is scheduled after it
    for one in house.answering.open.asked:
        one.due = 0.0
    house.answering.open.look()
    turn()
    second.set()
    turn()
    assert house.said == [(1, "first"), (2, "second")]


def test_a_handler_that_fails_leaves_nothing_open(house):
    house.handlers["fail"] = lambda: 1 / 0
    worker = house.calls("fail")
    assert isinstance(worker.exception, ZeroDivisionError)
    assert not house.answering.open.asked


def test_at_the_end_whatever_waits_is_told_so_and_whatever_comes_too(house):
    house.handlers |= {"hang": Event().wait, "post": lambda: Later(Post(), lambda: "stored")}
    house.calls("post")
    house.calls("hang", "quick")
    house.answering.open.give_up()
    turn()
    assert sorted(house.said) == [(1, LATE), (1, LATE), (2, LATE)]
    house.calls("quick")
    assert house.said[-1] == (1, LATE)


def test_whoever_says_much_at_once_lets_others_come_in_between():
    engine = Engine(SimpleNamespace(sockets={}), Rooms())
    order: list[str] = []

    class Busy(Session):
        def receive(self, _packet: Any) -> None:
            if not order:
                little.client.sendall(masked(b'4["x"]'))
                at_the_end(partial(order.append, "what was left for the end"))
            order.append(self.sid)
            until = time.perf_counter() + 2 * SLICE
            while time.perf_counter() < until:
                pass

        def close(self, *_: Any) -> None:
            self.closed = True

    much, little = (Ends(engine, partial(Busy, sid=name)) for name in ("much", "little"))
    much.client.sendall(masked(b'4["x"]') * 40)
    while order.count("much") < 40:
        turn()
    assert order.index("little") < 10
    assert order.index("what was left for the end") < 10
    for one in (much, little):
        one.line.cut("over")
        one.client.close()
