"""Telling other processes through Redis what happened. It is a hint, which may be late or lost: the database decides.

The two seams to python-socketio, each held by a test with a Redis that hangs, stops and comes back.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import Any, Final

import gevent
from socketio import RedisManager

from app.engine import Rooms

log = logging.getLogger(__name__)

PATIENCE: Final = 1.0
"""Seconds that somebody's message may wait for a Redis that hangs. Those in this process have heard it by then."""

AGAIN: Final = 2.0
"""Seconds between two tries to listen. The stock manager doubles them up to a minute, as long as nobody hears."""


class Hints(RedisManager):
    def _publish(self, data: Any) -> None:
        with gevent.Timeout(PATIENCE, False):
            super()._publish(data)

    def _redis_listen_with_retries(self) -> Iterator[Any]:
        while True:
            try:
                self._redis_connect()
                self.pubsub.subscribe(self.channel)
                yield from self.pubsub.listen()
            except Exception as fault:
                log.warning("Redis does not answer, other processes are not heard: %s", fault)
            time.sleep(AGAIN)


class RoomsWithHints(Hints, Rooms):
    """The same over the live engine: what comes through Redis is told to its rooms."""

    def __init__(self, url: str) -> None:
        RedisManager.__init__(self, url)
