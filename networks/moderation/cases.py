"""What features do with cases: open one, keep it up to date, close it when its reason is gone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update

from networks.database import insert_once
from networks.moderation.clocks import due
from networks.moderation.desk_models import What
from networks.moderation.desks import hours_of
from networks.moderation.events import CaseChanged, CaseDecided
from networks.moderation.models import TOLD, Case, CaseKind, CaseState, Severity
from networks.moderation.steps import step
from networks.work import Work


def open_case(
    work: Work,
    community_id: UUID,
    kind: CaseKind,
    *,
    subject_kind: str,
    subject_id: UUID,
    person_id: UUID | None,
    severity: Severity = Severity.GREEN,
    evidence: dict[str, Any] | None = None,
    kept_from_id: UUID | None = None,
    within: timedelta | None = None,
    by_asker: bool = True,
) -> UUID | None:
    """Put something into the queue. For one subject and kind there is one case until it is closed.

    It is due as its severity says, or `within` a time of its own. Without `by_asker` nobody opened it: who did what it
    follows from does not see what becomes of it. Returns the case's id, or None where one was open.
    """
    case_id = uuid4()
    fresh = insert_once(
        work.session,
        Case,
        id=case_id,
        community_id=community_id,
        kind=kind,
        state=CaseState.OPEN,
        severity=severity,
        subject_kind=subject_kind,
        subject_id=subject_id,
        person_id=person_id,
        opened_by_id=work.asker.person_id if work.asker and by_asker else None,
        evidence=evidence or {},
        kept_from_id=kept_from_id,
        opened_at=work.now,
        clock_from=work.now,
        due_at=work.now + within if within else _due(work, community_id, severity, work.now),
    )
    if not fresh:
        return None
    work.record(CaseChanged(community_id, case_id, person_id, kept_from_id))
    return case_id


def withdraw_case(
    work: Work, kind: CaseKind, community_id: UUID, subject_id: UUID, *, outcome: str = "withdrawn"
) -> None:
    """Close a case whose reason is gone, with nobody deciding it."""
    gone = update(Case).where(
        Case.kind == kind,
        Case.community_id == community_id,
        Case.subject_id == subject_id,
        Case.state != CaseState.CLOSED,
    )
    values = {"state": CaseState.CLOSED, "outcome": outcome, "decided_at": work.now}
    closed = gone.values(**values).returning(*TOLD)
    for row in work.session.execute(closed.execution_options(synchronize_session=False)):
        work.record(CaseChanged.of(row))


def closed_alone(work: Work, kind: CaseKind, community_id: UUID, subject_id: UUID, *, at: datetime) -> bool:
    """Whether a case about something was closed at a moment because its reason was gone, and there is no other now."""
    about = (Case.kind == kind, Case.community_id == community_id, Case.subject_id == subject_id)
    then = select(Case.id).where(*about, Case.decided_at == at, Case.decided_by_id.is_(None))
    now = select(Case.id).where(*about, Case.state != CaseState.CLOSED)
    return work.session.scalar(then.limit(1)) is not None and work.session.scalar(now.limit(1)) is None


def reopen_case(
    work: Work, kind: CaseKind, community_id: UUID, subject_id: UUID, *, closed_at: datetime | None = None
) -> bool:
    """What closed the last case about something, or the one that was closed at a moment, has been undone: it waits
    again, as old as it is. What somebody decided stays decided, and where there is another case already, that one goes
    on. Tells whether one waits again."""
    about = (Case.kind == kind, Case.community_id == community_id, Case.subject_id == subject_id)
    last = select(Case).where(*about).order_by(Case.opened_at.desc(), Case.decided_at.desc())
    if closed_at is not None:
        if not closed_alone(work, kind, community_id, subject_id, at=closed_at):
            return False
        last = last.where(Case.decided_at == closed_at)
    found = work.session.scalars(last.limit(1).execution_options(populate_existing=True)).first()
    if found is None or found.state != CaseState.CLOSED or found.decided_by_id is not None:
        return False
    found.state, found.outcome, found.decided_at = CaseState.OPEN, None, None
    found.claimed_by_id = found.claimed_until = found.handed_by_id = None
    step(work, found.id, What.REOPENED)
    work.session.flush()
    work.record(CaseChanged.of(found))
    return True


def keep_evidence(work: Work, kind: CaseKind, community_id: UUID, subject_id: UUID, evidence: dict[str, Any]) -> None:
    """What cases about something show of it, the closed ones too: words that were taken back stand nowhere."""
    about = (Case.kind == kind, Case.community_id == community_id, Case.subject_id == subject_id)
    for found in work.session.scalars(select(Case).where(*about).execution_options(populate_existing=True)):
        found.evidence = evidence
        if found.state != CaseState.CLOSED:
            work.record(CaseChanged.of(found))
    work.session.flush()


def renew_case(
    work: Work, kind: CaseKind, community_id: UUID, subject_id: UUID, *, severity: Severity, evidence: dict[str, Any]
) -> None:
    """What an open case is about has changed: it shows that, and keeps its age, its notes and whoever has it."""
    about = (Case.kind == kind, Case.community_id == community_id, Case.subject_id == subject_id)
    for found in work.session.scalars(select(Case).where(*about, Case.state != CaseState.CLOSED)):
        found.severity, found.evidence = severity, evidence
        found.due_at = min(found.due_at, _due(work, community_id, severity, found.clock_from))
        step(work, found.id, What.RENEWED)
        work.record(CaseChanged.of(found))


def escalate(work: Work, case_id: UUID, severity: Severity) -> bool:
    """A case is graver than it was thought, or has waited too long. Its clock gets shorter, never longer.

    False where it was as grave already or is closed: whoever escalates need not look first.
    """
    found = work.session.scalars(select(Case).where(Case.id == case_id).with_for_update()).first()
    if found is None or found.state == CaseState.CLOSED or severity.weight <= Severity(found.severity).weight:
        return False
    found.severity, sooner = severity, _due(work, found.community_id, severity, work.now)
    if sooner < found.due_at:
        found.clock_from, found.due_at = work.now, sooner
    step(work, found.id, What.GRAVER, more=severity)
    work.record(CaseChanged.of(found))
    return True


def hasten(work: Work, case_id: UUID, severity: Severity) -> None:
    """Something new of this severity belongs to an open case: it waits no longer than it would alone."""
    found = work.session.scalars(select(Case).where(Case.id == case_id).with_for_update()).one()
    sooner = _due(work, found.community_id, severity, work.now)
    if sooner < found.due_at:
        found.clock_from, found.due_at = work.now, sooner
    work.record(CaseChanged.of(found))


def make_as_grave(work: Work, case_id: UUID, severity: Severity) -> None:
    """Something of this severity has come to an open case: it is as grave as that at least, and waits no longer."""
    if not escalate(work, case_id, severity):
        hasten(work, case_id, severity)


def touch_case(work: Work, kind: CaseKind, community_id: UUID, subject_id: UUID) -> None:
    """There is something new about what an open case shows."""
    about = (Case.kind == kind, Case.community_id == community_id, Case.subject_id == subject_id)
    for found in work.session.scalars(select(Case).where(*about, Case.state != CaseState.CLOSED)):
        work.record(CaseChanged.of(found))


def settle_case(work: Work, kind: CaseKind, community_id: UUID, subject_id: UUID, *, outcome: str, reason: str) -> None:
    """Close the case about something that was decided where it stands, by whoever asks. Closed already, it stays so."""
    about = (Case.kind == kind, Case.community_id == community_id, Case.subject_id == subject_id)
    values = {"outcome": outcome, "reason": reason, "decided_by_id": work.me, "decided_at": work.now}
    closed = update(Case).where(*about, Case.state != CaseState.CLOSED).values(state=CaseState.CLOSED, **values)
    found = work.session.execute(closed.returning(*TOLD).execution_options(synchronize_session=False)).first()
    if found is not None:
        work.record(CaseDecided(community_id, found.id, kind, outcome, reason, found.person_id))
        work.record(CaseChanged.of(found))


def _due(work: Work, community_id: UUID, severity: Severity, since: datetime) -> datetime:
    hours = hours_of(work, community_id) if severity == Severity.RED else None
    return due(since, severity, hours)
