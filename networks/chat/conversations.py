"""Conversations of two members: beginning one, answering, and those one has. Nobody else ever finds them here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import and_, bindparam, func, select

from networks.chat.events import ConversationAccepted
from networks.chat.models import Conversation, Message, ReadMark, Room, Section
from networks.chat.pairs import ASKED, State, accept, apart, decline, looked_at, to_pair
from networks.chat.queries import enter
from networks.communities.models import Membership
from networks.communities.queries import Visit, active, inside
from networks.errors import Conflict, Invalid, NotFound
from networks.people.models import Person
from networks.policy import Can, Role, Standing, may, require
from networks.work import Work


class ConversationView(NamedTuple):
    """A conversation as one of the two sees it. `id` is its room's; the rest of the other is None once they are erased.

    `can_write` tells whether something said just now would be taken.
    """

    id: UUID
    person_id: UUID
    handle: str | None
    role: str
    title: str | None
    state: State
    can_write: bool
    unread: int
    read_seq: int
    last_seq: int
    last_at: datetime | None


def start(work: Work, slug: str, person_id: UUID) -> tuple[ConversationView, bool]:
    """The asker's conversation with another member here; tells whether it is new. The first thing said in it asks.

    Raises NotFound where they are no member here, NotAllowed where the asker may not write, or not to them.
    """
    seen, standing = _home(work, slug)
    if person_id == work.me:
        raise Invalid(fields={"person_id": "This is you. Please choose somebody else."})
    low, high = sorted((work.me, person_id))
    two = (Conversation.low_id == low, Conversation.high_id == high)
    room_id = work.session.scalar(
        select(Conversation.room_id).where(Conversation.community_id == seen.community.id, *two)
    )
    if room_id is not None:
        return conversation(work, room_id), False
    unheard = not _takes(work, seen.community.id, person_id)
    require(work, replace(standing, unheard=unheard), Can.POST_MESSAGE)
    return conversation(work, _make(work, seen.community.id, low, high)), True


def conversations(work: Work, slug: str) -> tuple[Visit, list[ConversationView]]:
    """The asker's in a community, the latest first. One in which nobody has said anything is none yet."""
    seen, standing = _home(work, slug)
    rows: Any = work.rows(_said(), community=seen.community.id, me=work.me, now=work.now)
    return seen, [_view(work, standing, row) for row in rows]


def conversation(work: Work, room_id: UUID) -> ConversationView:
    """One of them, whether or not anything was said. Raises NotFound to all but the two."""
    entered = enter(work, room_id)
    if entered.pair is None:
        raise NotFound
    return _view(work, entered.standing, work.rows(_one(), room=room_id, me=work.me, now=work.now).one())


def unread_conversations(work: Work, community_id: UUID) -> int:
    """How much was said to the asker that they have not read. The caller has come through the community's door."""
    rows: Any = work.rows(_said(), community=community_id, me=work.me, now=work.now)
    return sum(_unread(to_pair(work.me, row).state, row.unread) for row in rows)


def answer(work: Work, room_id: UUID, *, accepted: bool) -> ConversationView:
    """Take what somebody asked, or say not now, which nobody is told. Raises Conflict where there is nothing to answer:
    whoever is talking already can block the other."""
    entered = enter(work, room_id)
    pair = entered.pair
    if pair is None:
        raise NotFound
    settled = pair.state is State.OPEN and accepted
    if pair.state not in ASKED and not settled:
        raise Conflict("There is nothing to answer here just now.")
    if not accepted:
        decline(work, room_id)
    elif accept(work, room_id):
        work.record(ConversationAccepted(entered.community.id, pair.other_id))
    return conversation(work, room_id)


def _home(work: Work, slug: str) -> tuple[Visit, Standing]:
    """A community for its members, whatever else they are there."""
    seen = inside(work, slug)
    if seen.standing is None or not seen.standing.is_member:
        raise NotFound
    return seen, replace(seen.standing, roles=frozenset({Role.MEMBER}))


def _takes(work: Work, community_id: UUID, person_id: UUID) -> bool:
    """Whether a member would hear of the asker. Raises NotFound where they are not inside."""
    place = and_(Membership.person_id == Person.id, Membership.community_id == community_id, active(work.now))
    find = select(Person.takes_messages, apart(work.me, Person.id)).join(Membership, place)
    row = work.session.execute(find.where(Person.id == person_id)).first()
    if row is None:
        raise NotFound
    return row[0] and not row[1]


def _make(work: Work, community_id: UUID, low: UUID, high: UUID) -> UUID:
    """Its name is shown to nobody: each of the two sees the other's."""
    room_id = uuid4()
    room = {"id": room_id, "community_id": community_id, "section": Section.DIRECT, "created_at": work.now}
    work.session.add(Room(**room, name=str(room_id), purpose="", position=0, last_seq=0, revision=0))
    work.session.flush()
    pair = {"room_id": room_id, "community_id": community_id, "low_id": low, "high_id": high}
    work.session.add(Conversation(**pair, made_at=work.now))
    work.session.flush()
    return room_id


def _view(work: Work, standing: Standing, row: Any) -> ConversationView:
    pair = to_pair(work.me, row)
    can_write = may(replace(standing, unheard=not pair.hears), Can.POST_MESSAGE, work.now)
    who = (pair.other_id, pair.handle or None, row.role, row.title)
    unread = _unread(pair.state, row.unread)
    return ConversationView(row.room_id, *who, pair.state, can_write, unread, row.read_seq, row.last_seq, row.last_at)


def _unread(state: State, count: int) -> int:
    """Whoever said not now is reminded of it no more."""
    return 0 if state is State.DECLINED else count


def _counted() -> Any:
    """With how far each is, how far the asker has read, and when something was said last."""
    me: Any = bindparam("me")
    mark = select(ReadMark.seq).where(ReadMark.room_id == Room.id, ReadMark.person_id == me)
    read = func.coalesce(mark.correlate(Room).scalar_subquery(), 0)
    here = (Message.room_id == Room.id, Message.removed_at.is_(None))
    others = func.coalesce(Message.author_id != me, True)
    unread = select(func.count()).select_from(Message).where(*here, Message.seq > read, others)
    last = select(func.max(Message.posted_at)).where(Message.room_id == Room.id)
    more: Sequence[Any] = (
        Room.last_seq,
        read.label("read_seq"),
        unread.correlate(Room).scalar_subquery().label("unread"),
        last.correlate(Room).scalar_subquery().label("last_at"),
    )
    return looked_at(me, bindparam("now")).add_columns(*more).join(Room, Room.id == Conversation.room_id)


@cache
def _one() -> Any:
    return _counted().where(Conversation.room_id == bindparam("room"))


@cache
def _said() -> Any:
    here = (Conversation.community_id == bindparam("community"), Conversation.asked_by_id.is_not(None))
    last = select(func.max(Message.posted_at)).where(Message.room_id == Room.id).correlate(Room).scalar_subquery()
    return _counted().where(*here).order_by(last.desc(), Conversation.room_id)
