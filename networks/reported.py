"""Where something stands that one has reported, as far as one may still see it. Loading it authorizes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple
from uuid import UUID

from networks.chat.queries import message
from networks.communities.queries import member
from networks.errors import NotFound
from networks.moderation.reports import MyReport
from networks.resources.queries import behind_the_door, view
from networks.work import Work


class Spot(NamedTuple):
    """`name` is the room's, the title in the library, or the person's."""

    name: str
    room_id: UUID | None = None
    seq: int = 0
    of_two: bool = False
    """Whether it was said to the asker alone: then `name` is that of whoever said it."""


def spot(work: Work, mine: MyReport) -> Spot | None:
    """None for what is gone, and for what the asker may see no longer."""
    try:
        return SPOTS[mine.kind](work, mine.community.slug, mine.target_id)
    except NotFound:
        return None


def _message(work: Work, _slug: str, message_id: UUID) -> Spot | None:
    found, entered = message(work, message_id)
    if found.body is None:
        return None
    return Spot(entered.room.name, found.room_id, found.seq, of_two=entered.pair is not None)


def _resource(work: Work, _slug: str, resource_id: UUID) -> Spot:
    return Spot(view(work, behind_the_door(work, resource_id)).said.title)


def _person(work: Work, slug: str, person_id: UUID) -> Spot:
    return Spot(member(work, slug, person_id)[1].handle)


SPOTS: Final[Mapping[str, Callable[[Work, str, UUID], Spot | None]]] = {
    "message": _message,
    "resource": _resource,
    "person": _person,
}
