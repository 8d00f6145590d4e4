"""Who is in a room, told to the room: at once, and then at most once a second however many come and go.

Several processes tell one another who is in theirs, whole, as often: what gets lost is right again with the next.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final
from uuid import UUID

from app.realtime.channels import room_channel
from app.realtime.relay import Told

if TYPE_CHECKING:
    from app.realtime.connections import Live

SOONEST: Final = 1.0
"""Seconds between two tellings of one room. A thousand who come back at once would else hear a thousand each."""

NAMED: Final = 50
"""People named in one telling; `here` counts them all."""

GONE: Final = 10.0
"""Seconds after which nobody is in a process any more that has given no sign of life."""

People = dict[str, str]
"""Handles by person id."""


class Presence:
    def __init__(self, live: Live) -> None:
        self._live = live
        self._told: dict[UUID, float] = {}
        self._due: set[UUID] = set()
        self._ours: set[UUID] = set()
        self._heard: dict[str, float] = {}
        self._connections: dict[str, int] = {}
        self._elsewhere: dict[str, dict[UUID, People]] = {}

    def changed(self, room_id: UUID) -> None:
        """Somebody came into a room of this process, or left it."""
        self._ours.add(room_id)
        self._soon(room_id)

    # --- other processes

    def alive(self, process: str) -> None:
        self._heard[process] = time.monotonic()

    def heard(self, process: str, room: str, people: People) -> None:
        """Another process has these people in a room."""
        room_id = UUID(room)
        self._elsewhere.setdefault(process, {})[room_id] = people
        self._soon(room_id)

    def tell_others(self) -> None:
        """Everything, to a process that knows nothing yet."""
        for room_id in self._live.rooms.keys() - self._live.unwatched:
            self._tell_others(room_id)

    def connections(self) -> int:
        """Live connections of all processes, as far as they are heard."""
        return len(self._live.connections) + sum(self._connections.values())

    def counted(self, process: str, connections: int) -> None:
        self._connections[process] = connections

    def beat(self) -> None:
        """Give a sign of life, and forget who gives none."""
        self._live.act("beat", len(self._live.connections))
        now = time.monotonic()
        for process in [one for one, heard in self._heard.items() if now - heard > GONE]:
            del self._heard[process]
            self._connections.pop(process, None)
            for room_id in self._elsewhere.pop(process, {}):
                self._soon(room_id)

    # --- telling

    def _soon(self, room_id: UUID) -> None:
        if room_id in self._due:
            return
        wait = self._told.get(room_id, 0.0) + SOONEST - time.monotonic()
        if wait <= 0:
            self._tell(room_id)
        else:
            self._due.add(room_id)
            self._live.io.start_background_task(self._later, room_id, wait)

    def _later(self, room_id: UUID, wait: float) -> None:
        self._live.io.sleep(wait)
        self._due.discard(room_id)
        self._tell(room_id)

    def _tell(self, room_id: UUID) -> None:
        if room_id in self._live.unwatched:
            self._ours.discard(room_id)
            return
        if room_id in self._ours:
            self._ours.discard(room_id)
            self._tell_others(room_id)
        if room_id not in self._live.rooms:
            self._told.pop(room_id, None)
            return
        self._told[room_id] = time.monotonic()
        people = self._people(room_id, self._elsewhere.values())
        named = sorted(people.items(), key=lambda one: one[1])[:NAMED]
        listed = [{"id": id_, "handle": handle} for id_, handle in named]
        said = {"room_id": str(room_id), "here": len(people), "people": listed}
        self._live.pass_on(Told(room_channel(room_id), self._live.voice.ready("room:presence", said)))

    def _tell_others(self, room_id: UUID) -> None:
        self._live.act("here", [str(room_id), self._people(room_id)])

    def _people(self, room_id: UUID, elsewhere: Iterable[dict[UUID, People]] = ()) -> People:
        """Each person once, in however many processes they are."""
        found = {str(id_): handle for id_, handle in self._live.here(room_id).items()}
        for rooms in elsewhere:
            found |= rooms.get(room_id, {})
        return found
