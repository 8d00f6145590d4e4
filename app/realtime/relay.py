"""From process to process through Redis. It is a hint, which may be late or lost: the database decides.

What is told within one turn goes as one parcel: a line of JSON that says what is in it, then the ready-made frames.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from uuid import uuid4

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from app import greenlets

log = logging.getLogger(__name__)

PATIENCE: Final = 1.0
"""Seconds that Redis may take for an answer. Nobody's message waits for it: those in this process have heard it."""

AGAIN: Final = 1.0
"""Seconds between two tries to reach a Redis that was away."""

LOST: Final = 3.0
"""Seconds without our own beat after which we are cut off."""

MOST: Final = 10_000
"""Things that wait for a Redis that hangs. The rest is found in the database."""


class Told(NamedTuple):
    """Something said on a channel: the counter `at` which it moved a room, and the connection and people left out."""

    channel: str
    ready: bytes
    at: int = 0
    skip: str = ""
    spare: tuple[str, ...] = ()


@dataclass
class Parcel:
    sender: str
    told: list[Told] = field(default_factory=list)
    acts: list[tuple[str, Any]] = field(default_factory=list)

    def packed(self) -> bytes:
        rows = [(one.channel, len(one.ready), one.at, one.skip, one.spare) for one in self.told]
        head = json.dumps([self.sender, rows, self.acts]).encode()
        return b"\n".join((head, b"".join(one.ready for one in self.told)))

    @classmethod
    def unpacked(cls, data: bytes) -> Parcel:
        head, _, frames = data.partition(b"\n")
        sender, rows, acts = json.loads(head)
        return cls(sender, list(_cut(rows, memoryview(frames))), [(name, value) for name, value in acts])


def _cut(rows: list[list[Any]], frames: memoryview) -> Iterator[Told]:
    start = 0
    for channel, size, at, skip, spare in rows:
        yield Told(channel, bytes(frames[start : start + size]), at, skip, tuple(spare))
        start += size


class Relay:
    """`topic` is what the processes of one network share, and no other network on the same Redis."""

    def __init__(self, url: str, topic: str) -> None:
        self.me = uuid4().hex[:12]
        self._topic = topic
        self._redis = Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 0)
        )
        self._parcel = Parcel(self.me)
        self._sending = False
        self._echo = float("-inf")

    @property
    def is_up(self) -> bool:
        """Whether what others say reaches us, as far as our own beat tells."""
        return time.monotonic() - self._echo < LOST

    def tell(self, told: Told) -> None:
        if len(self._parcel.told) < MOST:
            self._parcel.told.append(told)
        self._soon()

    def act(self, name: str, value: object) -> None:
        if len(self._parcel.acts) < MOST:
            self._parcel.acts.append((name, value))
        self._soon()

    def listen(self, hear: Callable[[Parcel], None], missed: Callable[[], None]) -> None:
        """For ever: hand on what others send. `missed` is called each time when listening has begun."""
        while True:
            try:
                with self._redis.pubsub() as ear:
                    ear.subscribe(self._topic)
                    missed()
                    while True:
                        self._hear(ear.get_message(timeout=PATIENCE), hear)
            except (RedisError, OSError) as fault:
                log.warning("Redis does not answer, other processes are heard through the database: %s", fault)
            time.sleep(AGAIN)

    def _hear(self, found: dict[str, Any] | None, hear: Callable[[Parcel], None]) -> None:
        if not found or found["type"] != "message":
            return
        try:
            parcel = Parcel.unpacked(found["data"])
            if parcel.sender == self.me:
                self._echo = time.monotonic()
            else:
                hear(parcel)
        except Exception:  # one parcel that cannot be read must not keep us from the next
            log.exception("a parcel from another process was of no use")

    def _soon(self) -> None:
        if not self._sending:
            self._sending = True
            greenlets.spawn(self._send)

    def _send(self) -> None:
        """What comes while Redis is busy goes with the next parcel."""
        try:
            while self._parcel.told or self._parcel.acts:
                parcel, self._parcel = self._parcel, Parcel(self.me)
                self._publish(parcel)
        finally:
            self._sending = False

    def _publish(self, parcel: Parcel) -> None:
        try:
            self._redis.publish(self._topic, parcel.packed())
        except (RedisError, OSError):
            log.warning("Redis does not answer, other processes will find %s things in the database", len(parcel.told))
            greenlets.pause(AGAIN)
