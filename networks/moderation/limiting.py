"""Who reports to harass may report less for a time, and is told so. Whoever is at risk can always be reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from networks.communities.queries import member
from networks.errors import Conflict, Invalid, NotFound
from networks.moderation.events import ReportsFreed, ReportsLimited
from networks.moderation.repeated import MOMENT
from networks.moderation.report_models import ReportLimit
from networks.moderation.reporters import known_limits, records_of
from networks.policy import About, Can, Role, require
from networks.work import Work

USUAL: Final = timedelta(days=30)
LONGEST: Final = timedelta(days=365)


def limit_reports(work: Work, slug: str, person_id: UUID, *, reason: str, until: datetime | None = None) -> ReportLimit:
    """Let somebody send one report a day until then, else for thirty days, with a reason that they read.

    It replaces the limit that the asker knows of; the same once more is one. Raises Conflict where the asker knows of
    no report of theirs: who has reported nothing looks the same as who has reported nobody but the asker.
    """
    community_id = _may_limit(work, slug, person_id)
    end = _end(work, until)
    if not records_of(work, community_id, [person_id]):
        raise Conflict("They have reported nothing here that you can read, so there is nothing to limit.")
    held = known_limits(work, community_id, person_id)
    for one in held:
        if one.by_id == work.me and one.reason == reason and abs(one.until - end) < MOMENT:
            return one
    _end_all(work, held)
    said = {"reason": reason, "starts_at": work.now, "until": end, "ended_at": None, "by_id": work.me}
    made = ReportLimit(id=uuid4(), community_id=community_id, person_id=person_id, **said)
    work.session.add(made)
    work.session.flush()
    work.record(ReportsLimited(community_id, person_id, reason))
    return made


def free_reports(work: Work, slug: str, person_id: UUID) -> None:
    """End the limit before its time. Doing it twice does it once."""
    community_id = _may_limit(work, slug, person_id)
    held = known_limits(work, community_id, person_id)
    _end_all(work, held)
    if held:
        work.record(ReportsFreed(community_id, person_id))


def _may_limit(work: Work, slug: str, person_id: UUID) -> UUID:
    """The community. Whoever limits or frees the same person at the same moment waits, and then sees what was done."""
    seen, companion, place = member(work, slug, person_id)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.SANCTION, About(person_id))
    if companion.role == Role.FACILITATOR:
        require(work, seen.standing, Can.GRANT_ROLE)
    work.session.refresh(place, with_for_update=True)
    return seen.community.id


def _end(work: Work, until: datetime | None) -> datetime:
    end = until or work.now + USUAL
    if not work.now < end <= work.now + LONGEST:
        raise Invalid(fields={"until": "Please choose a moment within a year from now."})
    return end


def _end_all(work: Work, held: Sequence[ReportLimit]) -> None:
    for one in held:
        one.ended_at = work.now
