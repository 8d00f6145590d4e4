"""Counting what was said, in small batches apart from saying it: nobody who says something waits for this.

What is counted was said, whatever became of it since: removing a message does not make a day quieter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, case, func, select, update

from networks.base import FIRST
from networks.chat.models import SHARED, Message, Room
from networks.database import insert_once
from networks.overview.models import CountMark, SpokenBy, SpokenDay, Voice
from networks.work import Network, Work

BATCH: Final = 500
"""Messages that are counted at once."""


class Batch(NamedTuple):
    """What was said in a room from one position on."""

    room_id: UUID
    community_id: UUID
    since: int
    until: int
    more: bool
    said: Sequence[Any]


def count_on(network: Network, after: UUID = FIRST) -> UUID | None:
    """Count one batch of what was said in the next room where there is any. Returns where to go on, which is that room
    again where there is more in it; None where all rooms have been seen. Two at once count it once."""
    with network.reading() as work:
        batch = _next_batch(work, after)
    if batch is None:
        return None
    with network.begin() as work:
        if _moves(work, batch):
            _keep_days(work, batch)
            _keep_voices(work, batch)
    return after if batch.more else batch.room_id


def _next_batch(work: Work, after: UUID) -> Batch | None:
    mark = func.coalesce(CountMark.seq, 0)
    find = select(Room.id, Room.community_id, mark, Room.last_seq).outerjoin(CountMark, CountMark.room_id == Room.id)
    news = find.where(Room.last_seq > mark, Room.id > after, SHARED).order_by(Room.id).limit(1)
    room: Any = work.session.execute(news).first()
    if room is None:
        return None
    said = Message.__table__.c
    newer = select(said.id, said.seq, said.posted_at, _named(said))
    newer = newer.where(said.room_id == room[0], said.seq > room[2]).order_by(said.seq).limit(BATCH)
    rows = work.session.execute(newer).all()
    more = len(rows) == BATCH
    return Batch(room[0], room[1], room[2], rows[-1].seq if more else room[3], more, rows)


def _named(said: Any) -> Any:
    """Who said it, under their name: whoever asked anonymously is not told of by having spoken that day."""
    return case((said.anonymous, None), else_=said.author_id).label("author_id")


def _moves(work: Work, batch: Batch) -> bool:
    """Somebody who was faster has moved the mark: then there is nothing left to do."""
    insert_once(work.session, CountMark, room_id=batch.room_id, seq=0)
    moved = update(CountMark).where(CountMark.room_id == batch.room_id, CountMark.seq == batch.since)
    done = moved.values(seq=batch.until).returning(CountMark.room_id)
    return work.session.execute(done.execution_options(synchronize_session=False)).first() is not None


def _keep_days(work: Work, batch: Batch) -> None:
    """How much was said on each day, and by how many who had said nothing on it before."""
    for day, messages in sorted(Counter(row.posted_at.date() for row in batch.said).items()):
        here = {"community_id": batch.community_id, "day": day}
        people = {row.author_id for row in batch.said if row.posted_at.date() == day} - {None}
        fresh = work.insert_new(SpokenBy, [{**here, "person_id": person} for person in people]) if people else 0
        work.insert_new(SpokenDay, [{**here, "messages": 0, "people": 0}])
        more = {"messages": SpokenDay.messages + messages, "people": SpokenDay.people + fresh}
        counted = update(SpokenDay).filter_by(**here).values(**more)
        work.session.execute(counted.execution_options(synchronize_session=False))


def _keep_voices(work: Work, batch: Batch) -> None:
    """Rooms are counted one after the other, so what somebody said last may not come up last."""
    last = {row.author_id: row.posted_at for row in batch.said if row.author_id is not None}
    here = {"community_id": batch.community_id}
    if last:
        work.insert_new(Voice, [{**here, "person_id": person, "last_at": at} for person, at in last.items()])
        spoken = [{"here": batch.community_id, "who": person, "at": at} for person, at in last.items()]
        work.session.connection().execute(_later(), spoken)


@cache
def _later() -> Any:
    voice: Any = Voice.__table__
    theirs = (voice.c.community_id == bindparam("here"), voice.c.person_id == bindparam("who"))
    return voice.update().where(*theirs, voice.c.last_at < bindparam("at")).values(last_at=bindparam("at"))
