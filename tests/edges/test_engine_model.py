"""The engine against a model: whatever people do, each hears what was said where they were, once and in its order."""

from __future__ import annotations

import json
import socket
from types import SimpleNamespace
from typing import Any

import gevent
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.engine import Rooms
from app.engine.line import Line
from app.engine.session import Session
from app.realtime.wire import TextPacket

ROOMS = ("everyday", "eating")
FILL = "x" * 200_000
"""So much at once that a client who does not read is soon behind the kernel's buffers, and past the bound."""


class Person:
    """A client, what it should hear, and what it has read so far."""

    def __init__(self, rooms: Rooms, number: int) -> None:
        ours, self.socket = socket.socketpair()
        ours.setblocking(False)
        self.socket.setblocking(False)
        self.sid = f"sid-{number}"
        self.line = rooms.server.eio.sockets[self.sid] = Session(ours, self, self.sid)  # type: ignore[arg-type]
        rooms.pre_connect(self.sid, "/")
        rooms.connect(self.sid, "/")
        self.due: list[int] = []
        self.raw = b""
        self.reads = True
        self.gone = False

    def heard(self, line: Line) -> None:
        raise AssertionError("nobody says anything here")

    def ended(self, line: Line, reason: str) -> None:
        self.gone = True

    def read(self) -> None:
        try:
            while more := self.socket.recv(1 << 20):
                self.raw += more
        except (BlockingIOError, ConnectionError):
            pass

    def known(self) -> list[int]:
        return [json.loads(payload[2:])[1]["n"] for payload in messages(self.raw)]


def messages(raw: bytes) -> list[bytes]:
    """The payloads of whole server frames."""
    found, at = [], 0
    while at + 2 <= len(raw):
        size, start = raw[at + 1], at + 2
        if size > 125:
            wide = 2 if size == 126 else 8
            size, start = int.from_bytes(raw[start : start + wide], "big"), start + wide
        if start + size > len(raw):
            break
        found.append(raw[start : start + size])
        at = start + size
    return found


class Life(RuleBasedStateMachine):
    """People come, go, enter, leave, stop reading and read again; things are said; the loop goes round or does not."""

    def __init__(self) -> None:
        super().__init__()
        self.rooms = Rooms()
        eio = SimpleNamespace(sockets={})
        self.rooms.server = SimpleNamespace(eio=eio, packet_class=TextPacket, environ={})
        self.people: list[Person] = []
        self.inside: dict[str, list[Person]] = {room: [] for room in ROOMS}
        self.said = 0

    def teardown(self) -> None:
        self.rooms.outbox.flush()
        for _ in range(400):
            if all(self.settled(one) for one in self.people):
                break
            gevent.sleep(0.001)
        for one in self.people:
            self.check(one, whole=not one.gone)
            one.line.cut("over")
            one.socket.close()

    def settled(self, one: Person) -> bool:
        one.read()
        return one.gone or not one.line.waiting

    def check(self, one: Person, *, whole: bool = False) -> None:
        known = one.known()
        assert known == one.due[: len(known)], "something came twice, out of order, or to somebody who was not there"
        assert not whole or known == one.due, "something was lost"

    def heard_all(self, one: Person) -> None:
        """Whoever goes takes along what was said before, unless they were behind already."""
        if one.line.is_open and not one.line.waiting:
            one.read()
            self.check(one, whole=True)

    def pick(self, data: Any) -> Person:
        return data.draw(st.sampled_from(self.people[-4:]))

    @precondition(lambda self: len(self.rooms.everybody) < 3)
    @rule()
    def come(self) -> None:
        one = Person(self.rooms, len(self.people))
        self.people.append(one)
        self.rooms.enter_room(one.sid, "/", ROOMS[0])
        self.inside[ROOMS[0]].append(one)

    @precondition(lambda self: self.people)
    @rule(data=st.data(), room=st.sampled_from(ROOMS))
    def enter(self, data: Any, room: str) -> None:
        one = self.pick(data)
        if one.sid in self.rooms.everybody and one not in self.inside[room]:
            self.rooms.enter_room(one.sid, "/", room)
            self.inside[room].append(one)

    @precondition(lambda self: self.people)
    @rule(data=st.data(), room=st.sampled_from(ROOMS))
    def leave(self, data: Any, room: str) -> None:
        one = self.pick(data)
        self.rooms.leave_room(one.sid, "/", room)
        self.heard_all(one)
        if one in self.inside[room]:
            self.inside[room].remove(one)

    @rule(data=st.data(), room=st.sampled_from(ROOMS), long=st.booleans(), skips=st.booleans())
    def say(self, data: Any, room: str, long: bool, skips: bool) -> None:
        self.said += 1
        here = self.inside[room]
        skip = data.draw(st.sampled_from(here)) if skips and here else None
        said = {"n": self.said, "fill": FILL if long else ""}
        self.rooms.emit("said", said, "/", room=room, skip_sid=skip.sid if skip else None)
        for one in here:
            if one is not skip:
                one.due.append(self.said)
        if len({other for other in ROOMS if self.inside[other]}) > 1:
            self.rooms.outbox.flush()  # between rooms there is no order within one turn

    @precondition(lambda self: self.people)
    @rule(data=st.data(), reads=st.booleans())
    def read_or_not(self, data: Any, reads: bool) -> None:
        self.pick(data).reads = reads

    @precondition(lambda self: self.people)
    @rule(data=st.data())
    def go(self, data: Any) -> None:
        one = self.pick(data)
        self.rooms.disconnect(one.sid, "/")
        self.heard_all(one)
        for here in self.inside.values():
            if one in here:
                here.remove(one)
        one.line.cut("went")

    @rule()
    def turn(self) -> None:
        gevent.sleep(0.001)
        for one in self.people:
            if one.reads:
                one.read()

    @invariant()
    def nobody_heard_what_they_should_not(self) -> None:
        for one in self.people:
            self.check(one)

    @invariant()
    def nothing_is_kept_of_rooms_without_people(self) -> None:
        assert set(self.rooms.lines) == {room for room in ROOMS if self.inside[room]}
        assert all(one.line.waiting <= 2 << 20 for one in self.people)


Life.TestCase.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
TestLife = Life.TestCase
