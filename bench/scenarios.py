"""What is measured of each side. A scenario returns one value for each of its figures."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final, NamedTuple

from bench.sides import Serve, Served
from bench.town import BEHIND

CLIENTS: Final = int(os.environ.get("BENCH_CLIENTS", "1000"))
SECONDS: Final = float(os.environ.get("BENCH_SECONDS", "5"))

WINDOW: Final = 4
"""Posts that a sender has under way."""

SENDERS: Final = min(50, CLIENTS)
HALF: Final = CLIENTS // 2
STALLED: Final = HALF // 10
READING: Final = HALF - STALLED
MANY: Final = 5 * CLIENTS
FIRST: Final = min(20, CLIENTS)

CALM: Final = 3.0
"""Seconds after which a server has tidied up behind those who just came."""


class Figure(NamedTuple):
    name: str
    says: str
    unit: str
    more_is_better: bool = True
    bar: float | None = None
    """What ours is held against where the other side has nothing like it."""


class Scenario(NamedTuple):
    figures: tuple[Figure, ...]
    measure: Callable[[Serve], tuple[float, ...]]
    beside: bool = False
    """Told in RESULTS.md only."""
    of: str = "ours"
    against: str = "theirs"

    @property
    def has_bar(self) -> bool:
        return self.figures[0].bar is not None


def _fan_out(senders: int, serve: Serve) -> tuple[float, ...]:
    return (_posts(serve, CLIENTS, senders),)


def _latency(serve: Serve) -> tuple[float, ...]:
    with _warm(serve) as served:
        found = served.load("pace", served.town.quiet, clients=HALF, rate=20, seconds=2 * SECONDS)
    return found.p50, found.p99


def _memory(clients: int, serve: Serve) -> tuple[float, ...]:
    """Nothing is said before: what is left of it would be used again by those who come."""
    with serve() as served:
        with served.held(clients=FIRST):
            pass
        time.sleep(CALM)
        before = served.running.memory
        with served.held(clients=clients, settle=CALM):
            return ((served.running.memory - before) * 1024 / clients,)


def _connects(serve: Serve) -> tuple[float, ...]:
    with _warm(serve) as served:
        return (served.load("connect", served.town.quiet, clients=CLIENTS).rate,)


def _durable(serve: Serve) -> tuple[float, ...]:
    """In messages: each counts once, when all have heard it."""
    return (_posts(serve, SENDERS, SENDERS) / SENDERS,)


def _reconnect(serve: Serve) -> tuple[float, ...]:
    with _warm(serve) as served:
        return (served.load("return", served.town.lively, clients=CLIENTS, behind=BEHIND).seconds,)


def _stalled(serve: Serve) -> tuple[float, ...]:
    """Each of the rest, with some who stall, compared with each of all. Many speak, so that buffers do fill."""
    speaking = min(SENDERS, READING)
    without = _posts(serve, HALF, speaking) / HALF
    return (_posts(serve, HALF, speaking, stalled=STALLED) / READING / without,)


def _posts(serve: Serve, clients: int, senders: int, stalled: int = 0) -> float:
    settings = {"clients": clients, "senders": senders, "window": WINDOW, "stalled": stalled, "seconds": SECONDS}
    with _warm(serve) as served:
        return served.load("post", served.town.quiet, **settings).rate


@contextmanager
def _warm(serve: Serve) -> Iterator[Served]:
    """A server that has done everything once. What it loads and compiles for its first ones counts for nobody."""
    with serve() as served:
        served.load("post", served.town.quiet, clients=FIRST, senders=FIRST, window=1, seconds=0.5)
        yield served


SCENARIOS: Final = (
    Scenario((Figure("fanout_1_sender", "deliveries in a room, one speaks", "deliveries/s"),), partial(_fan_out, 1)),
    Scenario(
        (Figure("fanout_50_senders", f"the same, {SENDERS} speak at once", "deliveries/s"),),
        partial(_fan_out, SENDERS),
    ),
    Scenario(
        (
            Figure("latency_p50", "from a post to its delivery, 20 posts a second", "ms", more_is_better=False),
            Figure("latency_p99", "the same, the slowest hundredth", "ms", more_is_better=False),
        ),
        _latency,
    ),
    Scenario((Figure("memory_idle", "for each who is silent in a room", "KiB", False),), partial(_memory, CLIENTS)),
    Scenario((Figure("connects", "connections with their tokens", "connects/s"),), _connects),
    Scenario((Figure("durable_50", f"messages that all {SENDERS} in a room say and hear", "messages/s"),), _durable),
    Scenario(
        (Figure("reconnect_1000", f"until all who come back at once have read {BEHIND} messages", "s", False, 10.0),),
        _reconnect,
    ),
    Scenario((Figure("stalled", "what the others still get while a tenth has stalled", "share", bar=1.0),), _stalled),
    Scenario(
        (Figure("two_workers", f"two of our processes with Redis against one, {SENDERS} speak", "deliveries/s"),),
        partial(_fan_out, SENDERS),
        beside=True,
        of="together",
        against="ours",
    ),
    Scenario(
        (Figure("memory_many", f"as memory_idle, {MANY:,} in the room", "KiB", False),), partial(_memory, MANY), True
    ),
)
DURABLE: Final = next(one for one in SCENARIOS if one.measure is _durable)
