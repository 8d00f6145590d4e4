"""Rooms: making, opening, reading on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import Select, func, select, update

from networks.chat.events import RoomMade, RoomOpened
from networks.chat.models import SHARED, Opening, ReadMark, Room, Section
from networks.chat.queries import enter, enter_to_write
from networks.communities.models import Membership
from networks.communities.queries import inside
from networks.database import insert_once, unless_taken
from networks.errors import Invalid, NotFound
from networks.policy import Can, require
from networks.work import Work

OPENING: Final = timedelta(hours=1)


def make_room(work: Work, slug: str, *, name: str, purpose: str = "", section: str = Section.CONVERSATION) -> Room:
    """Make a room. Raises Invalid where the community has one of that name."""
    seen = inside(work, slug)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.MAKE_ROOM)
    count = select(func.count()).select_from(Room).where(Room.community_id == seen.community.id, SHARED)
    values = {"id": uuid4(), "community_id": seen.community.id, "name": name, "purpose": purpose, "section": section}
    position = work.session.scalar(count) or 0
    if not insert_once(work.session, Room, **values, position=position, last_seq=0, revision=0, created_at=work.now):
        raise Invalid(fields={"name": "There is a room with this name already."})
    work.record(RoomMade(seen.community.id, values["id"]))  # type: ignore[arg-type]
    return work.session.get_one(Room, values["id"])


def edit_room(work: Work, room_id: UUID, *, name: str, purpose: str) -> Room:
    """Rename a room or say better what it is for."""
    entered, room = enter_to_write(work, room_id)
    require(work, entered.standing, Can.MAKE_ROOM)
    with unless_taken(work.session, Invalid(fields={"name": "There is a room with this name already."})):
        room.name, room.purpose = name, purpose
    return room


def open_room(work: Work, room_id: UUID, *, reason: str) -> Opening:
    """Open a private room for one hour, as an operator, with a reason that its facilitators see. Nothing opens what two
    say to each other: that is NotFound."""
    if work.asker is None or not work.asker.is_operator:
        raise NotFound
    room = work.session.get(Room, room_id)
    if room is None or room.section == Section.DIRECT:
        raise NotFound
    opening = Opening(
        id=uuid4(),
        room_id=room_id,
        person_id=work.me,
        reason=reason,
        opened_at=work.now,
        expires_at=work.now + OPENING,
    )
    work.session.add(opening)
    work.record(RoomOpened(room.community_id, room_id, reason))
    return opening


def mark_read(work: Work, room_id: UUID, seq: int) -> int:
    """Remember how far the asker has read; it never goes back. Returns the position."""
    entered = enter(work, room_id)
    seq = max(0, min(seq, entered.room.last_seq))
    insert_once(work.session, ReadMark, room_id=room_id, person_id=work.me, seq=0, at=work.now)
    mine = (ReadMark.room_id == room_id, ReadMark.person_id == work.me)
    work.session.execute(update(ReadMark).where(*mine).values(at=work.now))
    work.session.execute(update(ReadMark).where(*mine, ReadMark.seq < seq).values(seq=seq))
    return work.session.scalars(select(ReadMark.seq).where(*mine)).one()


def start_reading(work: Work, community_id: UUID, person_id: UUID) -> None:
    """What was said before somebody joined is not news to them; whoever comes back goes on where they were."""
    for room in work.session.scalars(select(Room).where(Room.community_id == community_id, SHARED)):
        mark = {"room_id": room.id, "person_id": person_id, "seq": room.last_seq, "at": work.now}
        insert_once(work.session, ReadMark, **mark)


def redraw_rooms(work: Work, person_id: UUID) -> None:
    """A person's name or role changed, and with it how every room looks in which they may have written."""
    redraw_communities(work, select(Membership.community_id).where(Membership.person_id == person_id))


def redraw_communities(work: Work, which: Collection[UUID] | Select[UUID]) -> None:
    """Every room of these looks different from here on."""
    work.session.execute(
        update(Room)
        .where(Room.community_id.in_(which))
        .values(revision=Room.revision + 1)
        .execution_options(synchronize_session=False)
    )
