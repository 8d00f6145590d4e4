"""Reading the queue, sanctions and the audit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case as sql_case
from sqlalchemy import not_, or_, select
from sqlalchemy.orm import aliased

from networks.audit import AuditRow
from networks.communities.models import Community
from networks.communities.queries import Visit, inside
from networks.errors import NotFound
from networks.moderation.clocks import due
from networks.moderation.models import Case, CaseKind, CaseNote, CaseState, Sanction, SanctionKind, Severity
from networks.moderation.report_models import WEIGHT, Report, Why
from networks.moderation.revealed import on_record
from networks.moderation.sealed import is_sealed, opened
from networks.moderation.sought import EVERYTHING, Sought, matching
from networks.moderation.withheld import apart_from_step, not_about_reader
from networks.people.models import Person
from networks.policy import About, Can, Standing, may, require
from networks.work import Work

Subject = aliased(Person)
Claimer = aliased(Person)
Decider = aliased(Person)
Hander = aliased(Person)


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with the people in it."""

    case: Case
    subject: Person | None
    claimed_by: Person | None
    decided_by: Person | None
    handed_by: Person | None
    state: CaseState
    """By the clock: a claim that has run out leaves it open."""
    in_full: bool = True
    """False for whoever reported something: they learn what came of it, and no words or names beside."""
    sealed: bool = False
    """Whether what it keeps of a conversation is shut to the asker, an operator who has not opened it."""
    step: Sanction | None = None
    """What was decided about the person with it, for those who look after the place."""
    told: Why | None = None
    """The reason that the asker reported it for."""
    apart: bool = False
    """Whether a step about somebody who has no name here was taken with it: its reason stands with the step alone."""
    veiled: bool = False
    """Whether the asker may learn who said it anonymously, and does once that is on record (`naming`)."""

    def holds(self, now: datetime) -> bool:
        """Whether somebody has it at this moment."""
        return self.claimed_by is not None and self.case.claimed_until is not None and self.case.claimed_until > now

    @property
    def excerpt(self) -> str | None:
        return self.case.excerpt if self.in_full and not self.sealed else None

    @property
    def is_nameless(self) -> bool:
        """Whether the asker is not told whom it is about, who may be anybody here."""
        return self.subject is None and self.case.hides_author

    @property
    def severity(self) -> Severity:
        """To whoever only reported something, as grave as they said: others may have said more."""
        if self.in_full:
            return Severity(self.case.severity)
        return WEIGHT[self.told] if self.told else Severity.GREEN

    @property
    def due_at(self) -> datetime:
        return self.case.due_at if self.in_full else due(self.case.opened_at, self.severity, None)

    @property
    def target(self) -> tuple[str, UUID]:
        """What it is about, as programs are told: of an appeal against a removal what was removed. Who has no name here
        has no id either, since the ids of people tell who they are."""
        case = self.case
        if case.subject_kind == "removal":
            return str(case.evidence.get("of", "message")), UUID(case.evidence.get("thing", str(case.subject_id)))
        nameless = case.subject_kind == "person" and self.subject is None and case.hides_author
        return case.subject_kind, case.id if nameless else case.subject_id

    @property
    def reason(self) -> str | None:
        return self.case.reason if self.in_full and not self.apart else None

    @property
    def came_to(self) -> str | None:
        """Its outcome; a newcomer's case that nobody decided was closed by an answer, and what was reported may stay
        while whoever it is about is warned."""
        by_itself = self.case.kind == CaseKind.NEWCOMER and self.case.decided_by_id is None
        if by_itself and self.case.outcome == "close":
            return "answered"
        acted = self.case.outcome == "dismiss" and self.step is not None and self.step.kind != SanctionKind.NOTE
        return "acted" if acted else self.case.outcome


def cases(
    work: Work,
    slug: str,
    *,
    kind: str | None = None,
    state: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[Visit, list[CaseView]]:
    """The queue, the gravest first and of those the soonest due; closed cases, the latest first.

    Plain members get those that they opened, the latest first; nobody one about themselves.
    """
    seen = inside(work, slug)
    if seen.standing is None:
        raise NotFound
    find = _views(work).where(Case.community_id == seen.community.id, about_others(work))
    order: tuple[Any, ...] = (gravest_first(), Case.due_at, Case.id)
    if not may(seen.standing, Can.SEE_QUEUE, work.now):
        find = find.where(Case.opened_by_id == work.me)
        order = (Case.opened_at.desc(), Case.id)
    else:
        find = find.where(not_about(work))
    if kind:
        find = find.where(Case.kind == kind)
    if state:
        find = find.where(state_at(work.now).in_(state.split(",")))
    if state == CaseState.CLOSED:
        order = (Case.decided_at.desc(), Case.id)
    rows = work.session.execute(find.order_by(*order).offset(offset).limit(limit)).all()
    open_ones = opened(work, seen.standing)
    known = on_record(work, seen.standing, [row[0] for row in rows])
    return seen, [_seen_by(work, seen.standing, row, open_ones, known) for row in rows]


def case(work: Work, case_id: UUID) -> tuple[CaseView, Community, Standing]:
    """One case for those who may see it. About oneself, or of another community, it is NotFound."""
    row = work.session.execute(_views(work).where(Case.id == case_id, about_others(work))).first()
    if row is None:
        raise NotFound
    community = work.session.get_one(Community, row[0].community_id)
    standing = inside(work, community.slug).standing
    if standing is None or not _may_see(work, standing, row[0]):
        raise NotFound
    known = on_record(work, standing, [row[0]])
    return _seen_by(work, standing, row, opened(work, standing), known), community, standing


def _may_see(work: Work, standing: Standing, found: Case) -> bool:
    if may(standing, Can.SEE_QUEUE, work.now):
        return found.kept_from_id != work.me
    return found.opened_by_id == work.me


def notes(work: Work, case_id: UUID) -> Sequence[tuple[CaseNote, Person | None]]:
    """What facilitators wrote about a case. Raises NotFound to everybody else, and NotAllowed to whoever decided the
    first time what is looked at again: it is about their decision, and said freely."""
    found, _, standing = case(work, case_id)
    if not may(standing, Can.SEE_QUEUE, work.now):
        raise NotFound
    require(work, standing, Can.DECIDE_CASE, About(found.case.person_id, found.case.barred_id))
    find = select(CaseNote, Person).outerjoin(Person, Person.id == CaseNote.by_id)
    rows = work.session.execute(find.where(CaseNote.case_id == case_id).order_by(CaseNote.at, CaseNote.id))
    return [(row[0], row[1]) for row in rows]


def open_count(work: Work, community_id: UUID) -> int:
    """How many cases wait in a community, those about the asker left out."""
    find = select(Case.id).where(Case.community_id == community_id, Case.state != CaseState.CLOSED, not_about(work))
    return len(work.session.scalars(find).all())


def sanctions_of(work: Work, community_id: UUID, person_id: UUID) -> Sequence[tuple[Sanction, Person | None]]:
    """What was decided about somebody in a community, newest first. The caller has checked who asks."""
    find = select(Sanction, Person).outerjoin(Person, Person.id == Sanction.by_id)
    mine = find.where(Sanction.community_id == community_id, Sanction.person_id == person_id)
    return [(row[0], row[1]) for row in work.session.execute(mine.order_by(Sanction.starts_at.desc(), Sanction.id))]


def audit(
    work: Work, slug: str, *, sought: Sought = EVERYTHING, before: int | None = None, limit: int = 50
) -> Sequence[tuple[AuditRow, Person | None]]:
    """A community's audit, newest first, for its facilitators and operators; to nobody what is kept from them."""
    seen = inside(work, slug)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.SEE_AUDIT)
    find = select(AuditRow, Person).outerjoin(Person, Person.id == AuditRow.actor_id)
    find = find.where(AuditRow.chain == seen.community.id, not_about_reader(work), *matching(sought))
    find = find.where(or_(AuditRow.subject_id.is_(None), not_(apart_from_step(work, seen.standing))))
    if before is not None:
        find = find.where(AuditRow.position < before)
    return [(row[0], row[1]) for row in work.session.execute(find.order_by(AuditRow.position.desc()).limit(limit))]


def gravest_first() -> Any:
    """As an order of cases."""
    weights = {str(severity): -severity.weight for severity in Severity}
    return sql_case(weights, value=Case.severity)


def state_at(now: datetime) -> Any:
    """As a column: where nobody has given it back, a claim ends when its time is over."""
    over = (Case.state == CaseState.CLAIMED) & (Case.claimed_until <= now)
    return sql_case((over, CaseState.OPEN), else_=Case.state)


def _views(work: Work) -> Any:
    mine = (Report.case_id == Case.id) & (Report.reporter_id == work.me)
    return (
        select(Case, Subject, Claimer, Decider, Hander, state_at(work.now), Sanction, Report.reason)
        .outerjoin(Subject, Subject.id == Case.person_id)
        .outerjoin(Claimer, Claimer.id == Case.claimed_by_id)
        .outerjoin(Decider, Decider.id == Case.decided_by_id)
        .outerjoin(Hander, Hander.id == Case.handed_by_id)
        .outerjoin(Sanction, Sanction.case_id == Case.id)
        .outerjoin(Report, mine)
    )


def _seen_by(
    work: Work, standing: Standing, row: Any, open_ones: Collection[UUID] | None, known: Collection[UUID]
) -> CaseView:
    """What was said anonymously has no author for whoever would not learn it in the room either, as an operator, nor
    until it is on record that a facilitator does, and none at all in an appeal. Who reported something learns no words
    either, and not which of the facilitators looks at it."""
    found, subject, *others, told = row
    in_full = found.kind != CaseKind.REPORT or may(standing, Can.SEE_QUEUE, work.now)
    nameless = found.kind == CaseKind.APPEAL
    hidden = found.hides_author and (nameless or found.id not in known)
    veiled = hidden and not nameless and subject is not None and may(standing, Can.REVEAL_AUTHOR, work.now)
    gone = (
        not in_full and not found.evidence and found.subject_kind == "message"
    )  # nobody knows any more whether it was
    claimed_by, decided_by, handed_by, state, step = others if in_full else (None, None, None, others[3], None)
    apart = hidden and step is not None and not veiled
    shown = None if hidden or gone else subject
    sealed = is_sealed(found, open_ones)
    if state == CaseState.OPEN:
        claimed_by = handed_by = None
    people = (shown, claimed_by, decided_by, handed_by)
    return CaseView(found, *people, CaseState(state), in_full, sealed, None if apart else step, told, apart, veiled)


def not_about(work: Work) -> Any:
    """As a condition on cases: what somebody who looks after the place may know of. Neither what is about themselves,
    nor what was said between somebody and them."""
    return about_others(work) & ((Case.kept_from_id != work.me) | Case.kept_from_id.is_(None))


def about_others(work: Work) -> Any:
    return (Case.person_id != work.me) | Case.person_id.is_(None)
