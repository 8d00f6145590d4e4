"""How often is too often, for pages and API calls. Keys are an account or an address. Live calls: app/paces.py."""

from __future__ import annotations

import math
import time
from typing import Final, cast

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import RateLimiter, SlidingWindowCounterRateLimiter

from app.places import place
from networks.errors import TooMany

RATES: Final[dict[str, tuple[RateLimitItem, RateLimitItem]]] = {
    # name: (per account, per address); an address may be a whole hospital behind one router
    "signin": (parse("10/15minutes"), parse("60/15minutes")),
    "register": (parse("5/hour"), parse("20/hour")),
    "reset": (parse("3/hour"), parse("20/hour")),
    "post": (parse("120/minute"), parse("1200/minute")),
    "search": (parse("60/minute"), parse("1200/minute")),
    "join": (parse("20/hour"), parse("120/hour")),
    "upload": (parse("60/hour"), parse("600/hour")),
    "code": (parse("20/hour"), parse("60/hour")),
    "credentials": (parse("10/hour"), parse("100/hour")),
    "report": (parse("30/hour"), parse("300/hour")),
    "conversation": (parse("20/hour"), parse("400/hour")),
    "tip": (parse("20/hour"), parse("200/hour")),
    "write": (parse("120/minute"), parse("1200/minute")),
}
PATIENCE: Final = {"socket_timeout": 1.0, "socket_connect_timeout": 1.0}
"""How long a Redis that hangs may keep everybody waiting, in seconds."""


class Limits:
    """Counts uses in memory, or in Redis where several processes must count together.

    Without its Redis each process counts for itself: nobody is turned away because of it, and nobody guesses freely.
    """

    def __init__(self, storage: str, *, on: bool) -> None:
        self.on = on
        self._limiter = _limiter(storage)
        self._own = _limiter("memory://")

    def use(self, name: str, account: str | None, address: str) -> None:
        """Count one use of `name`. Raises TooMany, with the seconds to wait, where either key is used up."""
        if not self.on:
            return
        for item, key in zip(RATES[name], (account, address), strict=True):
            if key is not None:
                self._count(item, name, key)

    def _count(self, item: RateLimitItem, *key: str) -> None:
        try:
            _hit(self._limiter, item, *key)
        except StorageError:
            _hit(self._own, item, *key)


def _hit(limiter: RateLimiter, item: RateLimitItem, *key: str) -> None:
    if not limiter.hit(item, *key):
        raise TooMany(max(1, math.ceil(limiter.get_window_stats(item, *key).reset_time - time.time())))


def _limiter(storage: str) -> RateLimiter:
    return SlidingWindowCounterRateLimiter(storage_from_string(storage, wrap_exceptions=True, **PATIENCE))


def use(name: str, account: object = None) -> None:
    """Count one use by the caller's address and, where given, by an account."""
    key = None if account is None else str(account).strip().casefold()[:254]
    limits().use(name, key, place(request.remote_addr))


def limits() -> Limits:
    return cast(Limits, current_app.extensions["limits"])


def init_app(app: Flask, *, redis_url: str | None, on: bool) -> None:
    storage = (redis_url or "memory://").replace("unix://", "redis+unix://", 1)
    app.extensions["limits"] = Limits(storage, on=on)
