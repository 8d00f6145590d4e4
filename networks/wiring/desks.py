"""What becomes of the cases of a facilitator who is one no longer."""

from __future__ import annotations

from typing import Final

from networks.communities.events import MembershipChanged, RoleGranted
from networks.communities.models import Status
from networks.moderation.holding import let_go
from networks.policy import Role
from networks.work import Reactions, Work


def _other_role(work: Work, event: RoleGranted) -> None:
    if event.reason != Role.FACILITATOR:
        let_go(work, event.community_id, event.subject_id)


def _away(work: Work, event: MembershipChanged) -> None:
    if event.status != Status.ACTIVE:
        let_go(work, event.community_id, event.person_id)


REACTIONS: Final[Reactions] = {RoleGranted: (_other_role,), MembershipChanged: (_away,)}
