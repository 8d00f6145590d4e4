"""What facilitators do with cases: take one, write a note, decide."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import or_, update

from networks.errors import Conflict, Invalid
from networks.moderation.events import CaseChanged, CaseDecided
from networks.moderation.kinds import OUTCOMES
from networks.moderation.models import Case, CaseKind, CaseNote, CaseState
from networks.moderation.queries import CaseView, case
from networks.people.models import Person
from networks.policy import About, Can, require
from networks.work import Work

CLAIM: Final = timedelta(minutes=30)


def claim(work: Work, case_id: UUID) -> CaseView:
    """Take a case for half an hour. Raises Conflict, naming who has it, where somebody else was faster."""
    found, _, standing = case(work, case_id)
    require(work, standing, Can.DECIDE_CASE, About(found.case.person_id))
    free = or_(Case.claimed_until.is_(None), Case.claimed_until <= work.now, Case.claimed_by_id == work.me)
    taken = _set(work, case_id, free, state=CaseState.CLAIMED, claimed_by_id=work.me, claimed_until=work.now + CLAIM)
    if not taken:
        raise _too_late(work, case_id)
    return _changed(work, case_id)


def add_note(work: Work, case_id: UUID, body: str) -> CaseNote:
    """Write something for the other facilitators."""
    found, community, standing = case(work, case_id)
    require(work, standing, Can.SEE_QUEUE)
    note = CaseNote(id=uuid4(), case_id=case_id, by_id=work.me, at=work.now, body=body)
    work.session.add(note)
    work.record(CaseChanged(community.id, case_id, found.case.person_id))
    return note


def decide(work: Work, case_id: UUID, *, outcome: str, reason: str, rule: str | None = None) -> CaseView:
    """Close a case with an outcome and its reason. Once: whoever is second gets a Conflict that names the first."""
    found, community, standing = case(work, case_id)
    require(work, standing, Can.DECIDE_CASE, About(found.case.person_id))
    consequence = OUTCOMES.get(CaseKind(found.case.kind), {}).get(outcome)
    if consequence is None:
        raise Invalid(fields={"outcome": "This cannot be decided like that."})
    free = or_(Case.claimed_until.is_(None), Case.claimed_until <= work.now, Case.claimed_by_id == work.me)
    values = {"outcome": outcome, "reason": reason, "rule": rule, "decided_by_id": work.me, "decided_at": work.now}
    if not _set(work, case_id, free, state=CaseState.CLOSED, **values):
        raise _too_late(work, case_id)
    consequence(work, community, found.case, reason)
    person_id = found.case.person_id
    work.record(CaseDecided(community.id, case_id, found.case.kind, outcome, reason, person_id))
    return _changed(work, case_id)


def _set(work: Work, case_id: UUID, condition: Any, **values: Any) -> bool:
    """Compare and set: of two people, the update of one finds the row as it must be."""
    done = work.session.execute(
        update(Case)
        .where(Case.id == case_id, Case.state != CaseState.CLOSED, condition)
        .values(**values)
        .returning(Case.id)
        .execution_options(synchronize_session=False)
    ).first()
    return done is not None


def _too_late(work: Work, case_id: UUID) -> Conflict:
    work.session.expire_all()
    row = work.session.get_one(Case, case_id)
    who = work.session.get(Person, row.decided_by_id or row.claimed_by_id or UUID(int=0))
    name = who.handle if who else "—"
    if row.state == CaseState.CLOSED:
        return Conflict("%(name)s decided this a moment ago.", name=name)
    return Conflict("%(name)s has this just now.", name=name)


def _changed(work: Work, case_id: UUID) -> CaseView:
    work.session.flush()
    work.session.expire_all()
    found, community, _ = case(work, case_id)
    work.record(CaseChanged(community.id, case_id, found.case.person_id))
    return found
