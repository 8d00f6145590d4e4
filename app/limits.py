"""How often is too often: one place for pages, API calls and live calls. Keys are an account or an address."""

from __future__ import annotations

import math
import time
from typing import Final, cast

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter

from networks.errors import TooMany

RATES: Final[dict[str, tuple[RateLimitItem, RateLimitItem]]] = {
    # name: (per account, per address); an address may be a whole hospital behind one router
    "signin": (parse("10/15minutes"), parse("60/15minutes")),
    "register": (parse("5/hour"), parse("20/hour")),
    "reset": (parse("3/hour"), parse("20/hour")),
    "post": (parse("120/minute"), parse("1200/minute")),
    "join": (parse("20/hour"), parse("120/hour")),
    "code": (parse("20/hour"), parse("60/hour")),
}


class Limits:
    """Counts uses in memory, or in Redis where several processes must count together."""

    def __init__(self, storage: str, *, on: bool) -> None:
        self.on = on
        self._limiter = SlidingWindowCounterRateLimiter(storage_from_string(storage))

    def use(self, name: str, account: str | None, address: str) -> None:
        """Count one use of `name`. Raises TooMany, with the seconds to wait, where either key is used up."""
        if not self.on:
            return
        for item, key in zip(RATES[name], (account, address), strict=True):
            if key is not None and not self._limiter.hit(item, name, key):
                reset = self._limiter.get_window_stats(item, name, key).reset_time
                raise TooMany(max(1, math.ceil(reset - time.time())))


def use(name: str, account: object = None) -> None:
    """Count one use by this request's address and, where given, by an account."""
    key = None if account is None else str(account).strip().casefold()[:254]
    limits().use(name, key, request.remote_addr or "nowhere")


def limits() -> Limits:
    return cast(Limits, current_app.extensions["limits"])


def init_app(app: Flask, *, redis_url: str | None, on: bool) -> None:
    app.extensions["limits"] = Limits(redis_url or "memory://", on=on)
