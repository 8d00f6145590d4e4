"""Who has a badge at this moment: what stands beside a name, wherever it is drawn."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, case, literal_column, select

from networks.communities.models import Membership
from networks.communities.queries import active, inside, lasts
from networks.policy import Role
from networks.work import Work


class Badge(NamedTuple):
    role: str
    title: str | None


Badges = dict[UUID, dict[UUID, Badge]]
"""By community and person."""


def badges(work: Work) -> Badges:
    """Everybody's, in every community. For the server itself, which tells each room those of its own."""
    found: Badges = {}
    rows: Any = work.rows(_wearers(), now=work.now)
    for community_id, person_id, role, title in rows:
        found.setdefault(community_id, {})[person_id] = Badge(role, title)
    return found


def badges_in(work: Work, community_id: UUID) -> dict[UUID, Badge]:
    """Those of one community, by person. The caller has checked who asks."""
    columns = (Membership.person_id, Membership.role, Membership.title)
    find = select(*columns).where(Membership.community_id == community_id, wears(work.now))
    return {row[0]: Badge(row[1], row[2]) for row in work.session.execute(find)}


def badges_here(work: Work, slug: str) -> dict[UUID, Badge]:
    """Those of one community, for its members and for operators. Raises NotFound to all others."""
    return badges_in(work, inside(work, slug).community.id)


def wears(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """As a condition on memberships: those whose holders have a badge. Who was sent away has none meanwhile, and
    nobody has one whose time is over."""
    is_special = Membership.role != literal_column("'member'")  # written out: else SQLite does not see its index in it
    return and_(is_special, lasts(now), active(now))


def worn(now: datetime) -> tuple[ColumnElement[str], ColumnElement[str | None]]:
    """As columns of a select over memberships: the role and the title that stand beside a name."""
    has_one = wears(now)
    return case((has_one, Membership.role), else_=str(Role.MEMBER)), case((has_one, Membership.title))


@cache
def _wearers() -> Any:
    columns = (Membership.community_id, Membership.person_id, Membership.role, Membership.title)
    return select(*columns).where(wears(bindparam("now")))
