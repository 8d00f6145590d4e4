"""Whose opinion is waited for."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from networks.moderation.models import Case, CaseState
from networks.safety.models import Step, StepKind
from networks.work import Work


def asked_of_me(work: Work, community_id: UUID) -> frozenset[UUID]:
    """The open cases of a community about which somebody asked the asker by name and waits for an answer. The caller
    has checked that they may see its queue."""
    mine = (Step.to_id == work.me) | ((Step.kind == StepKind.OPINION) & (Step.by_id == work.me))
    find = select(Step.case_id, Step.kind).join(Case, Case.id == Step.case_id)
    here = (Case.community_id == community_id, Case.state != CaseState.CLOSED, mine)
    latest = {row[0]: row[1] for row in work.session.execute(find.where(*here).order_by(Step.position))}
    return frozenset(case_id for case_id, kind in latest.items() if kind == StepKind.ASK)
