"""Who wrote anonymously is told to facilitators, in the history for programs and in cases, once it is on record that
they were told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from app.begin import asker, asker_id, network, reading
from app.latest import Latest
from networks.chat.revealing import put_on_record
from networks.errors import NotFound, Refusal, Unauthenticated, Unavailable
from networks.moderation import queries
from networks.moderation.appeals import veiled_behind
from networks.moderation.models import CaseKind
from networks.moderation.naming import all_named
from networks.moderation.queries import CaseView

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


def case_on_record(slug: str, case_id: UUID) -> None:
    """Before the page of a case tells who wrote anonymously. Where that cannot be put on record, it does not tell."""
    try:
        with reading() as work:
            found, community, _ = queries.case(work, case_id)
            behind = veiled_behind(work, case_id) if found.case.kind == CaseKind.APPEAL else []
    except (NotFound, Unauthenticated):  # the page says so itself
        return
    if community.slug == slug:
        cases_on_record([found, *behind])


def cases_on_record(found: Sequence[CaseView]) -> Sequence[CaseView]:
    """Cases of one community with the names that the asker may learn."""
    if not any(one.veiled for one in found):
        return found
    try:
        with network().begin(asker()) as work:
            return all_named(work, found)
    except Refusal:  # they lost the right a moment ago, or the disk is full
        return found


def _note(room_id: UUID, named: tuple[str, ...]) -> None:
    with network().begin(asker()) as work:
        put_on_record(work, room_id, [UUID(one) for one in named])


def _is_named(one: dict[str, Any]) -> bool:
    """One's own are no secret to oneself."""
    return bool(one["anonymous"] and one["author"]) and "client_key" not in one


def _today() -> date:
    return network().clock().date()
