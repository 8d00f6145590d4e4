"""What the network verified holds for the place that it was verified for, and for no other."""

from __future__ import annotations

from typing import Final

from networks.communities import credentials
from networks.communities.events import MembershipChanged
from networks.work import Reactions, Work


def _moved(work: Work, event: MembershipChanged) -> None:
    credentials.follow(work, event.community_id, event.person_id)


REACTIONS: Final[Reactions] = {MembershipChanged: (_moved,)}
