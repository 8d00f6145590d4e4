"""Who reported what a case is about, and why: for those who decide, once it is on record that they read it."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from networks import looking
from networks.moderation.events import ReportsSeen
from networks.moderation.queries import CaseView
from networks.moderation.report_models import Report, ReportLimit
from networks.moderation.reporters import UNKNOWN, Record, limits_of, records_of, within_reach
from networks.moderation.reports import to_decide
from networks.people.models import Person
from networks.work import Work


class Reported(NamedTuple):
    """A report as those see it who decide."""

    report: Report
    by: Person | None
    record: Record
    limit: ReportLimit | None
    may_limit: bool
    """Whether the asker may limit what they report."""


def reports_of(work: Work, case_id: UUID) -> list[Reported]:
    """Who reported it and why, the first first, for those who may decide. Raises NotFound to everybody else. Nothing is
    told while the case is sealed, nor until it is on record that the asker reads it."""
    found, standing = to_decide(work, case_id)
    if found.sealed or not looking.is_on_record(work, _look(found)):
        return []
    find = select(Report, Person).outerjoin(Person, Person.id == Report.reporter_id).where(Report.case_id == case_id)
    rows: Any = work.session.execute(find.order_by(Report.at, Report.id)).all()
    ids = [by.id for _, by in rows if by is not None]
    records, limits = records_of(work, standing.community_id, ids), limits_of(work, standing.community_id, ids)
    reach = within_reach(work, standing, ids)
    whose = [(one, by, by.id if by else None) for one, by in rows]
    return [Reported(one, by, records.get(id_, UNKNOWN), limits.get(id_), id_ in reach) for one, by, id_ in whose]


def are_kept_back(work: Work, case_id: UUID) -> bool:
    """Whether there are reports for the asker that wait for their row on record. Raises as `reports_of` does."""
    found, _ = to_decide(work, case_id)
    if found.sealed or looking.is_on_record(work, _look(found)):
        return False
    return work.session.scalar(select(Report.id).where(Report.case_id == case_id).limit(1)) is not None


def put_on_record(work: Work, case_id: UUID) -> None:
    """That the asker reads who reported it, once a day. Raises as `reports_of` does."""
    if are_kept_back(work, case_id):
        looking.put_on_record(work, _look(to_decide(work, case_id)[0]))


def _look(seen: CaseView) -> ReportsSeen:
    return ReportsSeen(seen.case.community_id, seen.case.id)
