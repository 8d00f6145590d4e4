"""A button that was pressed twice: what the second press asks for is there already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from networks.base import FOREVER
from networks.communities.models import Membership
from networks.moderation.models import Sanction
from networks.work import Work

MOMENT: Final = timedelta(minutes=1)
"""Within which the same once more is one."""


def taken_before(work: Work, place: Membership, until: datetime | None, said: Mapping[str, Any]) -> Sanction | None:
    """The same step about somebody, of a moment ago, where it holds. Whoever takes one at the same time waits."""
    work.session.refresh(place, with_for_update=True)
    about = {"community_id": place.community_id, "person_id": place.person_id}
    found = work.session.scalars(select(Sanction).filter_by(**about, **said))
    return next((one for one in found if one.holds(work.now) and _is_the_same(one, until, work.now)), None)


def _is_the_same(one: Sanction, until: datetime | None, now: datetime) -> bool:
    ends_alike = abs((one.until or FOREVER) - (until or FOREVER)) < MOMENT
    return ends_alike and now - one.starts_at < MOMENT
