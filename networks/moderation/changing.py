"""Changing a case that others may be changing: compare and set, and who was faster."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import or_, update

from networks.errors import Conflict
from networks.moderation.events import CaseChanged
from networks.moderation.models import Case, CaseState
from networks.moderation.queries import CaseView, case
from networks.people.models import Person
from networks.work import Work


def free(work: Work) -> Any:
    """As a condition: nobody else has it."""
    return or_(Case.claimed_until.is_(None), Case.claimed_until <= work.now, Case.claimed_by_id == work.me)


def mine(work: Work) -> Any:
    return (Case.claimed_by_id == work.me) & (Case.claimed_until > work.now)


def set_open(work: Work, case_id: UUID, condition: Any, **values: Any) -> bool:
    """Compare and set: of two people, the update of one finds the row as it must be."""
    done = work.session.execute(
        update(Case)
        .where(Case.id == case_id, Case.state != CaseState.CLOSED, condition)
        .values(**values)
        .returning(Case.id)
        .execution_options(synchronize_session=False)
    ).first()
    return done is not None


def too_late(work: Work, case_id: UUID) -> Conflict:
    """Who was faster, in words for whoever was not."""
    work.session.expire_all()
    row = work.session.get_one(Case, case_id)
    who = work.session.get(Person, row.decided_by_id or row.claimed_by_id or UUID(int=0))
    if row.state == CaseState.CLOSED and row.decided_by_id is None:
        return Conflict("This was closed a moment ago: its reason is gone.")
    name = who.handle if who else "—"
    if row.state == CaseState.CLOSED:
        return Conflict("%(name)s decided this a moment ago.", name=name)
    return Conflict("%(name)s has this just now.", name=name)


def changed(work: Work, case_id: UUID) -> CaseView:
    """The case as it is now; everybody who looks at it hears that it changed."""
    work.session.flush()
    work.session.expire_all()
    found = case(work, case_id)[0]
    work.record(CaseChanged.of(found.case))
    return found
