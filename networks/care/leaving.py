"""What goes with somebody who erases their account: letters, what facilitators noted about them, an open case."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from networks.moderation.cases import withdraw_case
from networks.moderation.models import Case, CaseKind, CaseState
from networks.safety.models import Edition, Letter, Step
from networks.work import Work


def forget_concerns(work: Work) -> None:
    """Of the asker. What was done about them stays, without what was noted: it is the facilitators' record."""
    mine = select(Case).where(Case.kind == CaseKind.SAFETY, Case.person_id == work.me)
    for one in work.session.scalars(mine.where(Case.state != CaseState.CLOSED)).all():
        withdraw_case(work, CaseKind.SAFETY, one.community_id, one.subject_id)
    work.session.execute(update(Step).where(Step.case_id.in_(mine.with_only_columns(Case.id))).values(note=""))
    work.session.execute(delete(Letter).where(Letter.person_id == work.me))
    for column in (Letter.by_id, Step.by_id, Step.to_id, Edition.made_by_id, Edition.used_by_id):
        work.session.execute(update(column.class_).where(column == work.me).values({column.key: None}))
