"""Reading rooms. Loading authorizes: the way to every message leads through its room and its community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, func, or_, select

from networks.chat.history import LAST, stretch, thread_views
from networks.chat.models import SHARED, Conversation, Message, Opening, ReadMark, Room, Section
from networks.chat.pairs import Pair, pair_of
from networks.chat.views import Author, MessageView
from networks.communities.models import Community, Membership, Seat, rules_of
from networks.communities.queries import Visit, active, inside, standing_in
from networks.errors import NotFound
from networks.once import once
from networks.people.models import Block
from networks.policy import Can, Role, Standing, may
from networks.ready import Ready
from networks.work import Asker, Work


class Inside(NamedTuple):
    """A room as it was when somebody entered."""

    id: UUID
    name: str
    purpose: str
    section: str
    last_seq: int
    revision: int


class Home(NamedTuple):
    """The community of a room."""

    id: UUID
    slug: str
    name: str
    charter: str
    rests_since: datetime | None = None

    @property
    def rules(self) -> tuple[str, ...]:
        return rules_of(self.charter)


@dataclass(frozen=True, slots=True)
class Entered:
    """A room whose door is open to the asker, and where they stand in its community."""

    room: Inside
    community: Home
    standing: Standing
    role: str = "member"
    title: str | None = None
    """What stands beside the asker's name here."""
    blocks: bool = False
    """Whether the asker blocks anybody."""
    has_spoken: bool = True
    """False where nothing of theirs is known here yet."""
    welcomes: bool = False
    """Whether they have offered to welcome newcomers."""
    talks: bool = False
    """Whether the asker has a conversation of two in the community."""
    pair: Pair | None = None
    """Who talk there, where it is a conversation of two."""

    def author(self, asker: Asker) -> Author:
        """Whoever entered, as the author of what they say here."""
        return Author(asker.person_id, asker.handle, self.role, self.title)


class RoomSummary(NamedTuple):
    id: UUID
    name: str
    purpose: str
    section: str
    last_seq: int
    unread: int
    read_seq: int


class Page(NamedTuple):
    """A stretch of history in ascending order; `more` tells whether it goes on in the direction of reading."""

    items: list[MessageView]
    more: bool
    last_seq: int


def enter(work: Work, room_id: UUID) -> Entered:
    """A room for active members, and for operators who opened it with a reason; a conversation of two for its two and
    nobody else. Raises NotFound to all others."""
    row: Any = work.rows(_door(), room=room_id, me=work.me).first()
    if row is None:
        raise NotFound
    room, community, seat = Inside(*row[:6]), Home(*row[6:11]), Seat(*row[11:-3])
    rests = community.rests_since is not None
    standing = standing_in(work, community.id, seat if seat.status else None, rests=rests)
    direct = room.section == Section.DIRECT
    if standing is None or not (standing.is_member or (not direct and _opened(work, room_id))):
        raise NotFound
    role = seat.role_at(work.now)
    more = {
        "title": row.title if role == seat.role else None,
        "blocks": row.blocks,
        "talks": row.talks,
        "has_spoken": bool(seat.spoke_at),
        "welcomes": bool(seat.welcomes),
    }
    entered = Entered(room, community, standing, once(role or "member"), **more)
    return _with_the_other(work, entered) if direct else entered


def _with_the_other(work: Work, entered: Entered) -> Entered:
    """A conversation for one of its two. What else they are in the community gives them no right there."""
    pair = pair_of(work, entered.room.id)
    standing = replace(entered.standing, roles=frozenset({Role.MEMBER}), unheard=not pair.hears)
    room = entered.room._replace(name=pair.handle)
    return replace(entered, room=room, standing=standing, pair=pair)


def enter_to_write(work: Work, room_id: UUID) -> tuple[Entered, Room]:
    """The same with the room's counter in one's hands until the commit, so that numbers follow the order of commits."""
    work.require_asker()  # nobody may hold up a room whom it does not know
    held = work.session.scalar(select(Room).where(Room.id == room_id).with_for_update())
    if held is None:
        raise NotFound
    return enter(work, room_id), held


def take_numbers(work: Work, room_id: UUID, count: int) -> int:
    """The next `count` numbers of a room are the caller's; returns the last. Raises NotFound where it is gone."""
    found = work.run(COUNT, room=room_id, step=count)
    if not found:
        raise NotFound
    last: int = found[0][0]
    return last


def give_back_numbers(work: Work, room_id: UUID, count: int) -> None:
    """They were not needed, and none may be left out."""
    work.run(COUNT, room=room_id, step=-count)


def rooms(work: Work, slug: str) -> tuple[Visit, list[RoomSummary]]:
    """A community's rooms with how much of each the asker has not read."""
    seen = inside(work, slug)
    return seen, rooms_of(work, seen.community.id)


def rooms_of(work: Work, community_id: UUID) -> list[RoomSummary]:
    """The same for a community whose door the caller has come through."""
    found: Any = work.rows(_summaries(), community=community_id, me=work.me)
    return [RoomSummary(*row) for row in found]


def unread_total(work: Work, community_id: UUID) -> int:
    """How much the asker has not read in all rooms of a community."""
    return sum(room.unread for room in rooms_of(work, community_id))


def last_read_room(work: Work, slug: str) -> UUID | None:
    """The room of a community in which the asker read last."""
    find = select(ReadMark.room_id).join(Room, Room.id == ReadMark.room_id).join(Community)
    mine = find.where(Community.slug == slug, ReadMark.person_id == work.me, SHARED)
    return work.session.scalar(mine.order_by(ReadMark.at.desc(), Room.section, Room.position).limit(1))


def history(
    work: Work,
    entered: Entered,
    *,
    after_seq: int | None = None,
    before_seq: int | None = None,
    changed_after: int | None = None,
    limit: int = 50,
    reveal: bool = False,
    for_nobody: bool = False,
) -> Page:
    """A stretch of a room: after or before a `seq`, or all that changed after a `change_seq`; else the latest.

    With `reveal` those who may know who asked anonymously are told; with `for_nobody` it is without what is this
    asker's own, to be shared by all who may see as much.
    """
    by, after = ("seq", after_seq) if changed_after is None else ("change_seq", changed_after)
    found = stretch(
        work,
        entered.room.id,
        by=by,
        after=-1 if after is None else after,
        before=LAST if before_seq is None else before_seq,
        latest=after is None,
        limit=limit + 1,
        reveal=reveal and reveals(work, entered),
        for_nobody=for_nobody,
    )
    more = len(found) > limit
    items = found if not more else found[1:] if after is None else found[:limit]
    return Page(items, more, entered.room.last_seq)


def counters(work: Work, room_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How far each of these rooms has come. For the server itself, which shows it to nobody."""
    room = Room.__table__.c
    found: Any = work.rows(select(room.id, room.last_seq).where(room.id.in_(room_ids)))
    return {row[0]: row[1] for row in found}


def changes_since(work: Work, room_id: UUID, change_seq: int, limit: int) -> Page:
    """What changed in a room, as everybody in it may see it. The caller tells only those who were let in."""
    last = counters(work, [room_id]).get(room_id, 0)
    found = stretch(work, room_id, by="change_seq", after=change_seq, limit=limit + 1, for_nobody=True)
    return Page(found[:limit], len(found) > limit, last)


def thread(work: Work, entered: Entered, message_id: UUID, *, reveal: bool = False) -> list[MessageView]:
    """A message and all replies in its thread, oldest first. Raises NotFound unless it is in this room."""
    found = work.session.scalar(select(Message).where(Message.id == message_id, Message.room_id == entered.room.id))
    if found is None:
        raise NotFound
    return thread_views(work, found.thread_id or found.id, reveal=reveal and reveals(work, entered))


def message(work: Work, message_id: UUID) -> tuple[Message, Entered]:
    """A message behind its room's door. Raises NotFound where the asker may not know of it."""
    found = _found(work, message_id)
    return found, enter(work, found.room_id)


def message_to_write(work: Work, message_id: UUID) -> tuple[Message, Entered, Room]:
    """The same with the room's counter in one's hands until the commit."""
    found = _found(work, message_id)
    entered, room = enter_to_write(work, found.room_id)
    work.session.refresh(found)  # somebody may have changed it while we waited for the room
    return found, entered, room


def _found(work: Work, message_id: UUID) -> Message:
    work.require_asker()
    found = work.session.get(Message, message_id)
    if found is None:
        raise NotFound
    return found


def openings(work: Work, slug: str) -> Sequence[tuple[Opening, Room]]:
    """Which rooms operators opened here, and why, newest first."""
    seen = inside(work, slug)
    if seen.standing is None or not may(seen.standing, Can.SEE_AUDIT, work.now):
        raise NotFound
    find = select(Opening, Room).join(Room, Room.id == Opening.room_id).where(Room.community_id == seen.community.id)
    return [(row[0], row[1]) for row in work.session.execute(find.order_by(Opening.opened_at.desc()).limit(100))]


def still_inside(work: Work, person_rooms: Sequence[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Of these (person, room) pairs, those whose right to listen holds at this moment."""
    people = {person for person, _ in person_rooms}
    room_ids = {room for _, room in person_rooms}
    inside_now = (Membership.person_id.in_(people), active(work.now))
    members = (
        select(Membership.person_id, Room.id)
        .join(Room, Room.community_id == Membership.community_id)
        .where(Room.id.in_(room_ids), SHARED, *inside_now)
    )
    opened = (
        select(Opening.person_id, Opening.room_id)
        .join(Room, Room.id == Opening.room_id)
        .where(Opening.person_id.in_(people), Room.id.in_(room_ids), SHARED, Opening.expires_at > work.now)
    )
    theirs = or_(Conversation.low_id == Membership.person_id, Conversation.high_id == Membership.person_id)
    talking = (
        select(Membership.person_id, Conversation.room_id)
        .join(Conversation, and_(Conversation.community_id == Membership.community_id, theirs))
        .where(Conversation.room_id.in_(room_ids), *inside_now)
    )
    return {(row[0], row[1]) for find in (members, opened, talking) for row in work.session.execute(find)}


def _opened(work: Work, room_id: UUID) -> bool:
    if work.asker is None or not work.asker.is_operator:
        return False
    find = select(Opening.id).where(
        Opening.room_id == room_id, Opening.person_id == work.me, Opening.expires_at > work.now
    )
    return work.session.scalar(find.limit(1)) is not None


def reveals(work: Work, entered: Entered) -> bool:
    """Whether the asker may know who asked anonymously."""
    return may(entered.standing, Can.REVEAL_AUTHOR, work.now)


@cache
def _door() -> Any:
    """The columns of Inside, Home and Seat, the asker's title, whether they block anybody, and whether they talk to
    one member alone."""
    room, home, seat, block, talk = (each.__table__.c for each in (Room, Community, Membership, Block, Conversation))
    mine = and_(seat.community_id == home.id, seat.person_id == bindparam("me"))
    of_me = or_(talk.low_id == bindparam("me"), talk.high_id == bindparam("me"))
    return (
        select(
            *(room[name] for name in Inside._fields),
            *(home[name] for name in Home._fields),
            *(seat[name] for name in Seat._fields),
            seat.title,
            exists(select(block.blocked_id).where(block.person_id == bindparam("me"))).label("blocks"),
            exists(select(talk.room_id).where(of_me, talk.community_id == home.id)).label("talks"),
        )
        .join_from(Room.__table__, Community.__table__, home.id == room.community_id)
        .outerjoin(Membership.__table__, mine)
        .where(room.id == bindparam("room"))
    )


def _count() -> Any:
    room = Room.__table__
    moved = {name: room.c[name] + bindparam("step") for name in ("last_seq", "revision")}
    found = room.update().where(room.c.id == bindparam("room")).values(**moved)  # type: ignore[attr-defined]
    return found.returning(room.c.last_seq)


COUNT: Final = Ready(_count)


@cache
def _summaries() -> Any:
    """Plain columns: no objects are made of them, on the page that is asked for most."""
    room, said, mark = Room.__table__.c, Message.__table__.c, ReadMark.__table__.c
    me: Any = bindparam("me")
    position = select(mark.seq).where(mark.room_id == room.id, mark.person_id == me)
    read = func.coalesce(position.correlate(Room.__table__).scalar_subquery(), 0)
    unread = select(func.count()).where(
        said.room_id == room.id,
        said.seq > read,
        said.removed_at.is_(None),
        func.coalesce(said.author_id != me, True),
    )
    counted = unread.correlate(Room.__table__).scalar_subquery().label("unread")
    return (
        select(room.id, room.name, room.purpose, room.section, room.last_seq, counted, read.label("read_seq"))
        .where(room.community_id == bindparam("community"), SHARED)
        .order_by(room.section, room.position, room.name)
    )
