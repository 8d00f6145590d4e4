"""The two that are compared, each started anew for every measurement, with the same data as the time before."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from bench import generator
from bench.generator import BUILD, Failed, Load
from bench.servers import Running, cairn, node_reference
from bench.town import Town, stored


@dataclass(frozen=True)
class Served:
    """A server that runs for a town, and the folder of its data where it keeps any."""

    running: Running
    town: Town
    folder: Path | None

    def load(self, mode: str, room: UUID, **settings: float) -> Load:
        """Raises Failed unless every message that was acknowledged is in the database, and no other."""
        before = self._stored(room)
        found = generator.run(mode, self.running, room, self.town.tokens, **settings)
        if self.folder and self._stored(room) - before != found.acked:
            raise Failed(f"{found.acked} messages were acknowledged, and {self._stored(room) - before} are stored")
        return found

    def held(self, **settings: float) -> AbstractContextManager[None]:
        return generator.held(self.running, self.town.quiet, self.town.tokens, **settings)

    def _stored(self, room: UUID) -> int:
        return stored(self.folder, self.town, room) if self.folder else 0


Serve = Callable[[], AbstractContextManager[Served]]


def ours(town: Town) -> Serve:
    """The product, whole: tokens, membership, a database."""
    return partial(_ours, town, {})


def together(town: Town, redis_url: str) -> Serve:
    """The same as two processes with Redis between them, on the one core."""
    return partial(_ours, town, {"WORKERS": "2", "REDIS_URL": redis_url})


def theirs(town: Town) -> Serve:
    """Node's socket.io as it is shipped. It takes any token and any room, and keeps nothing."""
    return partial(_theirs, town)


@contextmanager
def _ours(town: Town, settings: dict[str, str]) -> Iterator[Served]:
    with tempfile.TemporaryDirectory(dir=BUILD) as scratch:  # elsewhere a folder may be in memory
        folder = town.copy(Path(scratch) / "data")
        with cairn(folder, DATABASE_URL=town.database_url, **settings) as running:
            yield Served(running, town, folder)


@contextmanager
def _theirs(town: Town) -> Iterator[Served]:
    with node_reference() as running:
        yield Served(running, town, None)
