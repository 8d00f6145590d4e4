"""What stands beside a room: the others of its community; beside a conversation of two, the reader's others there."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from flask_babel import gettext

from app.pages.frame import Place, place
from app.pages.two import With, listed
from networks.chat import conversations, queries
from networks.chat.models import Section
from networks.chat.queries import Entered, RoomSummary
from networks.communities.queries import stand
from networks.work import Work


class Link(NamedTuple):
    url: str
    name: str
    unread: int
    current: bool


Links = tuple[tuple[str, tuple[Link, ...]], ...]
"""By section."""


class Beside(NamedTuple):
    """Of `rooms` and `others` one is empty. `read_seq`: how far the reader has read where they are."""

    place: Place
    rooms: tuple[RoomSummary, ...]
    others: tuple[With, ...]
    read_seq: int


def beside(work: Work, entered: Entered) -> Beside:
    return (_rooms if entered.pair is None else _conversations)(work, entered)


def links(found: Beside, room_id: UUID) -> Links:
    """What is unread in the one that is open left out."""
    url = found.place.url
    if found.others:
        return ((gettext("Conversations"), tuple(_link(url, one, room_id) for one in found.others)),)
    titles = {Section.CONVERSATION: gettext("Among members"), Section.PROFESSIONALS: gettext("With professionals")}
    grouped = groupby(found.rooms, key=attrgetter("section"))
    return tuple((titles[Section(name)], tuple(_link(url, one, room_id) for one in rooms)) for name, rooms in grouped)


def unread_elsewhere(found: Beside, room_id: UUID) -> int:
    """In the others of its kind: where the reader is, it is being read."""
    beside: tuple[RoomSummary | With, ...] = (*found.rooms, *found.others)
    return sum(one.unread for one in beside if one.id != room_id)


def _link(base: str, one: RoomSummary | With, room_id: UUID) -> Link:
    current = one.id == room_id
    return Link(f"{base}/rooms/{one.id}", one.name, 0 if current else one.unread, current)


def _rooms(work: Work, entered: Entered) -> Beside:
    community = entered.community
    found = tuple(queries.rooms_of(work, community.id))
    unread = sum(one.unread for one in found)
    around = place(work, community, entered.standing, unread, None if entered.talks else 0)
    return Beside(around, found, (), next(one.read_seq for one in found if one.id == entered.room.id))


def _conversations(work: Work, entered: Entered) -> Beside:
    """The tabs are those of the community: in the conversation itself a facilitator is a member like the other."""
    community, room_id = entered.community, entered.room.id
    here = conversations.conversation(work, room_id)
    found = conversations.conversations(work, community.slug)[1]
    others = sum(one.unread for one in found if one.id != room_id)
    around = place(work, community, stand(work, community.id), unread_of_two=others)
    said = found if any(one.id == room_id for one in found) else [here, *found]
    return Beside(around, (), tuple(listed(community.slug, one) for one in said), here.read_seq)
