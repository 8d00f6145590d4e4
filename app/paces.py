"""How often is too often over a live connection, and for changes over HTTP of whatever kind. It is counted in this
process's memory: to ask Redis would take longer than most calls, and one that hangs would hold up everybody."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Hashable
from itertools import islice
from typing import Final, NamedTuple, cast
from uuid import UUID

from flask import Flask, current_app

from networks.errors import TooMany

MINUTE: Final = 60.0

PACES: Final[dict[str, tuple[int, int]]] = {
    # name: (one person, one address) a minute; an address may be a hospital from which a thousand come back at once,
    # and of each of them a page tells every two seconds how far it is read, and every three that somebody writes
    "handshake": (0, 6_000),
    "connect": (120, 6_000),
    "room:enter": (120, 6_000),
    "room:leave": (120, 6_000),
    "message:post": (120, 6_000),
    "message:edit": (60, 3_000),
    "message:remove": (60, 3_000),
    "message:react": (120, 6_000),
    "room:read": (120, 30_000),
    "room:typing": (60, 6_000),
    "community:badges": (120, 6_000),
    "other": (120, 6_000),
    "change": (300, 6_000),  # over HTTP, of any kind
}

EACH: Final = 50
"""Live connections that one person may have at once: each may keep a megabyte that is not read waiting."""

MOST: Final = 20_000
"""Keys that are remembered for each pace, of some 200 bytes each."""


class Bucket:
    """`amount` uses for each key, which come back one by one within a minute.

    All that is kept of a key is when it has all of them again.
    """

    def __init__(self, amount: int, most: int = MOST) -> None:
        self.step = MINUTE / amount
        self.depth = MINUTE - self.step + 1e-6  # what is added up again and again is never exact
        self.most = most
        self.full: dict[Hashable, float] = {}

    def use(self, key: Hashable, now: float) -> float:
        """Take one use of a key. Returns the seconds to wait where there is none."""
        full = self.full.get(key, now)
        if full < now:
            full = now
        if full - now > self.depth:
            return full - now - self.depth
        self.full[key] = full + self.step
        if len(self.full) > self.most:
            self._tidy(now)
        return 0.0

    def _tidy(self, now: float) -> None:
        """Forget who has all uses again. If that is not half of them, forget the first: nobody pays for a crowd."""
        left = {key: full for key, full in self.full.items() if full > now}
        self.full = dict(islice(left.items(), max(0, len(left) - self.most // 2), None))


class Pace(NamedTuple):
    person: Bucket | None
    address: Bucket


class Paces:
    def __init__(self, *, on: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self.on = on
        self._clock = clock
        self._paces = {name: Pace(Bucket(one) if one else None, Bucket(all_)) for name, (one, all_) in PACES.items()}

    def use(self, name: str, person: UUID | None, address: str | None) -> None:
        """Count one use by a person, from an address, or by both. Raises TooMany where either has had enough."""
        if not self.on:
            return
        pace, now = self._paces[name], self._clock()
        wait = pace.person.use(person, now) if person is not None and pace.person is not None else 0.0
        if not wait and address is not None:
            wait = pace.address.use(address, now)
        if wait:
            raise TooMany(math.ceil(wait))


def init_app(app: Flask, *, on: bool) -> None:
    app.extensions["paces"] = Paces(on=on)


def paces() -> Paces:
    return cast(Paces, current_app.extensions["paces"])
