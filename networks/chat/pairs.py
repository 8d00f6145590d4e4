"""Who the two of a conversation are to each other: the gate of its room, and whose turn it is to speak."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, bindparam, case, exists, or_, select, update

from networks.chat.models import Conversation
from networks.communities.badges import worn
from networks.communities.models import Membership
from networks.communities.queries import active
from networks.errors import NotFound
from networks.people.models import Block, Person
from networks.work import Work


class State(StrEnum):
    """How far a conversation is, for one of the two. For whoever asked, one that was declined waits like any other."""

    NEW = "new"
    WAITING = "waiting"
    REQUEST = "request"
    DECLINED = "declined"
    OPEN = "open"


ASKED: Final = (State.REQUEST, State.DECLINED)
"""The other asked, and has had no answer."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A conversation as one of the two sees it."""

    other_id: UUID
    handle: str
    """The other's; empty where their account is erased."""
    state: State
    hears: bool
    """Whether the other takes what the asker says just now."""


def pair_of(work: Work, room_id: UUID) -> Pair:
    """The conversation in a room. Raises NotFound to all but its two."""
    row: Any = work.rows(_pair(), room=room_id, me=work.me, now=work.now).first()
    if row is None:
        raise NotFound
    return to_pair(work.me, row)


def to_pair(me: UUID, row: Any) -> Pair:
    """From a row of what `looked_at` selects."""
    state = _state(me, row)
    hears = bool(row.is_here) and not row.is_apart and state is not State.WAITING
    if state is State.NEW:
        hears = hears and row.takes_messages
    return Pair(row.other_id, row.handle if row.erased_at is None else "", state, hears)


def take_turn(work: Work, pair: Pair, room_id: UUID, client_key: str) -> bool:
    """Whoever speaks first asks by it; whoever was asked accepts by it. False where the other was faster.

    Only to be called for what is stored in the same transaction.
    """
    if pair.state is State.NEW:
        asks: dict[str, Any] = {"asked_by_id": work.me, "asked_key": client_key, "asked_at": work.now}
        return _set(work, room_id, Conversation.asked_by_id.is_(None), **asks)
    return pair.state not in ASKED or accept(work, room_id)


def accept(work: Work, room_id: UUID) -> bool:
    """Take what somebody asked; False where that is so already."""
    return _set(work, room_id, Conversation.accepted_at.is_(None), accepted_at=work.now, declined_at=None)


def decline(work: Work, room_id: UUID) -> bool:
    """Say not now to what somebody asked."""
    waits = and_(Conversation.accepted_at.is_(None), Conversation.declined_at.is_(None))
    return _set(work, room_id, waits, declined_at=work.now)


def has_asked_with(work: Work, room_id: UUID, client_key: str) -> bool:
    """Whether this is the key of the one message by which the asker asked: then it is that, sent again."""
    mine = (Conversation.asked_by_id == work.me, Conversation.asked_key == client_key)
    return work.session.scalar(select(Conversation.room_id).where(Conversation.room_id == room_id, *mine)) is not None


def looked_at(me: Any, now: Any) -> Any:
    """A select over conversations of somebody, with what `to_pair` reads and how the other is worn."""
    talk = Conversation
    other = Person.id == case((talk.low_id == me, talk.high_id), else_=talk.low_id)
    place = and_(Membership.community_id == talk.community_id, Membership.person_id == Person.id, active(now))
    role, title = worn(now)
    return (
        select(
            talk.room_id,
            talk.asked_by_id,
            talk.accepted_at,
            talk.declined_at,
            Person.id.label("other_id"),
            Person.handle,
            Person.erased_at,
            Person.takes_messages,
            Membership.id.is_not(None).label("is_here"),
            apart(me, Person.id).label("is_apart"),
            role.label("role"),
            title.label("title"),
        )
        .join_from(talk, Person, other)
        .outerjoin(Membership, place)
        .where(or_(talk.low_id == me, talk.high_id == me))
    )


def apart(me: Any, other: Any) -> Any:
    """As a column: whether one of the two blocks the other."""
    one = and_(Block.person_id == me, Block.blocked_id == other)
    return exists(select(Block.person_id).where(or_(one, and_(Block.person_id == other, Block.blocked_id == me))))


def _state(me: UUID, row: Any) -> State:
    if row.asked_by_id is None:
        return State.NEW
    if row.accepted_at is not None:
        return State.OPEN
    if row.asked_by_id == me:
        return State.WAITING
    return State.DECLINED if row.declined_at is not None else State.REQUEST


def _set(work: Work, room_id: UUID, condition: Any, **values: datetime | UUID | str | None) -> bool:
    """Compared and set; tells whether anything was."""
    changed = update(Conversation).where(Conversation.room_id == room_id, condition).values(**values)
    done = changed.returning(Conversation.room_id).execution_options(synchronize_session=False)
    return work.session.execute(done).first() is not None


@cache
def _pair() -> Any:
    return looked_at(bindparam("me"), bindparam("now")).where(Conversation.room_id == bindparam("room"))
