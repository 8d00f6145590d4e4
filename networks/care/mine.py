"""Where somebody wrote to the asker privately."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from networks.communities.models import Community, Membership
from networks.communities.queries import active
from networks.safety.models import Letter
from networks.work import Work


def my_places(work: Work) -> Sequence[Community]:
    """The communities whose facilitators wrote to the asker, as far as the asker is inside."""
    wrote = select(Letter.id).where(Letter.community_id == Community.id, Letter.person_id == work.me).exists()
    find = select(Community).join(Membership).where(Membership.person_id == work.me, active(work.now), wrote)
    return work.session.scalars(find.order_by(Community.name)).all()
