"""What goes out at the end of this turn of the loop: one write for each line, however many messages there are.

What was said to one room keeps its order, and what is said to one line alone never overtakes what was said to a room
before it. A room's message may overtake what was said to one line in the same turn: an ack comes after the echo.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from gevent import get_hub

from app.engine.line import Line

Members = Callable[[str | None], Mapping[str, Line]]


class Outbox:
    """`members` tells who is in a room when the turn ends."""

    def __init__(self, members: Members) -> None:
        self._members = members
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
        for room, said in rooms.items():
            for skip, frames in _runs(said):
                _fan(self._members(room), b"".join(frames), skip)
        for line, frames in lines.items():
            line.write(b"".join(frames))

    def _schedule(self) -> None:
        if not self._due:
            self._due = True
            get_hub().loop.run_callback(self.flush)


def _runs(said: list[tuple[frozenset[str], bytes]]) -> list[tuple[frozenset[str], list[bytes]]]:
    """Neighbours with the same exceptions go together."""
    runs: list[tuple[frozenset[str], list[bytes]]] = []
    for skip, frame in said:
        if not runs or runs[-1][0] != skip:
            runs.append((skip, []))
        runs[-1][1].append(frame)
    return runs


def _fan(members: Mapping[str, Line], data: bytes, skip: frozenset[str]) -> None:
    """The hot loop of the whole product: some 10 µs for each member, most of it in the kernel."""
    for sid, line in list(members.items()):  # whoever is cut on the way leaves the room
        if sid not in skip:
            line.write(data)
