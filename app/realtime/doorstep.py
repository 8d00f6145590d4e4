"""Those who have opened a line and not said who they are: few from one address, and none for long."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable
from itertools import takewhile
from typing import Any, Final

from flask_socketio import SocketIO

from app.places import place
from app.realtime.guard import hang_up

log = logging.getLogger(__name__)

LONGEST: Final = 9.0
"""Seconds that somebody may take to say who they are. Ten are promised, from the opening of the line."""

OFTEN: Final = 0.5
"""Seconds between two looks."""

MOST: Final = 1_500
"""Of one address. When the server comes back, a thousand people behind one router do so at once."""


class Doorstep:
    """Kept by Engine.IO's ids, the longest there first, whichever way a line is served."""

    def __init__(self, *, capped: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self.capped = capped
        self.clock = clock
        self.standing: dict[str, tuple[float, str]] = {}
        self.crowd: Counter[str] = Counter()

    def come(self, eio_sid: str, address: str) -> None:
        """From now on this line belongs to nobody: it was opened, or its person has left it."""
        self.go(eio_sid)
        self.standing[eio_sid] = self.clock(), address
        self.crowd[address] += 1

    def go(self, eio_sid: str | None) -> None:
        """It belongs to somebody, or is gone."""
        _, address = self.standing.pop(eio_sid or "", (0.0, ""))
        self.crowd[address] -= 1
        if self.crowd[address] <= 0:
            del self.crowd[address]

    def where(self, eio_sid: str) -> str:
        """The address of whoever stands there."""
        return self.standing.get(eio_sid, (0.0, "nowhere"))[1]

    def is_full(self, address: str) -> bool:
        return self.capped and self.crowd[address] >= MOST

    def overdue(self) -> list[str]:
        due = self.clock() - LONGEST
        return [eio_sid for eio_sid, _ in takewhile(lambda one: one[1][0] <= due, self.standing.items())]


def watch(io: SocketIO, doorstep: Doorstep) -> None:
    """Be told of lines that are opened, and of those that end."""
    handlers = io.server.eio.handlers
    connect, disconnect = handlers["connect"], handlers["disconnect"]

    def connected(eio_sid: str, environ: dict[str, Any]) -> Any:
        doorstep.come(eio_sid, place(environ.get("REMOTE_ADDR")))
        return connect(eio_sid, environ)

    def disconnected(eio_sid: str, reason: str) -> Any:
        try:
            return disconnect(eio_sid, reason)
        finally:
            doorstep.go(eio_sid)

    handlers.update(connect=connected, disconnect=disconnected)


def sweep_forever(io: SocketIO, doorstep: Doorstep) -> None:
    while True:
        io.sleep(OFTEN)
        sweep(io, doorstep)


def sweep(io: SocketIO, doorstep: Doorstep) -> None:
    for eio_sid in doorstep.overdue():
        try:
            hang_up(io.server.eio, eio_sid)
        except Exception:
            log.exception("a line could not be ended")
        finally:
            doorstep.go(eio_sid)
