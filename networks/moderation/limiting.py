"""Who reports to harass may report less for a time, and is told so. Whoever is at risk can always be reported."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from networks.communities.queries import member
from networks.errors import NotFound
from networks.moderation.events import ReportsFreed, ReportsLimited
from networks.moderation.report_models import ReportLimit
from networks.moderation.reporting import limit_of
from networks.policy import About, Can, Role, Standing, require
from networks.work import Work

DAYS: Final = 30


def limit_reports(work: Work, slug: str, person_id: UUID, *, reason: str, days: int = DAYS) -> ReportLimit:
    """Let somebody send one report a day for some days, with a reason that they read. A second limit replaces it."""
    community_id = _may_limit(work, slug, person_id)
    before = limit_of(work, community_id, person_id)
    if before is not None:
        before.ended_at = work.now
    about = {"community_id": community_id, "person_id": person_id, "reason": reason, "by_id": work.me}
    made = ReportLimit(id=uuid4(), **about, starts_at=work.now, until=work.now + timedelta(days=days), ended_at=None)
    work.session.add(made)
    work.session.flush()
    work.record(ReportsLimited(community_id, person_id, reason))
    return made


def free_reports(work: Work, slug: str, person_id: UUID) -> None:
    """End the limit before its time. Doing it twice does it once."""
    community_id = _may_limit(work, slug, person_id)
    held = limit_of(work, community_id, person_id)
    if held is not None:
        held.ended_at = work.now
        work.record(ReportsFreed(community_id, person_id))


def _may_limit(work: Work, slug: str, person_id: UUID) -> UUID:
    seen, companion, _ = member(work, slug, person_id)
    standing: Standing | None = seen.standing
    if standing is None:
        raise NotFound
    require(work, standing, Can.SANCTION, About(person_id))
    if companion.role == Role.FACILITATOR:
        require(work, standing, Can.GRANT_ROLE)
    return seen.community.id
