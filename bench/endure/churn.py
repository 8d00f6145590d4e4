"""People who come and go all the time, in every way in which a connection can end."""

from __future__ import annotations

import random
import socket
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Final

import gevent

from tests.edges.client import Client
from tests.edges.room_copy import Copy, Told
from tests.edges.senders import Place
from tests.edges.wire import Wire

STAY: Final = (5.0, 40.0)
AWAY: Final = (0.5, 20.0)
STALL: Final = (10.0, 60.0)
"""Seconds, each time drawn anew."""

LET_GO: Final = 60.0
"""Seconds after which the server must have let go of a line at whose other end there is nobody."""

LONG: Final = "🪨" * 7900
"""A message of 64 kB, now and then."""

Act = Callable[[], None]


class Position(Copy):
    """A copy that keeps no messages, for hours of them: only how far it goes."""

    def keep(self, one: Told) -> None:
        pass


class Walker:
    """Somebody with a connection most of the time."""

    def __init__(self, place: Place, token: str, tally: Counter[str], look_after: Callable[[Act], None]) -> None:
        self.client = Client(place, token)
        self.client.copy = Position()
        self.tally = tally
        self._look_after = look_after  # lines with nobody at their other end

    def walk(self) -> None:
        while True:
            gevent.sleep(random.uniform(*AWAY))
            self.client.come()
            self.tally["visits"] += 1
            self.listen(random.uniform(*STAY))
            way = random.choices(list(WAYS), list(WAYS.values()))[0]
            if self.client.wire is not None:
                self.tally[way.__name__] += 1
                way(self)

    def listen(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        with gevent.Timeout(seconds, False):
            while self.client.wire is not None and not until():
                self.client.take(self.client.wire.take())

    def speak(self) -> None:
        """Say something, or change what was said before."""
        self.tally["said"] += 1
        ids = list(self.client.ids.values())[-5:]
        if ids and random.random() < 0.1:
            self.client.edit(random.choice(ids), f"Changed {self.tally['said']}")
        elif ids and random.random() < 0.05:
            self.client.remove(ids[-1])
        else:
            self.client.post(f"{self.tally['said']} {LONG if random.random() < 0.02 else ''}")

    # --- the ways to go

    def leave(self) -> None:
        self.client.leave()
        self.listen(5, until=lambda: not self.client.asked)
        if self.client.wire is not None:
            self.client.wire.close()
        self.client.ended()

    def hang_up(self) -> None:
        self.client.ended()

    def break_off(self) -> None:
        self.client.vanish()

    def stall(self) -> None:
        self.client.stall()
        gevent.sleep(random.uniform(*STALL))
        self.listen(2)
        self.client.ended()

    def get_lost(self) -> None:
        """As where a phone leaves the net: the line stays open, and nobody is there."""
        wire, self.client.wire = self.client.wire, None
        self.client.ended()
        assert wire is not None
        self._look_after(partial(_must_end, wire))


WAYS: Final = {Walker.leave: 25, Walker.hang_up: 25, Walker.break_off: 25, Walker.stall: 12, Walker.get_lost: 13}


def _must_end(wire: Wire) -> None:
    """What was said before the server let go is still under way, and may be a megabyte."""
    gevent.sleep(LET_GO)
    with gevent.Timeout(LET_GO / 2, AssertionError("a line with nobody at its other end is still open")):
        _read_to_the_end(wire)
    wire.ws.shutdown()


def _read_to_the_end(wire: Wire) -> None:
    sock: socket.socket | None = wire.ws.sock
    try:
        while sock is not None and sock.recv(1 << 20):
            pass
    except ConnectionError:
        pass
