"""Kill -9 while twenty people send, again and again on the same data, on both databases."""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import requests

from bench.generator import BUILD
from bench.services import durable_database, services
from bench.town import found
from tests.edges.senders import SENDERS, Place, Said, Sender, count, doubles, is_counted_through, lost, send_until
from tests.frame.servers import Server

KILLS: Final = int(os.environ.get("ENDURE_KILLS", "50"))
SOONEST, LATEST = 1, 400
"""Acknowledgements after which the server is killed, so that it happens in the middle of everything."""

BOUND: Final = 10.0
"""Seconds until it must be ready again."""


@dataclass
class Outcome:
    database: str
    kills: int = 0
    acknowledged: int = 0
    stored: int = 0
    lost: int = 0
    doubles: int = 0
    holes: bool = False
    ready: list[float] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.lost and not self.doubles and not self.holes and max(self.ready) < BOUND

    def __str__(self) -> str:
        numbers = f"{self.kills:5}  {self.acknowledged:12,}  {self.stored:8,}  {self.lost:4}  {self.doubles:7}"
        return (
            f"{self.database:10}  {numbers}  {max(self.ready):8.2f} s{'  holes in the numbers' if self.holes else ''}"
        )


HEAD: Final = f"{'':10}  kills  acknowledged    stored  lost  doubles  ready again after at most"


def main() -> int:
    print(HEAD)
    with ExitStack() as stack:
        BUILD.mkdir(exist_ok=True)
        stack.enter_context(services())
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=BUILD)))  # elsewhere it may be in memory
        outcomes = [one for name, url in _databases(stack) for one in [_endure(name, url, scratch / name)]]
    return 0 if all(one.is_good for one in outcomes) else 1


def _databases(stack: ExitStack) -> Iterator[tuple[str, str]]:
    yield "SQLite", ""
    if url := durable_database(stack):
        yield "PostgreSQL", url
    else:
        print("There is no PostgreSQL here that writes to disk: SQLite alone was killed.")


def _endure(name: str, url: str, folder: Path) -> Outcome:
    town = found(folder, SENDERS, url)
    server = Server(folder / "server", {"DATA_DIR": str(folder), "DATABASE_URL": url})
    place = Place(server.url, str(town.quiet))
    senders = [Sender(f"walker-{number}", token) for number, token in enumerate(town.tokens.read_text().split())]
    outcome = Outcome(name)
    try:
        _start(server, outcome)
        for _ in range(KILLS):
            _kill(server, place, senders, outcome)
        _count(outcome, senders, place.history(senders[0].token))
    finally:
        server.close()
    print(outcome, flush=True)
    return outcome


def _kill(server: Server, place: Place, senders: list[Sender], outcome: Outcome) -> None:
    send_until(place, senders, server.kill9, random.randint(SOONEST, LATEST))
    outcome.kills += 1
    _start(server, outcome)
    _count(outcome, senders, place.history(senders[0].token))
    for sender in senders:
        sender.say_again(place)
    if sys.stdout.isatty():
        print(outcome, end="\r", flush=True)


def _start(server: Server, outcome: Outcome) -> None:
    begun = time.perf_counter()
    server.start()
    assert requests.get(f"{server.url}/readyz", timeout=BOUND).ok
    outcome.ready.append(time.perf_counter() - begun)


def _count(outcome: Outcome, senders: list[Sender], stored: list[Said]) -> None:
    """What is wrong once stays counted, even if it heals."""
    outcome.acknowledged, outcome.stored = count(senders), len(stored)
    outcome.lost = max(outcome.lost, len(lost(senders, stored)))
    outcome.doubles = max(outcome.doubles, len(doubles(stored)))
    outcome.holes |= not is_counted_through(stored)
