"""Who is in a room, told to the room: at once, and then at most once a second however many come and go."""

from __future__ import annotations

import time
from typing import Final
from uuid import UUID

from app.realtime.connections import Live, room_channel

SOONEST: Final = 1.0
"""Seconds between two tellings of one room. A thousand who come back at once would else hear a thousand each."""

NAMED: Final = 50
"""People named in one telling; `here` counts them all."""

_told: dict[UUID, float] = {}
_due: set[UUID] = set()


def presence(live: Live, room_id: UUID) -> None:
    """Somebody came into a room or left it."""
    if room_id in _due:
        return
    wait = _told.get(room_id, 0.0) + SOONEST - time.monotonic()
    if wait <= 0:
        _tell(live, room_id)
    else:
        _due.add(room_id)
        live.io.start_background_task(_tell_later, live, room_id, wait)


def _tell_later(live: Live, room_id: UUID, wait: float) -> None:
    live.io.sleep(wait)
    _due.discard(room_id)
    _tell(live, room_id)


def _tell(live: Live, room_id: UUID) -> None:
    here = live.here(room_id)
    if not here:
        _told.pop(room_id, None)
        return
    _told[room_id] = time.monotonic()
    named = sorted(here.items(), key=lambda one: one[1])[:NAMED]
    people = [{"id": str(id_), "handle": handle} for id_, handle in named]
    said = {"room_id": str(room_id), "here": len(here), "people": people}
    live.io.emit("room:presence", said, to=room_channel(room_id))
