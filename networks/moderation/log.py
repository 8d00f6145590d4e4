"""The members' log: what was removed and by which rule, without names and without the words."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from networks.communities.queries import Visit, inside
from networks.errors import NotFound
from networks.moderation.report_models import Removal
from networks.work import Work


def removals(work: Work, slug: str, *, offset: int = 0, limit: int = 50) -> tuple[Visit, Sequence[Removal]]:
    """What was taken down in a community, the latest first, for its members and for operators."""
    seen = inside(work, slug)
    if seen.standing is None:
        raise NotFound
    find = select(Removal).where(Removal.community_id == seen.community.id)
    found = find.order_by(Removal.at.desc(), Removal.id).offset(offset).limit(limit)
    return seen, work.session.scalars(found).all()
