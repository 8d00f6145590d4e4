"""The names under which connections hear: one for each room, person and queue."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID


@lru_cache(maxsize=1000)
def room_channel(room_id: UUID) -> str:
    return f"room:{room_id}"


def room_of(channel: str) -> UUID:
    return UUID(channel.removeprefix("room:"))


def person_channel(person_id: UUID) -> str:
    return f"person:{person_id}"


def person_of(channel: str) -> UUID | None:
    kind, _, id_ = channel.partition(":")
    return UUID(id_) if kind == "person" else None


def queue_channel(community_id: UUID) -> str:
    return f"queue:{community_id}"
