"""Who is appointed looks after the community from that moment on; its open rooms hear when it falls asleep or wakes."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from networks.chat.events import WritingTurned
from networks.chat.models import Room
from networks.communities.events import RoleGranted
from networks.overview import succession
from networks.overview.events import CommunityRests, CommunityWakes
from networks.policy import Role
from networks.work import Reactions, Work


def _appointed(work: Work, event: RoleGranted) -> None:
    if event.reason == Role.FACILITATOR:
        succession.appointed(work, event.community_id)


def _rests(work: Work, event: CommunityRests) -> None:
    _turn(work, event, rests=True)


def _wakes(work: Work, event: CommunityWakes) -> None:
    _turn(work, event, rests=False)


def _turn(work: Work, event: CommunityRests, *, rests: bool) -> None:
    rooms = select(Room.id).where(Room.community_id == event.community_id).order_by(Room.id)
    work.record(WritingTurned(tuple(work.session.scalars(rooms)), rests))


REACTIONS: Final[Reactions] = {
    RoleGranted: (_appointed,),
    CommunityRests: (_rests,),
    CommunityWakes: (_wakes,),
}
"""`reason` of a role that was granted is that role."""
