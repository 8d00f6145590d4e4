"""Hundreds who come and go for ten minutes while messages are said at a steady pace: nothing may pile up."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Final

import gevent
from gevent.pool import Group

from bench.endure.churn import LET_GO, Walker
from bench.endure.watch import Sample, descriptors, memory, sockets, verdict
from bench.generator import BUILD
from bench.town import Town, found
from tests.edges.senders import Place
from tests.frame.servers import Server

MINUTES: Final = float(os.environ.get("ENDURE_MINUTES", "10"))
CLIENTS: Final = int(os.environ.get("ENDURE_CLIENTS", "300"))
PACE: Final = 8.0
"""Messages a second."""

EVERY: Final = min(10.0, MINUTES * 3)
"""Seconds between two samples."""


class Soak:
    """`faults` is what went wrong with anybody: something lost, doubled, out of order, or a line cut for nothing."""

    def __init__(self, server: Server, town: Town) -> None:
        self.pid = server.pid
        self.tally: Counter[str] = Counter()
        self.faults: list[str] = []
        self.people, self.lost = Group(), Group()
        self.place = Place(server.url, str(town.quiet))
        self.tokens = town.tokens.read_text().split()
        self.walkers = [Walker(self.place, token, self.tally, self._look_after) for token in self.tokens]
        self.samples: list[Sample] = []

    def run(self) -> None:
        for act in (self._talk, *(walker.walk for walker in self.walkers)):
            self._start(self.people, act)
        begun = time.monotonic()
        while (now := time.monotonic() - begun) < MINUTES * 60:
            self._take_sample(now / 60)
            gevent.sleep(EVERY)

    def all_come_once(self) -> None:
        """So that the pools of the database are open before descriptors are counted."""
        for walker in self.walkers[:20]:
            walker.client.come()
            walker.speak()
        for walker in self.walkers[:20]:
            walker.leave()

    def all_go(self) -> None:
        """But those who are lost stay so: the server must let go of them by itself."""
        self.people.kill()
        for walker in self.walkers:
            walker.client.ended()

    def all_is_stored(self) -> None:
        there = {one["id"]: one["change_seq"] for one in self.place.history(self.tokens[0])}
        told = [one for walker in self.walkers for one in walker.client.acknowledged]
        missing = sum(there.get(one.id, 0) < one.change_seq for one in told)
        if missing:
            self.faults.append(f"{missing} of {len(told)} that were acknowledged are not stored")

    def _talk(self) -> None:
        begun = time.monotonic()
        for number in count():
            gevent.sleep(max(0.0, begun + number / PACE - time.monotonic()))
            if there := [one for one in self.walkers if one.client.attends and one.client.reads]:
                random.choice(there).speak()

    def _take_sample(self, minute: float) -> None:
        here = sum(one.client.wire is not None for one in self.walkers)
        one = Sample(minute, memory(self.pid), descriptors(self.pid), here)
        self.samples.append(one)
        if len(self.samples) % 6 == 1:
            numbers = f"{one.minute:5.1f} min {one.memory:6.1f} MiB {one.descriptors:5} descriptors {one.here:4} here"
            visits, said = self.tally["visits"], self.tally["said"]
            print(f"{numbers} {visits:7,} visits {said:6,} said {len(self.faults):3} faults", flush=True)

    def _look_after(self, act: Callable[[], None]) -> None:
        self._start(self.lost, act)

    def _start(self, group: Group, act: Callable[[], None]) -> None:
        group.spawn(act).link_exception(lambda ended: self.faults.append(repr(ended.exception)))


def main() -> int:
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD) as scratch:
        town = found(Path(scratch) / "town", CLIENTS)
        server = Server(Path(scratch) / "server", {"DATA_DIR": str(town.folder), "LIMITS": "on"})
        try:
            server.start()
            return _soak(server, Soak(server, town))
        finally:
            server.close()


def _soak(server: Server, soak: Soak) -> int:
    silent = sockets(server.pid)
    soak.all_come_once()
    _wait_until(lambda: sockets(server.pid) <= silent)
    start = descriptors(server.pid)
    soak.run()
    soak.all_go()
    waited = _wait_until(lambda: descriptors(server.pid) <= start)
    soak.lost.join()
    soak.all_is_stored()
    flats, end = verdict(soak.samples), descriptors(server.pid)
    after = f"{end} descriptors, {start} at the start, after {waited:.0f} s; {memory(server.pid):.1f} MiB"
    print(
        "\n".join([_ways(soak), *map(str, flats), f"{'afterwards':12} {after}", *(soak.faults[:20] or ["no faults"])])
    )
    return 0 if all(one.holds for one in flats) and end <= start and not soak.faults else 1


def _ways(soak: Soak) -> str:
    told = ", ".join(f"{name} {times:,}" for name, times in soak.tally.most_common())
    return f"{MINUTES:g} minutes, {CLIENTS} clients, {PACE:g} messages a second: {told}"


def _wait_until(is_so: Callable[[], bool]) -> float:
    """The seconds that it took, or as many as it may take."""
    begun = time.monotonic()
    while not is_so() and time.monotonic() - begun < LET_GO:
        gevent.sleep(0.1)
    return time.monotonic() - begun
