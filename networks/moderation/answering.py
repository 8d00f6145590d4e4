"""Telling those who reported what came of it, in a word and in a count, and nothing about anybody else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from networks.moderation.events import ReportAnswered
from networks.moderation.models import Case, CaseKind, CaseState, Sanction, SanctionKind
from networks.moderation.report_models import Removal, Report
from networks.people.models import Person
from networks.work import Work


def answer_reports(work: Work, case_id: UUID, *, removed: bool) -> None:
    """A report case is closed: note whether anything came of it, and let everybody who reported know.

    Something came of it where it was removed, or where a step about the person was taken while the case was open.
    """
    case = work.session.get_one(Case, case_id, populate_existing=True)
    upheld = removed or _does_a_step_stand(work, case)
    for report in work.session.scalars(select(Report).where(Report.case_id == case_id)):
        report.upheld = upheld
    tell_reporters(work, case)


def take_back(work: Work, case_id: UUID) -> bool:
    """A step that was taken when this was decided or before, or what it removed, should not have been: where nothing is
    left of it, nothing came of the reports. Tells whether that is so."""
    case = work.session.get_one(Case, case_id)
    if _is_still_removed(work, case) or _does_a_step_stand(work, case):
        return False
    for report in work.session.scalars(select(Report).where(Report.case_id == case_id)):
        report.upheld = False
    tell_reporters(work, case)
    return True


def upheld_by(work: Work, made: Sanction) -> Sequence[UUID]:
    """The cases whose reports count as upheld because of a step, or also because of it."""
    window = (Case.person_id == made.person_id, Case.opened_at <= made.starts_at, Case.decided_at >= made.starts_at)
    here = (Case.kind == CaseKind.REPORT, Case.community_id == made.community_id)
    upheld = select(Report.id).where(Report.case_id == Case.id, Report.upheld.is_(True)).exists()
    find = select(Case.id).where(*here, upheld, or_(and_(*window), Case.id == made.case_id))
    return work.session.scalars(find.order_by(Case.id)).all()


def tell_reporters(work: Work, case: Case) -> None:
    """There is something new for whoever reported this: the count of what they have not read is reckoned anew."""
    work.session.flush()
    sent = select(Report).where(Report.case_id == case.id).order_by(Report.reporter_id)
    for report in work.session.scalars(sent).all():  # in order: two who decide at once wait for one another
        report.seen_at = None
        if report.reporter_id is not None:
            count_news(work, report.reporter_id)
            work.record(ReportAnswered(case.community_id, report.reporter_id, report.id))


def read_answers(work: Work, report_ids: Collection[UUID]) -> None:
    """The asker has read what came of these reports, as far as they are theirs and something did."""
    for report in work.session.scalars(_unread(work.me).where(Report.id.in_(report_ids))):
        report.seen_at = work.now
    count_news(work, work.me)


def count_news(work: Work, person_id: UUID) -> None:
    """How many answers somebody has not read, kept with their account: every page shows it, and none asks for it."""
    work.session.flush()
    person = work.session.get_one(Person, person_id, with_for_update=True, populate_existing=True)
    unread = _unread(person_id).with_only_columns(func.count(Report.id))
    person.news = work.session.scalar(unread) or 0
    work.session.flush()


def _unread(person_id: UUID) -> Any:
    closed = select(Report).join(Case, Case.id == Report.case_id).where(Case.state == CaseState.CLOSED)
    return closed.where(Report.reporter_id == person_id, Report.seen_at.is_(None))


def _is_still_removed(work: Work, case: Case) -> bool:
    standing = select(Removal.id).where(Removal.case_id == case.id, Removal.overturned_at.is_(None))
    return work.session.scalar(standing.limit(1)) is not None


def _does_a_step_stand(work: Work, case: Case) -> bool:
    """Taken with the decision, or about the person while it was open."""
    until: datetime = case.decided_at or work.now
    about = (Sanction.community_id == case.community_id, Sanction.person_id == case.person_id)
    meanwhile = and_(*about, Sanction.starts_at >= case.opened_at, Sanction.starts_at <= until)
    standing = (Sanction.overturned_at.is_(None), Sanction.kind != SanctionKind.NOTE)
    find = select(Sanction.id).where(*standing, or_(meanwhile, Sanction.case_id == case.id))
    return work.session.scalar(find.limit(1)) is not None
