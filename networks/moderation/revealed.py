"""Of which cases somebody has put on record today that they learn who said anonymously what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Set
from uuid import UUID

from sqlalchemy import select

from networks.audit import AuditRow
from networks.moderation.events import CaseAuthorSeen
from networks.moderation.models import Case
from networks.policy import Can, Standing, may
from networks.work import Work


def on_record(work: Work, standing: Standing, cases: Iterable[Case]) -> Set[UUID]:
    """Of these of one community, those of which the asker has. A day is one of UTC; for nobody who may not learn it."""
    wanted = [one.id for one in cases if one.hides_author]
    if not wanted or not may(standing, Can.REVEAL_AUTHOR, work.now):
        return frozenset()
    mine = (AuditRow.chain == standing.community_id, AuditRow.actor_id == work.me, AuditRow.act == CaseAuthorSeen.act)
    today = work.now.replace(hour=0, minute=0, second=0, microsecond=0)
    find = select(AuditRow.subject_id).where(*mine, AuditRow.at >= today, AuditRow.subject_id.in_(wanted))
    return {one for one in work.session.scalars(find) if one is not None}
