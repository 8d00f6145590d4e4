"""Reading reports: one's own with what came of them; of a case what was kept, for those who decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from networks.communities.models import Community
from networks.errors import NotFound
from networks.moderation.evidence import OF_IT
from networks.moderation.models import Case, CaseKind, CaseState
from networks.moderation.queries import CaseView
from networks.moderation.queries import case as load_case
from networks.moderation.report_models import Evidence, Removal, Report, ReportLimit
from networks.people.models import Person
from networks.policy import About, Can, Standing, may
from networks.work import Work


@dataclass(frozen=True, slots=True)
class MyReport:
    """A report as its sender sees it: their own words, and what came of it. Nothing of what others did or were told."""

    report: Report
    kind: str
    target_id: UUID
    community: Community
    state: CaseState
    outcome: str | None
    answered_at: datetime | None
    restored: bool
    """Whether it was put back after an appeal."""

    @property
    def is_news(self) -> bool:
        return self.state == CaseState.CLOSED and self.report.seen_at is None

    def was_read_since(self, moment: datetime | None) -> bool:
        """Whether its sender read the answer at that moment or later; of none it was not."""
        seen = self.report.seen_at
        return moment is not None and seen is not None and seen >= moment


class Kept(NamedTuple):
    piece: Evidence
    author: Person | None


def my_reports(work: Work, *, offset: int = 0, limit: int = 50) -> list[MyReport]:
    """What the asker reported, in all communities, the latest first. Also in those that they have left."""
    rows = work.session.execute(_mine(work).order_by(Report.at.desc(), Report.id).offset(offset).limit(limit))
    return [_my_report(row) for row in rows]


def my_report(work: Work, report_id: UUID) -> MyReport:
    """One of them. Raises NotFound for everybody else's."""
    row = work.session.execute(_mine(work).where(Report.id == report_id)).first()
    if row is None:
        raise NotFound
    return _my_report(row)


def my_open_report(work: Work, community_id: UUID, subject_id: UUID) -> Report | None:
    """What the asker has told about a thing, as long as nobody has decided about it."""
    about = (Case.kind == CaseKind.REPORT, Case.community_id == community_id, Case.subject_id == subject_id)
    find = select(Report).join(Case, Case.id == Report.case_id).where(*about, Case.state != CaseState.CLOSED)
    return work.session.scalars(find.where(Report.reporter_id == work.me)).first()


def my_limits(work: Work) -> Sequence[tuple[ReportLimit, Community]]:
    """Where the asker's reports are limited just now, why, and until when; of several in one place, the longest."""
    find = select(ReportLimit, Community).join(Community, Community.id == ReportLimit.community_id)
    holds = find.where(ReportLimit.person_id == work.me, ReportLimit.ended_at.is_(None), ReportLimit.until > work.now)
    rows = work.session.execute(holds.order_by(ReportLimit.until))
    return list({community.id: (limit, community) for limit, community in rows}.values())


def evidence_of(work: Work, case_id: UUID) -> list[Kept]:
    """What was kept of what was reported, in order, for facilitators who may decide. Raises NotFound to everybody else,
    operators included: what members say among themselves they read only where they open the room."""
    seen, standing = to_decide(work, case_id)
    if not standing.is_member:
        raise NotFound
    find = select(Evidence, Person).outerjoin(Person, Person.id == Evidence.author_id)
    rows = work.session.execute(find.where(Evidence.case_id == case_id).order_by(Evidence.position, Evidence.id))
    return [Kept(row[0], row[1] if _is_named(row[0], seen) else None) for row in rows]


def _is_named(piece: Evidence, seen: CaseView) -> bool:
    """Who wrote anonymously has a name where the case has one, and around it nobody has."""
    return not piece.anonymous or (piece.part in OF_IT and seen.subject is not None)


def decides(work: Work, standing: Standing, case: Case) -> bool:
    return may(standing, Can.DECIDE_CASE, work.now, About(case.person_id))


def to_decide(work: Work, case_id: UUID) -> tuple[CaseView, Standing]:
    """A report case for those who may decide it: never whoever it is about, nor whoever sent a report and no more."""
    found, _, standing = load_case(work, case_id)
    if found.case.kind != CaseKind.REPORT or not decides(work, standing, found.case):
        raise NotFound
    return found, standing


def _mine(work: Work) -> Any:
    columns = (Report, Case.subject_kind, Case.subject_id, Community, Case.state, Case.outcome, Case.decided_at)
    found = select(*columns, Removal.restored_at).join(Case, Case.id == Report.case_id)
    found = found.join(Community, Community.id == Report.community_id).outerjoin(Removal, Removal.case_id == Case.id)
    return found.where(Report.reporter_id == work.me)


def _my_report(row: Any) -> MyReport:
    return MyReport(row[0], row[1], row[2], row[3], CaseState(row[4]), row[5], row[6], row[7] is not None)
