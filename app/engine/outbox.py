"""What goes out at the end of this turn of the loop: one write for each line, however many messages there are.

What was said to one room keeps its order, and what is said to one line alone never overtakes what was said to a room
before it. A room's message may overtake what was said to one line in the same turn: an ack comes after the echo.

Whoever is answered is written to first: what they say next arrives while all others are told, and is heard together
with what else has come until then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from gevent import get_hub

from app.engine.line import Line

Members = Callable[[str | None], Mapping[str, Line]]
Where = Callable[[Any], tuple[str, Iterable[str | None]]]


class Run(NamedTuple):
    """Neighbours in what is said to a room, with the same exceptions."""

    skip: frozenset[str]
    data: bytes


class Outbox:
    """`members` tells who is in a room when the turn ends, `where` as whom somebody is there, and in which rooms."""

    def __init__(self, members: Members, where: Where) -> None:
        self._members = members
        self._where = where
        self._rooms: dict[str | None, list[tuple[frozenset[str], bytes]]] = {}
        self._lines: dict[Line, list[bytes]] = {}
        self._due = False

    def to_room(self, room: str | None, frame: bytes, skip: Collection[str] = ()) -> None:
        self._rooms.setdefault(room, []).append((frozenset(skip), frame))
        self._schedule()

    def to_line(self, line: Line, frame: bytes) -> None:
        self._lines.setdefault(line, []).append(frame)
        self._schedule()

    def flush(self) -> None:
        """Write it now. It never waits, so nothing comes in between."""
        self._due = False
        rooms, self._rooms = self._rooms, {}
        lines, self._lines = self._lines, {}
        runs = {room: _runs(said) for room, said in rooms.items()}
        for line, frames in lines.items():
            sid, places = self._where(line)
            heard = [run.data for room in places for run in runs.get(room, ()) if sid not in run.skip]
            line.write(b"".join((*heard, *frames)))
        for room, said in runs.items():
            for run in said:
                _fan(self._members(room), run, lines)

    def _schedule(self) -> None:
        if not self._due:
            self._due = True
            get_hub().loop.run_callback(self.flush)


def _runs(said: list[tuple[frozenset[str], bytes]]) -> list[Run]:
    return [Run(skip, b"".join(frame for _, frame in them)) for skip, them in groupby(said, key=itemgetter(0))]


def _fan(members: Mapping[str, Line], run: Run, told: Container[Line]) -> None:
    """The hot loop of the whole product: some 10 µs for each member, most of it in the kernel."""
    for sid, line in list(members.items()):  # whoever is cut on the way leaves the room
        if sid not in run.skip and line not in told:
            line.write(run.data)
