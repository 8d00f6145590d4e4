"""Who is appointed looks after the community from that moment on."""

from __future__ import annotations

from typing import Final

from networks.communities.events import RoleGranted
from networks.overview import succession
from networks.policy import Role
from networks.work import Reactions, Work


def _appointed(work: Work, event: RoleGranted) -> None:
    if event.reason == Role.FACILITATOR:
        succession.appointed(work, event.community_id)


REACTIONS: Final[Reactions] = {RoleGranted: (_appointed,)}
"""`reason` is the role that was given."""
