"""What the record keeps from whom it is about. A row that is left out leaves a gap in the chain, and no word."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import and_, not_, or_, select

from networks.audit import AuditRow
from networks.moderation.models import Case, Sanction, SanctionKind
from networks.work import Work

NOTED: Final = ("member.noted", "member.note_removed", "sanction.noted")
"""What facilitators write about a member for each other."""


def not_about_reader(work: Work) -> Any:
    """As a condition on rows: neither of a case about the asker, nor of a note about them."""
    cases = select(Case.id).where(Case.person_id == work.me)
    notes = select(Sanction.id).where(Sanction.person_id == work.me, Sanction.kind == SanctionKind.NOTE)
    mine = or_(
        and_(AuditRow.subject_kind == "case", AuditRow.subject_id.in_(cases)),
        and_(AuditRow.subject_kind == "sanction", AuditRow.subject_id.in_(notes)),
        and_(AuditRow.act.in_(NOTED), AuditRow.subject_id == work.me),
    )
    return or_(AuditRow.subject_id.is_(None), not_(mine))
