"""A program at a live connection that keeps a copy of one room, through everything that can happen to it."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any, Final
from uuid import uuid4

from tests.edges.caller import NOWHERE
from tests.edges.room_copy import Copy, Told
from tests.edges.senders import Place
from tests.edges.wire import CLOSED, NARROW, Wire

EVENTS: Final = frozenset({"message:posted", "message:edited", "message:removed"})
RESET: Final = struct.pack("ii", 1, 0)
"""Closing loses what is under way, as when a line breaks."""

Then = Callable[[Any], None]


def no_fault(ack: Any) -> None:
    assert "error" not in ack, ack


class Client:
    """Calls are made at once, and answered by and by as `take` is given what comes."""

    def __init__(self, place: Place, token: str | None) -> None:
        self.place = place
        self.token = token
        self.copy = Copy()
        self.wire: Wire | None = None
        self.reads = True
        self.may_be_cut = False
        """Since this connection stands: it did not read, its person was banned, or the server was ended."""
        self.inside = False
        """Whether anything may be told: from when they ask to enter until their leaving is answered."""
        self.attends = False
        """Whether everything must be told: from when they have entered until they ask to leave."""
        self.visits = 0
        self.may_not = False
        """Whoever lost the right to be here is told that there is nothing."""
        self.unsure: dict[str, str] = {}
        """What was said and not acknowledged, by key."""
        self.ids: dict[str, str] = {}
        """What was acknowledged, by key."""
        self.acknowledged: list[Told] = []
        self.asked: dict[str, Then] = {}
        self._numbers = count(1)

    # --- coming and going

    def come(self) -> None:
        """Connect where that is needed, catch up, and say again what may have been lost."""
        if self.wire is None:
            self.wire = Wire(self.place.url, sockopt=NARROW, skip_utf8_validation=True).connect(self.token)
            self.reads, self.may_be_cut = True, False
        self.inside, self.attends = True, False
        self.visits += 1
        self.copy.entering()
        self.call("room:enter", {"room_id": self.place.room, "after_seq": self.copy.at}, self._entered)
        self._say_again(list(self.unsure))

    def leave(self) -> None:
        self.attends = False
        self.call("room:leave", {"room_id": self.place.room}, partial(self._left, self.visits))

    def vanish(self) -> None:
        """The line breaks, and with it goes whatever is under way in either direction."""
        if self.wire is not None:
            sock = self.wire.ws.sock
            assert sock is not None
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            sock.close()
            self.ended()

    def ended(self) -> None:
        if self.wire is not None:
            self.wire.ws.shutdown()
        self.wire = None
        self.asked.clear()
        self._outside()

    def stall(self) -> None:
        self.reads, self.may_be_cut = False, True

    # --- saying something

    def post(self, body: str) -> None:
        key = uuid4().hex
        self.unsure[key] = body
        self._say(key)

    def edit(self, message_id: str, body: str) -> None:
        self.call("message:edit", {"message_id": message_id, "body": body}, self._changed)

    def remove(self, message_id: str) -> None:
        self.call("message:remove", {"message_id": message_id}, self._changed)

    def ask_for_an_answer(self) -> None:
        """When it comes, so has everything that was said before."""
        self.call("room:leave", {"room_id": NOWHERE}, no_fault)

    def call(self, event: str, said: dict[str, Any], then: Then) -> None:
        if self.wire is not None:
            number = str(next(self._numbers))
            self.asked[number] = then
            self.wire.say(f"42{number}{json.dumps([event, said], ensure_ascii=False)}")

    # --- hearing

    def take(self, packet: str) -> None:
        """Understand one packet."""
        if packet.startswith("42"):
            name, said = json.loads(packet[2:])
            if name in EVENTS and said["room_id"] == self.place.room:
                assert self.inside, f"{name} was told to somebody who is not there"
                self.copy.hear(Told.of(said))
        elif packet.startswith("43"):
            number, bracket, rest = packet[2:].partition("[")
            (ack,) = json.loads(bracket + rest)
            self.asked.pop(number)(ack)
        elif packet == CLOSED or packet.startswith(("1", "41")):
            assert self.may_be_cut
            self.ended()

    def _entered(self, ack: Any) -> None:
        if self.may_not:
            assert ack["error"]["code"] == "not_found"
            self._outside()
            return
        missed, last_seq, more = ack["missed"], ack["last_seq"], ack["more"]
        while more:
            page = self._read_on(missed[-1]["change_seq"])
            missed, last_seq, more = missed + page["items"], page["last_seq"], page["next"] is not None
        self.copy.entered(map(Told.of, missed), last_seq)
        self.attends = True

    def _read_on(self, after: int) -> Any:
        return self.place.call(self.token, "GET", params={"changed_after": after, "limit": 100}).json()

    def _left(self, visit: int, ack: Any) -> None:
        """Unless they have turned round at the door."""
        no_fault(ack)
        self.copy.stops()
        if visit == self.visits:
            self._outside()

    def _outside(self) -> None:
        self.inside = self.attends = False
        self.copy.left()

    def _say_again(self, keys: list[str]) -> None:
        """One after the other: who sends a lot and does not read meanwhile is soon behind."""
        keys = [key for key in keys if key in self.unsure]
        if keys:
            self._say(keys[0], lambda: self._say_again(keys[1:]))

    def _say(self, key: str, then: Callable[[], None] = lambda: None) -> None:
        said = {"room_id": self.place.room, "body": self.unsure[key], "client_key": key}
        self.call("message:post", said, partial(self._acknowledged, key, then))

    def _acknowledged(self, key: str, then: Callable[[], None], ack: Any) -> None:
        if "message" in ack:
            self._done(ack["message"])
            assert self.ids.setdefault(key, ack["message"]["id"]) == ack["message"]["id"]
            self.unsure.pop(key, None)
        else:
            self._refused(ack)
        then()

    def _changed(self, ack: Any) -> None:
        if "message" in ack:
            self._done(ack["message"])
        elif ack["error"]["code"] != "conflict":  # it was removed meanwhile
            self._refused(ack)

    def _done(self, message: dict[str, Any]) -> None:
        told = Told.of(message)
        self.acknowledged.append(told)
        assert not self.attends or self.copy.at >= told.change_seq, "an answer overtook what was told to all"

    def _refused(self, ack: Any) -> None:
        """Only whoever may not, or while the server goes."""
        assert ack["error"]["code"] == ("not_found" if self.may_not else "unavailable"), ack
