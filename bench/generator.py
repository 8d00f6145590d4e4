"""Running the load generator, which is built at set-up (bench/loadgen), beside what it measures."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from bench.servers import HOUSE, Running

BUILD: Final = HOUSE / "bench" / "build"
PROGRAM: Final = BUILD / "loadgen"

busiest: dict[str, float] = {}
"""Of each mode, the largest share of its core that the generator took. Near 1 it would have measured itself."""


class Failed(Exception):
    """A server did something else than it should. What it was measured at counts for nothing."""


@dataclass(frozen=True)
class Load:
    """What one run found; rates are per second, times in milliseconds."""

    clients: int
    seconds: float
    rate: float
    posted: int
    acked: int
    delivered: int
    pages: int
    cut: int
    p50: float
    p99: float
    busy: float


def run(mode: str, server: Running, room: UUID, tokens: Path, **settings: float) -> Load:
    """Let so many clients do something, and check every message that they hear. Raises Failed."""
    call = _call(mode, server, room, tokens, settings)
    done = subprocess.run(call, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(done.stderr.strip() or f"the load generator ended with {done.returncode}")
    found = Load(**json.loads(done.stdout))
    busiest[mode] = max(found.busy, busiest.get(mode, 0.0))
    return found


@contextmanager
def held(server: Running, room: UUID, tokens: Path, **settings: float) -> Iterator[None]:
    """Clients who are in a room and say nothing, as long as this lasts."""
    call = _call("hold", server, room, tokens, settings)
    pipe = subprocess.PIPE
    with subprocess.Popen(call, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        if not process.stdout.readline():
            raise Failed(process.stderr.read().strip())
        yield
        process.communicate("")
    if process.returncode:
        raise Failed("somebody was not let stay")


def _call(mode: str, server: Running, room: UUID, tokens: Path, settings: dict[str, float]) -> list[str]:
    words = [f"{name}={value:g}" for name, value in settings.items()]
    return [str(PROGRAM), mode, str(server.port), str(room), str(tokens), *words]
