"""How much somebody reports, what came of it, and whether it is limited: as far as the asker may know.

Whoever was reported never learns by whom. Hence nothing counts what was reported about the asker, and a limit that
somebody else set after such a report is not there for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import func, not_, select

from networks.communities.models import Membership
from networks.communities.queries import member
from networks.errors import NotFound
from networks.moderation.models import Case
from networks.moderation.queries import not_about
from networks.moderation.report_models import Report, ReportLimit
from networks.moderation.sanctioning import may_sanction
from networks.moderation.withheld import limits_kept_back
from networks.people.models import Person
from networks.policy import About, Can, Standing, require
from networks.work import Work


class Record(NamedTuple):
    """How much somebody has reported in a community, and how much of it led to something."""

    sent: int
    decided: int
    upheld: int


NOTHING: Final = Record(0, 0, 0)
UNKNOWN: Final = Record(1, 0, 0)
"""Of somebody who has erased their account."""


class Reporter(NamedTuple):
    record: Record
    limit: ReportLimit | None
    by: Person | None
    """Who set the limit."""


def reporter(work: Work, slug: str, person_id: UUID) -> Reporter:
    """How a member reports, for those who look after the place. Raises NotAllowed to members, and about oneself."""
    seen, _, _ = member(work, slug, person_id)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.SANCTION, About(person_id))
    record = records_of(work, seen.community.id, [person_id]).get(person_id, NOTHING)
    limit = limits_of(work, seen.community.id, [person_id]).get(person_id)
    by = work.session.get(Person, limit.by_id) if limit and limit.by_id else None
    return Reporter(record, limit, by)


def records_of(work: Work, community_id: UUID, people: Sequence[UUID]) -> dict[UUID | None, Record]:
    """What came of all that these people reported in a community. The caller has checked who asks."""
    columns = (func.count(Report.id), func.count(Report.upheld), func.count(Report.id).filter(Report.upheld.is_(True)))
    find = select(Report.reporter_id, *columns).join(Case, Case.id == Report.case_id)
    find = find.where(Report.community_id == community_id, Report.reporter_id.in_(people), not_about(work))
    return {row[0]: Record(*row[1:]) for row in work.session.execute(find.group_by(Report.reporter_id))}


def limits_of(work: Work, community_id: UUID, people: Sequence[UUID]) -> dict[UUID | None, ReportLimit]:
    """The limits that hold for these people, the longest of each. The caller has checked who asks."""
    find = _known(work, community_id).where(ReportLimit.person_id.in_(people))
    return {one.person_id: one for one in work.session.scalars(find.order_by(ReportLimit.until))}


def known_limits(work: Work, community_id: UUID, person_id: UUID) -> Sequence[ReportLimit]:
    """All that hold for somebody and that the asker may know of."""
    return work.session.scalars(_known(work, community_id).where(ReportLimit.person_id == person_id)).all()


def within_reach(work: Work, standing: Standing, people: Sequence[UUID]) -> set[UUID]:
    """Of these people, about whom the asker may take steps: not themselves, nor facilitators but as an operator."""
    places = select(Membership.person_id.label("id"), Membership.role)
    found = places.where(Membership.community_id == standing.community_id, Membership.person_id.in_(people))
    rows: Any = work.session.execute(found)
    return {row.id for row in rows if may_sanction(standing, row, work.now)}


def _known(work: Work, community_id: UUID) -> Any:
    holds = (ReportLimit.ended_at.is_(None), ReportLimit.until > work.now)
    return select(ReportLimit).where(ReportLimit.community_id == community_id, *holds, not_(limits_kept_back(work)))
