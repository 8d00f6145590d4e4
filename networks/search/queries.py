"""Searching a community. Everything that decides what the asker may see stands inside the question itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, literal, or_, select

from networks.chat.history import views
from networks.chat.models import SHARED, Message, Opening, Room
from networks.chat.views import MessageView
from networks.communities.queries import Visit, inside
from networks.folding import plain
from networks.people.models import Block, Person
from networks.resources.library import published_views
from networks.resources.models import Resource
from networks.resources.views import ResourceView
from networks.search.asked import LIBRARY, Asked, asked, room_key
from networks.search.excerpts import Piece, excerpt
from networks.text_search import Entry, Question, edge, hits, sign
from networks.work import Work

MESSAGE: Final = "message"
RESOURCE: Final = "resource"


class Item(NamedTuple):
    """A message with the name of its room, or a resource; and the piece in which it was found."""

    kind: str
    excerpt: list[Piece]
    message: MessageView | None = None
    room_name: str | None = None
    resource: ResourceView | None = None
    title: list[Piece] = []  # noqa: RUF012  (never changed)


class Found(NamedTuple):
    """What was found, the newest first; `next` is where it goes on."""

    items: list[Item]
    next: int | None
    place: Visit


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a community the asker may look through."""

    place: Visit
    rooms: dict[UUID, str]
    library: bool

    def narrowed(self, room: str | None) -> Sight:
        if room is None:
            return self
        here = {id_: name for id_, name in self.rooms.items() if room_key(name) == room}
        return Sight(self.place, here, self.library and room == LIBRARY)

    @property
    def is_nothing(self) -> bool:
        return not self.rooms and not self.library


def search(work: Work, slug: str, said: str, *, before: int | None = None, limit: int = 20) -> Found:
    """What the asker may see of what they ask for. Raises NotFound to whoever the community is hidden from."""
    place = inside(work, slug)
    wanted = asked(said, work.asker.time_zone if work.asker else "UTC")
    sight = _sight(work, place).narrowed(wanted.room)
    if wanted.is_nothing or sight.is_nothing:
        return Found([], None, place)
    rows = work.session.execute(_question(work, sight, wanted, before).limit(limit + 1)).all()
    following = rows[limit - 1].id if len(rows) > limit else None
    return Found(_items(work, sight, wanted, rows[:limit]), following, place)


def room_names(work: Work, place: Visit) -> list[str]:
    """The rooms in which the asker may search, by name."""
    return sorted(_sight(work, place).rooms.values(), key=room_key)


def _sight(work: Work, place: Visit) -> Sight:
    """Members see every room and the library; operators the rooms that they opened with a reason, for an hour."""
    find = select(Room.id, Room.name).where(Room.community_id == place.community.id, SHARED)
    is_member = place.standing is not None and place.standing.is_member
    if not is_member:
        mine = (Opening.room_id == Room.id, Opening.person_id == work.me, Opening.expires_at > work.now)
        find = find.where(select(Opening.id).where(*mine).exists())
    return Sight(place, {row[0]: row[1] for row in work.session.execute(find)}, is_member)


def _question(work: Work, sight: Sight, wanted: Asked, before: int | None) -> Any:
    """Of the entries, newest first, those whose live rows are as they were and may be seen."""
    community = sight.place.community.id
    if wanted.terms:
        near = hits(Question(work.session.get_bind().dialect.name, tuple(wanted.terms), (_where(sight),)))
    else:
        near = select(Entry.id).where(Entry.community_id == community).subquery("hits")
    as_it_was = and_(Message.id == Entry.message_id, Message.change_seq == Entry.version)
    as_published = and_(Resource.id == Entry.resource_id, Resource.published == Entry.version)
    find = (
        select(near.c.id, Entry.message_id, Entry.resource_id)
        .select_from(near)
        .join(Entry, Entry.id == near.c.id)
        .outerjoin(Message, as_it_was)
        .outerjoin(Resource, as_published)
        .where(Entry.community_id == community, or_(_said(work, sight, wanted), _kept(work, sight, wanted)))
        .order_by(near.c.id.desc())
    )
    edges = [edge(wanted.until) if wanted.until else None, before]
    for bound in edges:
        if bound is not None:
            find = find.where(near.c.id < bound)
    return find.where(near.c.id >= edge(wanted.since)) if wanted.since else find


def _where(sight: Sight) -> str:
    """The sign of what is looked through: one room, the library, or all of the community."""
    if not sight.library and len(sight.rooms) == 1:
        return sign("r", next(iter(sight.rooms)))
    community = sight.place.community.id
    return sign("c", community) if sight.rooms else sign("l", community)


def _said(work: Work, sight: Sight, wanted: Asked) -> ColumnElement[bool]:
    """Messages. Who said something anonymously is not found out by asking for them, nor by whom one blocks."""
    if not sight.rooms:
        return false()
    shown: list[ColumnElement[bool]] = [Message.removed_at.is_(None), Message.room_id.in_(list(sight.rooms))]
    shown.append(or_(Message.anonymous.is_(True), _not_blocked(work, Message.author_id)))
    if wanted.handle is not None:
        shown += [Message.anonymous.is_(False), Message.author_id == _person(wanted.handle)]
    return and_(*shown)


def _kept(work: Work, sight: Sight, wanted: Asked) -> ColumnElement[bool]:
    """What is in the library."""
    if not sight.library:
        return false()
    shown: list[ColumnElement[bool]] = [Resource.listed.is_(True), _not_blocked(work, Resource.author_id)]
    if wanted.handle is not None:
        shown.append(Resource.author_id == _person(wanted.handle))
    return and_(*shown)


def _not_blocked(work: Work, author: Any) -> ColumnElement[bool]:
    blocked = select(literal(1)).where(Block.person_id == work.me, Block.blocked_id == author)
    return ~blocked.correlate_except(Block).exists()


def _person(handle: str) -> Any:
    return select(Person.id).where(Person.handle_key == handle, Person.erased_at.is_(None)).scalar_subquery()


def _items(work: Work, sight: Sight, wanted: Asked, rows: Sequence[Any]) -> list[Item]:
    said = {one.id: one for one in views(work, [row.message_id for row in rows if row.message_id])}
    ids = [row.resource_id for row in rows if row.resource_id]
    kept = {one.id: one for one in published_views(work, sight.place, ids)}
    return [
        _message(said[row.message_id], sight, wanted) if row.message_id else _resource(kept[row.resource_id], wanted)
        for row in rows
    ]


def _message(said: MessageView, sight: Sight, wanted: Asked) -> Item:
    pieces = excerpt(plain(said.html or ""), wanted.terms)
    return Item(MESSAGE, pieces, message=said, room_name=sight.rooms[said.room_id])


def _resource(found: ResourceView, wanted: Asked) -> Item:
    said = found.said
    body = " · ".join(part for part in (plain(said.html), said.helps, said.source, ", ".join(said.tags)) if part)
    return Item(RESOURCE, excerpt(body, wanted.terms), resource=found, title=excerpt(said.title, wanted.terms))
