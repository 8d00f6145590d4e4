"""History for programs of facilitators: who wrote anonymously is told once it is on record that they were told."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

from app.begin import asker, asker_id, network
from app.latest import Latest
from networks.chat.revealing import put_on_record
from networks.errors import Unavailable

KEPT: Final = 4096
_noted: Latest[None] = Latest(KEPT)
"""What is on record already, so that whoever reads the same stretch again costs the database nothing."""


def on_record(room_id: UUID, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where it cannot be written down, as on a full disk, the names stay out and the rest is read all the same."""
    named = tuple(one["id"] for one in items if _is_named(one))
    if not named:
        return items
    try:
        _noted.get((network(), asker_id(), _today(), named), lambda: _note(room_id, named))
    except Unavailable:
        return [one | {"author": None} if _is_named(one) else one for one in items]
    return items


def _note(room_id: UUID, named: tuple[str, ...]) -> None:
    with network().begin(asker()) as work:
        put_on_record(work, room_id, [UUID(one) for one in named])


def _is_named(one: dict[str, Any]) -> bool:
    """One's own are no secret to oneself."""
    return bool(one["anonymous"] and one["author"]) and "client_key" not in one


def _today() -> date:
    return network().clock().date()
