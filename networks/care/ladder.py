"""The ladder that facilitators climb with a case: acknowledge, act, follow up, close. Each rung keeps its note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import aliased

from networks.care.concerns import last_said
from networks.communities.models import Community, Membership
from networks.communities.queries import active
from networks.database import insert_once
from networks.errors import Conflict, Invalid, NotFound
from networks.moderation.actions import claim
from networks.moderation.events import CaseChanged
from networks.moderation.models import Case, CaseKind, CaseState, Severity
from networks.moderation.queries import CaseView, case
from networks.people.models import Person
from networks.policy import About, Can, Role, require
from networks.safety.events import StepTaken
from networks.safety.models import Step, StepKind
from networks.work import Work

TAKEN: Final = tuple(kind for kind in StepKind if kind is not StepKind.AT_ONCE)
RUNGS: Final = (StepKind.ACKNOWLEDGE, StepKind.ACT, StepKind.FOLLOW_UP)
BEFORE: Final = {StepKind.ACT: StepKind.ACKNOWLEDGE, StepKind.FOLLOW_UP: StepKind.ACT}
"""What must have been done first."""

TOO_EARLY: Final = {
    StepKind.ACT: "Please acknowledge this first, so that the others know that somebody has it.",
    StepKind.FOLLOW_UP: "Please note first what you did. Following up is looking again after that.",
}
THEN: Final = {
    StepKind.ACKNOWLEDGE: {
        Severity.RED: timedelta(hours=1),
        Severity.AMBER: timedelta(hours=24),
        Severity.GREEN: timedelta(hours=72),
    },
    StepKind.ACT: {
        Severity.RED: timedelta(hours=24),
        Severity.AMBER: timedelta(hours=72),
        Severity.GREEN: timedelta(days=7),
    },
    StepKind.FOLLOW_UP: {severity: timedelta(days=7) for severity in Severity},
}
"""How soon the next rung should follow one."""

By, To = aliased(Person), aliased(Person)


class Rung(NamedTuple):
    """A step with who took it and, where it asks somebody, whom."""

    step: Step
    by: Person | None
    to: Person | None


class Ladder(NamedTuple):
    rungs: Sequence[Rung]
    done: frozenset[str]
    asks_me: bool
    """Whether somebody waits for the asker's opinion."""
    can_close: bool

    @property
    def following(self) -> StepKind | None:
        return next((kind for kind in RUNGS if kind not in self.done), None)


def ladder(work: Work, case_id: UUID) -> Ladder:
    """What was done about a case. Raises NotFound to whoever may not see it."""
    found = _to_climb(work, case_id)[0].case
    find = select(Step, By, To).outerjoin(By, By.id == Step.by_id).outerjoin(To, To.id == Step.to_id)
    rows = work.session.execute(find.where(Step.case_id == case_id).order_by(Step.position))
    rungs = [Rung(*row) for row in rows]
    done = _done(found, [rung.step for rung in rungs])
    return Ladder(rungs, done, _asks(work, rungs), _can_close(found, done))


def take_step(work: Work, case_id: UUID, kind: str, *, note: str = "", to: UUID | None = None) -> Step:
    """Note a rung, a question to another facilitator, their opinion, or what stays with those who helped.

    Raises Conflict where an earlier rung is missing, the case is closed, or somebody else acknowledged it before.
    The same note twice is one.
    """
    seen, community = _to_climb(work, case_id)
    found, wanted = seen.case, StepKind(kind)
    if wanted not in TAKEN:
        raise Invalid(fields={"kind": "This is no step of its own."})
    if found.state == CaseState.CLOSED and wanted is not StepKind.DEBRIEF:
        raise Conflict("This is closed already.")
    before = ladder(work, case_id)
    for rung in before.rungs:
        if (rung.step.kind, rung.step.by_id, rung.step.note, rung.step.to_id) == (wanted, work.me, note, to):
            return rung.step
    _must_fit(work, community, seen, wanted, before, note, to)
    made = _keep(work, found, Step(kind=wanted, note=note, to_id=to, position=len(before.rungs)))
    if wanted in THEN:
        found.clock_from, found.due_at = work.now, work.now + THEN[wanted][Severity(found.severity)]
    work.record(StepTaken(community.id, case_id, str(wanted)))
    work.record(CaseChanged.of(found))
    return made


def colleagues(work: Work, case_id: UUID) -> Sequence[Person]:
    """The other facilitators of the community, whom one can ask; nobody whom the case is about, and nobody at all where
    the asker is not told who that is: whoever is missing from a list is known by that."""
    seen, community = _to_climb(work, case_id)
    return _colleagues(work, community, seen)


def can_close(work: Work, found: Case) -> bool:
    steps = work.session.scalars(select(Step).where(Step.case_id == found.id)).all()
    return _can_close(found, _done(found, steps))


def _to_climb(work: Work, case_id: UUID) -> tuple[CaseView, Community]:
    seen, community, standing = case(work, case_id)
    if seen.case.kind != CaseKind.SAFETY:
        raise NotFound
    require(work, standing, Can.DECIDE_CASE, About(seen.case.person_id))
    return seen, community


def _must_fit(
    work: Work, community: Community, seen: CaseView, kind: StepKind, before: Ladder, note: str, to: UUID | None
) -> None:
    if kind in BEFORE and BEFORE[kind] not in before.done:
        raise Conflict(TOO_EARLY[kind])
    if kind is not StepKind.ACKNOWLEDGE and not note.strip():
        raise Invalid(fields={"note": "Please write a sentence for the others."})
    if kind is StepKind.ASK and to not in {one.id for one in _colleagues(work, community, seen)}:
        raise Invalid(fields={"to": "Please choose another facilitator of this community."})
    if kind is StepKind.OPINION and not before.asks_me:
        raise Conflict("Nobody waits for your opinion here. A note tells the others as well.")


def _keep(work: Work, found: Case, made: Step) -> Step:
    """Whoever is as fast finds the place taken. Of what can be done once, they learn who did it."""
    names = ("kind", "note", "to_id", "position")
    values = {name: getattr(made, name) for name in names} | {"id": uuid4(), "case_id": found.id, "by_id": work.me}
    if not insert_once(work.session, Step, **values, at=work.now):
        raise _acknowledged(work, found.id)
    if made.kind is StepKind.ACKNOWLEDGE and (found.claimed_until is None or found.claimed_until <= work.now):
        claim(work, found.id)
    return work.session.get_one(Step, values["id"])


def _acknowledged(work: Work, case_id: UUID) -> Conflict:
    find = select(Person.handle).join(Step, Step.by_id == Person.id)
    who = work.session.scalar(find.where(Step.case_id == case_id, Step.kind == StepKind.ACKNOWLEDGE))
    return Conflict("%(name)s acknowledged this a moment ago.", name=who or "—")


def _asks(work: Work, rungs: Sequence[Rung]) -> bool:
    asked = [place for place, rung in enumerate(rungs) if rung.step.to_id == work.me]
    answered = [
        place for place, rung in enumerate(rungs) if rung.step.kind == StepKind.OPINION and rung.step.by_id == work.me
    ]
    return bool(asked) and max(asked) > max(answered, default=-1)


def _done(found: Case, steps: Sequence[Step]) -> frozenset[str]:
    """What was said after it was followed up has to be followed up as well."""
    said = last_said(found)
    late = (StepKind.FOLLOW_UP, StepKind.AT_ONCE)
    counting = (one for one in steps if one.kind not in late or said is None or one.at >= said)
    return frozenset(str(one.kind) for one in counting)


def _can_close(found: Case, done: frozenset[str]) -> bool:
    grave = found.severity in (Severity.AMBER, Severity.RED)
    return not grave or StepKind.AT_ONCE in done or {StepKind.ACKNOWLEDGE, StepKind.FOLLOW_UP} <= done


def _colleagues(work: Work, community: Community, seen: CaseView) -> Sequence[Person]:
    if seen.is_nameless:
        return []
    find = select(Person).join(Membership, Membership.person_id == Person.id)
    here = (Membership.community_id == community.id, Membership.role == Role.FACILITATOR, active(work.now))
    others = Person.id.not_in([work.me, *([seen.case.person_id] if seen.case.person_id else [])])
    return work.session.scalars(find.where(*here, others).order_by(Person.handle_key)).all()
