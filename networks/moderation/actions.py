"""What facilitators do with cases: take one, write a note, decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select

from networks.errors import Conflict, Invalid
from networks.moderation import steps
from networks.moderation.changing import changed, free, set_open, too_late
from networks.moderation.desk_models import What
from networks.moderation.events import CaseChanged, CaseDecided
from networks.moderation.joint import take_step
from networks.moderation.kinds import OUTCOMES
from networks.moderation.models import Case, CaseKind, CaseNote, CaseState
from networks.moderation.queries import CaseView, case
from networks.policy import About, Can, require
from networks.work import Work

CLAIM: Final = timedelta(minutes=30)
SOON: Final = timedelta(minutes=10)
"""Within which the same words of the same person about the same thing are one click that was made twice."""


def claim(work: Work, case_id: UUID) -> CaseView:
    """Take a case for half an hour. Raises Conflict, naming who has it, where somebody else was faster."""
    found, _, standing = case(work, case_id)
    require(work, standing, Can.DECIDE_CASE, About(found.case.person_id, found.case.barred_id))
    mine_already = found.case.claimed_by_id == work.me and found.holds(work.now)
    until = max(found.case.claimed_until or work.now, work.now + CLAIM) if mine_already else work.now + CLAIM
    values = {"claimed_by_id": work.me, "claimed_until": until, "handed_by_id": None}
    if not set_open(work, case_id, free(work), state=CaseState.CLAIMED, **values):
        raise too_late(work, case_id)
    if not mine_already:
        steps.step(work, case_id, What.CLAIMED)
    return changed(work, case_id)


def add_note(work: Work, case_id: UUID, body: str) -> CaseNote:
    """Write something for the other facilitators who may decide. The same words again soon are one: the same click."""
    found, _, standing = case(work, case_id)
    require(work, standing, Can.DECIDE_CASE, About(found.case.person_id, found.case.barred_id))
    before = _noted_before(work, found.case, body)
    if before is not None:
        return before
    note = CaseNote(id=uuid4(), case_id=case_id, by_id=work.me, at=work.now, body=body)
    work.session.add(note)
    work.record(CaseChanged.of(found.case))
    return note


def _noted_before(work: Work, found: Case, body: str) -> CaseNote | None:
    """A second click at the same moment waits, and finds what the first wrote."""
    work.session.refresh(found, with_for_update=True)
    mine = select(CaseNote).where(CaseNote.case_id == found.id, CaseNote.by_id == work.me)
    return work.session.scalars(mine.where(CaseNote.body == body, CaseNote.at > work.now - SOON)).first()


def decide(
    work: Work,
    case_id: UUID,
    *,
    outcome: str,
    reason: str,
    rule: str | None = None,
    version: int | None = None,
    step: Mapping[str, Any] | None = None,
) -> CaseView:
    """Close a case with an outcome and its reason. Once: whoever is second gets a Conflict that names the first.

    With the `version` that somebody read, a Conflict too where the case is about a newer one by now. A `step` is taken
    about whom a report is about, for the same reason and by the same rule; where it cannot be, nothing is decided.
    """
    found, community, standing = case(work, case_id)
    require(work, standing, Can.DECIDE_CASE, About(found.case.person_id, found.case.barred_id))
    consequence = OUTCOMES.get(CaseKind(found.case.kind), {}).get(outcome)
    if consequence is None:
        raise Invalid(fields={"outcome": "This cannot be decided like that."})
    values = {"outcome": outcome, "reason": reason, "rule": rule, "decided_by_id": work.me, "decided_at": work.now}
    if not set_open(work, case_id, free(work), state=CaseState.CLOSED, **values):
        raise too_late(work, case_id)
    _is_still(work, case_id, version)
    consequence(work, community, found.case, reason)
    if step is not None:
        take_step(work, community, standing, found, step, reason=reason, rule=rule)
    person_id = found.case.person_id
    work.record(CaseDecided(community.id, case_id, found.case.kind, outcome, reason, person_id))
    return changed(work, case_id)


def _is_still(work: Work, case_id: UUID, version: int | None) -> None:
    """Looked at after the case is ours: from here on nobody renews it."""
    if version is not None:
        evidence = work.session.scalars(select(Case.evidence).where(Case.id == case_id)).one()
        if evidence.get("version") != version:
            raise Conflict("Its author has changed it since you looked. Please read it again.")
