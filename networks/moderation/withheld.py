"""What the record keeps from whom it is about, and from operators who would learn a name by it.

A row that is left out leaves a gap in the chain, and no word.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import and_, false, not_, or_, select
from sqlalchemy.orm import aliased

from networks.audit import AuditRow
from networks.moderation.events import CaseAuthorSeen, CaseDecided, ReportsFreed, ReportsLimited
from networks.moderation.models import Case, Sanction, SanctionKind
from networks.moderation.report_models import Report, ReportLimit
from networks.people.models import Person
from networks.policy import Can, Standing, may
from networks.work import Work

Subject = aliased(Person)

NOTED: Final = ("member.noted", "member.note_removed", "sanction.noted")
"""What facilitators write about a member for each other."""

DECIDING: Final = (CaseDecided.act, CaseAuthorSeen.act)
TAKEN_DOWN: Final = "message.removed"


def not_about_reader(work: Work) -> Any:
    """As a condition on rows: neither of a case that is kept from the asker, nor of a note about them, nor of a
    limit that would tell who reported them."""
    cases = select(Case.id).where(or_(Case.person_id == work.me, Case.kept_from_id == work.me))
    notes = select(Sanction.id).where(Sanction.person_id == work.me, Sanction.kind == SanctionKind.NOTE)
    mine = or_(
        and_(AuditRow.subject_kind == "case", AuditRow.subject_id.in_(cases)),
        and_(AuditRow.subject_kind == "sanction", AuditRow.subject_id.in_(notes)),
        and_(AuditRow.act.in_(NOTED), AuditRow.subject_id == work.me),
        _tells_of_reporter(work),
    )
    return or_(AuditRow.subject_id.is_(None), not_(mine))


def apart_from_step(work: Work, standing: Standing) -> Any:
    """As a condition on rows: what was decided about words that somebody wrote anonymously, where a step about them was
    taken with it, for whoever may not learn who it was. The step names them, at that moment, for that reason."""
    if may(standing, Can.REVEAL_AUTHOR, work.now):
        return false()
    find = select(Case).join(Sanction, Sanction.case_id == Case.id).where(Case.community_id == standing.community_id)
    apart = [one for one in work.session.scalars(find) if one.hides_author]
    of_case = and_(AuditRow.act.in_(DECIDING), AuditRow.subject_id.in_([one.id for one in apart]))
    return or_(of_case, and_(AuditRow.act == TAKEN_DOWN, AuditRow.subject_id.in_([one.subject_id for one in apart])))


def limits_kept_back(work: Work) -> Any:
    """As a condition on limits: somebody else set it when its person had reported the asker, perhaps for that."""
    by_others = or_(ReportLimit.by_id != work.me, ReportLimit.by_id.is_(None))
    told = _reports_of_me(work, ReportLimit.community_id, ReportLimit.starts_at)
    return and_(by_others, told.where(Report.reporter_id == ReportLimit.person_id).exists())


def _tells_of_reporter(work: Work) -> Any:
    """Rows of nothing but such limits; and where limits have gone with their person, of whoever may have been one."""
    limited, freed = AuditRow.act == ReportsLimited.act, AuditRow.act == ReportsFreed.act
    begins = and_(limited, ReportLimit.starts_at == AuditRow.at, ReportLimit.by_id == AuditRow.actor_id)
    ends = and_(freed, ReportLimit.ended_at == AuditRow.at)
    here = (ReportLimit.community_id == AuditRow.chain, ReportLimit.person_id == AuditRow.subject_id)
    limits, kept = select(ReportLimit.id).where(*here, or_(begins, ends)), limits_kept_back(work)
    of_kept = and_(limits.where(kept).exists(), not_(limits.where(not_(kept)).exists()))
    return or_(of_kept, and_(or_(limited, freed), _is_about_gone_reporter(work)))


def _is_about_gone_reporter(work: Work) -> Any:
    erased = select(Subject.id).where(Subject.id == AuditRow.subject_id, Subject.erased_at.is_not(None))
    told = _reports_of_me(work, AuditRow.chain, AuditRow.at).where(Report.reporter_id.is_(None))
    by_others = or_(AuditRow.actor_id != work.me, AuditRow.actor_id.is_(None))
    return and_(by_others, erased.exists(), told.exists())


def _reports_of_me(work: Work, community_id: Any, until: Any) -> Any:
    of_me = select(Report.id).join(Case, Case.id == Report.case_id).where(Case.person_id == work.me)
    return of_me.where(Report.community_id == community_id, Report.at <= until)
