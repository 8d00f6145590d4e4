"""Who has a case: the next one is taken, given back, handed over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import func, select, update

from networks.communities.models import Membership
from networks.communities.queries import active, inside
from networks.errors import Conflict, Invalid, NotFound
from networks.moderation.actions import CLAIM, claim
from networks.moderation.changing import changed, mine, set_open, too_late
from networks.moderation.desk_models import What
from networks.moderation.events import CaseChanged
from networks.moderation.loss_models import Loss
from networks.moderation.losses import Found
from networks.moderation.models import TOLD, Case, CaseState, Severity
from networks.moderation.queries import CaseView, case, gravest_first, not_about
from networks.moderation.steps import step
from networks.people.models import Person
from networks.policy import About, Can, Role, require
from networks.work import Work

HANDED: Final[Mapping[Severity, timedelta]] = {
    Severity.RED: CLAIM,
    Severity.AMBER: timedelta(hours=2),
    Severity.GREEN: timedelta(hours=12),
}
"""How long somebody has what was handed to them: they may not be here just now, and what is grave cannot wait."""

NAMELESS: Final = "You are not told whom this is about, who may be one of them. Give it back, and another takes it."


class Load(NamedTuple):
    """A facilitator and how many cases they have."""

    person: Person
    held: int
    red: int


def take_next(work: Work, slug: str) -> CaseView | None:
    """Take what should be done first of all that nobody has. None where there is nothing."""
    seen = inside(work, slug)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.DECIDE_CASE)
    for case_id in work.session.scalars(_waiting(work, seen.community.id, Case.id).limit(20)).all():
        try:
            return claim(work, case_id)
        except Conflict:  # somebody took it a moment ago
            continue
    return None


def next_severity(work: Work, community_id: UUID) -> Severity | None:
    """How grave what the asker would take next is. The caller has checked who asks."""
    found = work.session.scalar(_waiting(work, community_id, Case.severity).limit(1))
    return Severity(found) if found else None


def give_back(work: Work, case_id: UUID) -> CaseView:
    """Let others have it. Giving back what one does not have any more changes nothing."""
    found, _, standing = case(work, case_id)
    require(work, standing, Can.DECIDE_CASE, About(found.case.person_id))
    empty = {"claimed_by_id": None, "claimed_until": None, "handed_by_id": None}
    if not set_open(work, case_id, mine(work), state=CaseState.OPEN, **empty):
        return found
    step(work, case_id, What.GIVEN_BACK)
    return changed(work, case_id)


def hand_over(work: Work, case_id: UUID, person_id: UUID) -> CaseView:
    """Give what one has to another facilitator. Raises Conflict, naming who has it, where one does not have it.

    Whether they have room `overview.giving` asks, which is what pages and programs call.
    """
    found, community, standing = case(work, case_id)
    require(work, standing, Can.DECIDE_CASE, About(found.case.person_id))
    if found.is_nameless:
        raise Invalid(fields={"person_id": NAMELESS})
    if person_id not in {one.person.id for one in could_take(work, community.id, found)}:
        raise Invalid(fields={"person_id": "Please choose one of the facilitators here."})
    until = work.now + HANDED[Severity(found.case.severity)]
    theirs = {"claimed_by_id": person_id, "claimed_until": until, "handed_by_id": work.me}
    if not set_open(work, case_id, mine(work), state=CaseState.CLAIMED, **theirs):
        raise too_late(work, case_id) if _is_held(work, case_id) else Conflict("You do not have this any more.")
    step(work, case_id, What.HANDED_OVER, to_id=person_id)
    return changed(work, case_id)


def let_go(work: Work, community_id: UUID, person_id: UUID) -> None:
    """Somebody looks after the community no longer: what they had is anybody's at once, and waits for no clock."""
    theirs = (Case.community_id == community_id, Case.claimed_by_id == person_id, Case.state == CaseState.CLAIMED)
    empty = {"state": CaseState.OPEN, "claimed_by_id": None, "claimed_until": None, "handed_by_id": None}
    freed = update(Case).where(*theirs).values(**empty).returning(*TOLD)
    for row in work.session.execute(freed.execution_options(synchronize_session=False)).all():
        work.record(CaseChanged.of(row))


def held_by(work: Work, community_id: UUID, person_id: UUID) -> list[Found]:
    """What somebody has, who handed it to them, and until when."""
    theirs = (Case.community_id == community_id, Case.claimed_by_id == person_id, Case.state == CaseState.CLAIMED)
    found = work.session.scalars(select(Case).where(*theirs, Case.claimed_until > work.now))
    return [Found(one.id, one.handed_by_id, {"claimed_until": one.claimed_until}) for one in found]


def hold_again(work: Work, lost: Loss) -> None:
    """What they had is theirs again, where nobody has taken it since and their time is not over."""
    until = lost.moment("claimed_until")
    free = (Case.id == lost.thing_id, Case.state == CaseState.OPEN)
    theirs = {"claimed_by_id": lost.person_id, "claimed_until": until, "handed_by_id": lost.other_id}
    if until is None or until <= work.now:
        return
    taken = update(Case).where(*free).values(state=CaseState.CLAIMED, **theirs).returning(*TOLD)
    for row in work.session.execute(taken.execution_options(synchronize_session=False)).all():
        work.record(CaseChanged.of(row))


def could_take(work: Work, community_id: UUID, found: CaseView) -> list[Load]:
    """The other facilitators, but for whom the case is about and who decided before, least busy first. Nobody where the
    asker is not told whom it is about: whoever is missing from a list is known by that.

    The caller has checked who asks.
    """
    if found.is_nameless:
        return []
    not_they = (work.me, found.case.person_id, found.case.barred_id, found.case.kept_from_id)
    return [one for one in loads(work, community_id) if one.person.id not in not_they]


def loads(work: Work, community_id: UUID) -> list[Load]:
    """Each facilitator with what they have, least busy first. The caller has checked who asks.

    Cases about the asker count for nobody: the number would tell that there is one.
    """
    here = (Case.community_id == community_id, Case.state != CaseState.CLOSED, Case.claimed_until > work.now)
    find = select(Case.claimed_by_id, Case.severity, func.count()).where(*here, not_about(work))
    held: dict[Any, dict[str, int]] = {}
    for person_id, severity, count in work.session.execute(find.group_by(Case.claimed_by_id, Case.severity)):
        held.setdefault(person_id, {})[severity] = count
    staff = select(Person).join(Membership, Membership.person_id == Person.id).where(active(work.now))
    staff = staff.where(Membership.community_id == community_id, Membership.role == Role.FACILITATOR)
    found = [_load(one, held.get(one.id, {})) for one in work.session.scalars(staff.order_by(Person.handle_key))]
    return sorted(found, key=lambda one: one.held)


def _waiting(work: Work, community_id: UUID, column: Any) -> Any:
    """What nobody has and the asker may take, in the order in which it should be done."""
    waits = (Case.community_id == community_id, Case.state != CaseState.CLOSED, not_about(work))
    for_me = (Case.barred_id != work.me) | Case.barred_id.is_(None)
    unheld = (Case.claimed_until.is_(None)) | (Case.claimed_until <= work.now)
    return select(column).where(*waits, for_me, unheld).order_by(gravest_first(), Case.due_at, Case.id)


def _load(person: Person, held: Mapping[str, int]) -> Load:
    return Load(person, sum(held.values()), held.get(Severity.RED, 0))


def _is_held(work: Work, case_id: UUID) -> bool:
    work.session.expire_all()
    row = work.session.get_one(Case, case_id)
    return row.state == CaseState.CLOSED or (row.claimed_until is not None and row.claimed_until > work.now)
