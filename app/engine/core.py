"""The engine: lines, the greenlets that work through what was heard, and the wheel that pings."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, Final

import gevent
from engineio.packet import Packet
from gevent.event import Event

from app.engine.frames import frame
from app.engine.later import Answering
from app.engine.rooms import Rooms
from app.engine.session import Session
from app.greenlets import MOMENT, leave_nothing, with_its_end

log = logging.getLogger(__name__)

ROUND: Final = 25
"""Ticks between two pings to one line. Whoever has said nothing by the next is gone: after 50 s at most."""

TICK: Final = 1.0
"""Seconds."""

SLICE: Final = 0.001
"""Seconds for which one client's messages may be worked on before others come."""

LAST: Final = 1.0
"""Seconds that calls have to end which were told that nobody waits any longer."""

PING: Final = frame(b"2")


class Workers:
    """Greenlets that nobody waits for but at the end: gevent's own, which can be waited for, cost as much again."""

    def __init__(self) -> None:
        self._count = 0
        self._done = Event()

    def spawn(self, act: Callable[..., object], *said: object) -> None:
        self._count += 1
        gevent.spawn_raw(self._work, act, *said)

    def join(self, seconds: float | None = None) -> None:
        """Until all have ended, also those that begin meanwhile."""
        with gevent.Timeout(seconds, False):
            while self._count:
                self._done.clear()
                self._done.wait()

    def _work(self, act: Callable[..., object], *said: object) -> None:
        try:
            with_its_end(act, *said)
        finally:
            self._count -= 1
            if not self._count:
                self._done.set()


class Engine:
    """Lines belong to it until they end."""

    answering: Answering

    def __init__(self, eio: Any, rooms: Rooms) -> None:
        self.eio = eio
        self.rooms = rooms
        self.outbox = rooms.outbox
        self.slots: list[set[Session]] = [set() for _ in range(ROUND)]
        self.turn = 0
        self.workers = Workers()
        self.draining = False
        gevent.spawn(self._wheel)

    @property
    def lines(self) -> list[Session]:
        return [line for slot in self.slots for line in slot]

    def open(self, sock: Any, sid: str, hello: bytes, early: bytes) -> None:
        """Take over a socket after its upgrade: say hello, then listen."""
        line = self.eio.sockets[sid] = Session(sock, self, sid)
        min(self.slots, key=len).add(line)
        line.write(hello)
        if line.is_open:
            line.listen(early)

    def heard(self, line: Session) -> None:
        self.workers.spawn(self._work, line)

    def ended(self, line: Session, reason: str) -> None:
        for slot in self.slots:
            slot.discard(line)
        if not line.closed:
            self.workers.spawn(line.close, False, True, reason)

    def drain(self, seconds: float) -> None:
        """Hear nothing new, finish what was heard, tell everybody to come back."""
        self.draining = True
        for line in self.lines:
            line.pause()
        with gevent.Timeout(seconds, False):
            self.workers.join()
            for line in self.lines:
                line.settle()
        self.answering.open.give_up()
        self.workers.join(LAST)
        self.outbox.flush()
        for line in self.lines:
            line.hang_up(1001)

    def _work(self, line: Session) -> None:
        """Go through one client's messages in the order in which they came, and let others have their turn."""
        try:
            until = time.monotonic() + SLICE
            while line.inbox and line.is_open:
                self._hear(line, *line.inbox.popleft())
                if not self.draining:
                    line.resume()
                if time.monotonic() > until:
                    leave_nothing()
                    gevent.sleep(MOMENT)
                    until = time.monotonic() + SLICE
        finally:
            line.busy, line.inbox = False, None

    def _hear(self, line: Session, came: float, message: bytes) -> None:
        if message[:1] not in (b"4", b"3", b"2", b"1"):
            line.hang_up(1002)
            return
        line.heard_at = came
        try:
            line.receive(Packet(encoded_packet=message.decode()))
        except Exception:
            log.info("a line said what nobody understands", exc_info=True)
            line.hang_up(1002)

    def _wheel(self) -> None:
        """A late turn makes the next no later. Those that were missed are not made up for: after a long halt, everybody
        would be asked and cut in one moment."""
        due = time.monotonic()
        while True:
            due = max(due + TICK, time.monotonic())
            gevent.sleep(max(0.0, due - time.monotonic()))
            try:
                self.answering.open.look()
                self._ping()
            except Exception:
                log.exception("the wheel stumbled")

    def _ping(self) -> None:
        """One of the slots. Whoever has not said anything since it was last its turn is gone."""
        self.turn = (self.turn + 1) % ROUND
        for line in list(self.slots[self.turn]):
            if line.alive:
                line.alive = False
                line.write(PING)
            else:
                line.cut("ping timeout")
