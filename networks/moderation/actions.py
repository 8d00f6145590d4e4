"""Working the queue, and sanctions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import or_, select, update

from networks.base import FOREVER
from networks.communities.actions import let_back, mute, send_away
from networks.communities.models import Community, Membership, Status
from networks.communities.queries import inside, member
from networks.database import insert_once
from networks.errors import Conflict, Invalid, NotFound
from networks.moderation.events import CaseChanged, CaseDecided, Sanctioned, SanctionEnded
from networks.moderation.kinds import CLOCKS, OUTCOMES
from networks.moderation.models import Case, CaseKind, CaseNote, CaseState, Sanction, SanctionKind, Severity
from networks.moderation.queries import CaseView, case
from networks.people.models import Person
from networks.policy import About, Can, Role, require
from networks.work import Work

CLAIM: Final = timedelta(minutes=30)


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
) -> None:
    """Put something into the queue. For one subject and kind there is one case until it is closed."""
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
        opened_by_id=work.asker.person_id if work.asker else None,
        evidence=evidence or {},
        opened_at=work.now,
        due_at=work.now + CLOCKS[severity],
    )
    if fresh:
        work.record(CaseChanged(community_id, case_id, person_id))


def withdraw_case(work: Work, kind: CaseKind, community_id: UUID, subject_id: UUID) -> None:
    """Close a case whose reason is gone, with nobody deciding it."""
    gone = update(Case).where(
        Case.kind == kind,
        Case.community_id == community_id,
        Case.subject_id == subject_id,
        Case.state != CaseState.CLOSED,
    )
    values = {"state": CaseState.CLOSED, "outcome": "withdrawn", "decided_at": work.now}
    closed = gone.values(**values).returning(Case.id, Case.community_id, Case.person_id)
    for row in work.session.execute(closed.execution_options(synchronize_session=False)):
        work.record(CaseChanged(row[1], row[0], row[2]))


def renew_case(
    work: Work, kind: CaseKind, community_id: UUID, subject_id: UUID, *, severity: Severity, evidence: dict[str, Any]
) -> None:
    """What an open case is about has changed: it shows that, and keeps its age, its notes and whoever has it."""
    about = (Case.kind == kind, Case.community_id == community_id, Case.subject_id == subject_id)
    for found in work.session.scalars(select(Case).where(*about, Case.state != CaseState.CLOSED)):
        found.severity, found.evidence = severity, evidence
        found.due_at = min(found.due_at, found.opened_at + CLOCKS[severity])
        work.record(CaseChanged(community_id, found.id, found.person_id))


def touch_case(work: Work, kind: CaseKind, community_id: UUID, subject_id: UUID) -> None:
    """There is something new about what an open case shows."""
    about = (Case.kind == kind, Case.community_id == community_id, Case.subject_id == subject_id)
    for found in work.session.scalars(select(Case).where(*about, Case.state != CaseState.CLOSED)):
        work.record(CaseChanged(community_id, found.id, found.person_id))


def settle_case(work: Work, kind: CaseKind, community_id: UUID, subject_id: UUID, *, outcome: str, reason: str) -> None:
    """Close the case about something that was decided where it stands, by whoever asks. Closed already, it stays so."""
    about = (Case.kind == kind, Case.community_id == community_id, Case.subject_id == subject_id)
    values = {"outcome": outcome, "reason": reason, "decided_by_id": work.me, "decided_at": work.now}
    closed = update(Case).where(*about, Case.state != CaseState.CLOSED).values(state=CaseState.CLOSED, **values)
    found = work.session.execute(
        closed.returning(Case.id, Case.person_id).execution_options(synchronize_session=False)
    ).first()
    if found is not None:
        work.record(CaseDecided(community_id, found[0], kind, outcome, reason, found[1]))
        work.record(CaseChanged(community_id, found[0], found[1]))


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


def sanction(
    work: Work, slug: str, person_id: UUID, *, kind: str, reason: str, rule: str, until: datetime | None = None
) -> Sanction:
    """Answer what somebody did: a note for staff, a warning, a mute, a suspension or a ban.

    Without an end it lasts until it is lifted. Raises NotAllowed about oneself, and about
    facilitators unless an operator asks.
    """
    seen, companion, place = member(work, slug, person_id)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.SANCTION, About(person_id))
    if companion.role == Role.FACILITATOR:
        require(work, seen.standing, Can.GRANT_ROLE)
    if until is not None and until <= work.now:
        raise Invalid(fields={"until": "Please choose a moment in the future."})
    made = Sanction(
        id=uuid4(),
        community_id=seen.community.id,
        person_id=person_id,
        kind=SanctionKind(kind),
        reason=reason,
        rule=rule,
        starts_at=work.now,
        until=until,
        ended_at=None,
        by_id=work.me,
    )
    work.session.add(made)
    _obey(work, seen.community, place, made.kind)
    work.record(Sanctioned(seen.community.id, person_id, made.id, reason))
    return made


def end_sanction(work: Work, sanction_id: UUID) -> Sanction:
    """Lift a sanction before its end. Doing it twice does it once."""
    made = work.session.get(Sanction, sanction_id)
    if made is None:
        raise NotFound
    community = work.session.get_one(Community, made.community_id)
    standing = inside(work, community.slug).standing
    if standing is None or made.person_id == work.me:
        raise NotFound
    require(work, standing, Can.SANCTION, About(made.person_id))
    if made.holds(work.now):
        made.ended_at = work.now
        _obey(work, community, _place(work, made), SanctionKind(made.kind))
        work.record(SanctionEnded(community.id, made.id))
    return made


def _obey(work: Work, community: Community, place: Membership, kind: SanctionKind) -> None:
    """Bring a place in line with the sanctions that hold: the longest counts, and a ban before a suspension."""
    work.session.flush()
    work.session.refresh(place, with_for_update=True)  # who sanctions them at the same moment waits, and counts both
    if kind == SanctionKind.MUTE:
        mute(place, max(_ends(work, place, SanctionKind.MUTE), default=None))
    elif kind in (SanctionKind.SUSPENSION, SanctionKind.BAN):
        bans, suspensions = _ends(work, place, SanctionKind.BAN), _ends(work, place, SanctionKind.SUSPENSION)
        if bans or suspensions:
            withdraw_case(work, CaseKind.JOIN, community.id, place.person_id)
            send_away(work, community, place, Status.BANNED if bans else Status.SUSPENDED, max(bans + suspensions))
        elif place.status in (Status.BANNED, Status.SUSPENDED):
            let_back(work, community, place)


def _place(work: Work, made: Sanction) -> Membership:
    find = select(Membership).where(Membership.community_id == made.community_id)
    return work.session.scalars(find.where(Membership.person_id == made.person_id)).one()


def _ends(work: Work, place: Membership, kind: SanctionKind) -> list[datetime]:
    """When each sanction of a kind that holds will end."""
    about = (Sanction.community_id == place.community_id, Sanction.person_id == place.person_id)
    found = work.session.scalars(select(Sanction).where(*about, Sanction.kind == kind))
    return [one.until or FOREVER for one in found if one.holds(work.now)]


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
