"""Closing a case by one call, as programs do that know of no steps: what they did stands in their reason."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select

from networks.care.ladder import RUNGS, ladder
from networks.moderation import actions
from networks.moderation.changing import free
from networks.moderation.models import Case, CaseKind, CaseState
from networks.moderation.queries import CaseView, case
from networks.policy import About, Can, require
from networks.safety.events import StepsToldAtOnce
from networks.safety.models import Step, StepKind
from networks.work import Work

CLOSE: Final = "close"


def decide(work: Work, case_id: UUID, *, outcome: str, reason: str, **more: Any) -> CaseView:
    """Decide any case. Of a grave one the reason stands for the steps that nobody noted, and the record says so:
    none is kept as if it had been taken.
    """
    if outcome == CLOSE:
        _tell_at_once(work, case_id, reason)
    return actions.decide(work, case_id, outcome=outcome, reason=reason, **more)


def _tell_at_once(work: Work, case_id: UUID, reason: str) -> None:
    """Where the case is not to be had, whoever decides is told so; this leaves it as it is."""
    seen, community, standing = case(work, case_id)
    if seen.case.kind != CaseKind.SAFETY:
        return
    require(work, standing, Can.DECIDE_CASE, About(seen.case.person_id))
    if not _held(work, case_id):
        return
    climbed = ladder(work, case_id)
    if climbed.can_close:
        return
    told = {"kind": StepKind.AT_ONCE, "note": reason, "position": len(climbed.rungs)}
    work.session.add(Step(id=uuid4(), case_id=case_id, by_id=work.me, at=work.now, **told))
    work.session.flush()
    missing = ", ".join(kind for kind in RUNGS if kind not in climbed.done)
    work.record(StepsToldAtOnce(community.id, case_id, missing))


def _held(work: Work, case_id: UUID) -> bool:
    """From here on to the commit nobody else decides it, claims it or adds to it."""
    mine = (Case.id == case_id, Case.state != CaseState.CLOSED, free(work))
    find = select(Case).where(*mine).with_for_update().execution_options(populate_existing=True)
    return work.session.scalars(find).first() is not None
