"""Keeping up: what was said since is looked through in small batches, apart from saying it.

Nobody who says something waits for this. What is found is compared with the live row, so that what was removed or
changed is found no more from that moment on, however far this has come.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, insert, select

from networks.base import FIRST
from networks.chat.models import SHARED, Message, Room
from networks.database import insert_once
from networks.folding import plain
from networks.resources.finding import shelf_signs
from networks.resources.models import Resource, Version
from networks.search.models import Mark
from networks.text_search import Entry, indexed, number_of, sign
from networks.work import Network, Work

BATCH: Final = 100
"""Messages that are put into the index at once: others wait for as long to say something."""


class Batch(NamedTuple):
    """What changed in a room from one position on, made ready before anybody has to wait for it."""

    room_id: UUID
    since: int
    until: int
    more: bool
    gone: list[UUID]
    fresh: list[dict[str, Any]]


def catch_up(network: Network, after: UUID = FIRST) -> UUID | None:
    """Look through one batch of what is new in the next room that has any. Returns where to go on, which is that room
    again where there is more in it; None where all rooms have been seen. Two at once do it once."""
    with network.reading() as work:
        batch = _next_batch(work, after)
    if batch is None:
        return None
    with network.begin() as work:
        _keep(work, batch)
    return after if batch.more else batch.room_id


def catch_up_library(network: Network, after: UUID = FIRST) -> UUID | None:
    """The same for resources that are published but not found, as those that were there before this was: whatever
    publishes one has it found at once. Returns where to go on, None where all have been seen."""
    with network.reading() as work:
        missing = _missing(work, after)
    if not missing:
        return None
    with network.begin() as work:
        for resource_id in missing:
            put_resource(work, resource_id)
    return missing[-1]


def put_resource(work: Work, resource_id: UUID) -> None:
    """Have a resource found as it is published now, or not at all."""
    work.session.flush()
    work.session.execute(delete(Entry).where(Entry.resource_id == resource_id))
    for row in work.session.execute(_published().where(Resource.id == resource_id)):
        _insert(work, [entry_of(_dialect(work), row)])


def _next_batch(work: Work, after: UUID) -> Batch | None:
    mark = func.coalesce(Mark.change_seq, 0)
    find = select(Room.id, Room.community_id, mark, Room.last_seq).outerjoin(Mark, Mark.room_id == Room.id)
    news = find.where(Room.last_seq > mark, Room.id > after, SHARED).order_by(Room.id).limit(1)
    room: Any = work.session.execute(news).first()
    if room is None:
        return None
    said = Message.__table__.c
    changed = select(said.id, said.change_seq, said.html, said.posted_at, said.room_id).where(
        said.room_id == room[0], said.change_seq > room[2]
    )
    rows = work.session.execute(changed.order_by(said.change_seq).limit(BATCH)).all()
    more = len(rows) == BATCH
    until = rows[-1].change_seq if more else room[3]
    fresh = [_of_message(_dialect(work), room[1], row) for row in rows if row.html is not None]
    return Batch(room[0], room[2], until, more, [row.id for row in rows], fresh)


def _missing(work: Work, after: UUID) -> Sequence[UUID]:
    here = (Entry.resource_id == Resource.id) & (Entry.version == Resource.published)
    find = (
        select(Resource.id)
        .outerjoin(Entry, here)
        .where(Resource.listed.is_(True), Entry.id.is_(None), Resource.id > after)
    )
    said = (Version.resource_id == Resource.id) & (Version.number == Resource.published)
    return work.session.scalars(find.join(Version, said).order_by(Resource.id).limit(BATCH)).all()


def _keep(work: Work, batch: Batch) -> None:
    """Somebody who was faster has moved the mark: then there is nothing left to do."""
    insert_once(work.session, Mark, room_id=batch.room_id, change_seq=0)
    mark = work.session.get_one(Mark, batch.room_id)
    if mark.change_seq != batch.since:
        return
    mark.change_seq = batch.until
    work.session.execute(delete(Entry).where(Entry.message_id.in_(batch.gone)))
    _insert(work, batch.fresh)


def _insert(work: Work, entries: list[dict[str, Any]]) -> None:
    """Each under the next number that is free."""
    ids = {entry["id"] for entry in entries}
    taken = set(work.session.scalars(select(Entry.id).where(Entry.id.in_(ids))))
    for entry in entries:
        while entry["id"] in taken:
            entry["id"] += 1
            taken |= set(work.session.scalars(select(Entry.id).where(Entry.id == entry["id"])))
        taken.add(entry["id"])
    if entries:
        work.session.execute(insert(Entry), entries)


def _of_message(dialect: str, community_id: UUID, row: Any) -> dict[str, Any]:
    belongs = [sign("c", community_id), sign("r", row.room_id)]
    return {
        "id": number_of(row.posted_at, row.id),
        "community_id": community_id,
        "message_id": row.id,
        "resource_id": None,
        "version": row.change_seq,
        "words": indexed(dialect, plain(row.html), belongs),
    }


def entry_of(dialect: str, row: Any) -> dict[str, Any]:
    """A published version with its resource, as it can be found."""
    belongs = [sign("c", row.community_id), *shelf_signs(row.community_id, row.kind, (*row.tags, *row.needs))]
    said = " ".join((row.title, plain(row.html), *row.tags, row.helps, row.source))
    return {
        "id": number_of(row.published_at, row.id),
        "community_id": row.community_id,
        "message_id": None,
        "resource_id": row.id,
        "version": row.published,
        "words": indexed(dialect, said, belongs),
    }


def _published() -> Any:
    said = (Version.kind, Version.title, Version.html, Version.tags, Version.needs, Version.helps, Version.source)
    return (
        select(Resource.id, Resource.community_id, Resource.published, Resource.published_at, *said)
        .join(Version, (Version.resource_id == Resource.id) & (Version.number == Resource.published))
        .where(Resource.listed.is_(True))
    )


def _dialect(work: Work) -> str:
    return work.session.get_bind().dialect.name
