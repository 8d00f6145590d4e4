"""How much each facilitator carries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from networks.communities.models import Membership
from networks.communities.queries import active
from networks.moderation.models import Severity
from networks.overview.capping import WEEK
from networks.overview.cases import Item
from networks.overview.figure import Figure, Period, State, Unit
from networks.people.models import Person
from networks.policy import Role
from networks.work import Work


@dataclass(frozen=True, slots=True)
class Carried:
    """The cases that one facilitator decided in a period or has in hand at its end."""

    person_id: UUID
    handle: str
    items: Sequence[Item]

    @property
    def many(self) -> int:
        return len(self.items)

    @property
    def red(self) -> int:
        return sum(item.severity == Severity.RED for item in self.items)


def facilitators(work: Work, community_id: UUID) -> list[tuple[UUID, str]]:
    """Who looks after a community, by handle."""
    here = (Membership.community_id == community_id, Membership.role == Role.FACILITATOR, active(work.now))
    find = select(Person.id, Person.handle).join(Membership, Membership.person_id == Person.id).where(*here)
    return [(row[0], row[1]) for row in work.session.execute(find.order_by(Person.handle_key))]


def carried(staff: Iterable[tuple[UUID, str]], items: Sequence[Item], period: Period) -> list[Carried]:
    return [
        Carried(person_id, handle, [item for item in items if _is_theirs(item, person_id, period)])
        for person_id, handle in staff
    ]


def _is_theirs(item: Item, person_id: UUID, period: Period) -> bool:
    decided = item.decided_by_id == person_id and period.holds(item.decided_at)
    return decided or item.holder(period.until) == person_id


def figure(staff: Sequence[tuple[UUID, str]], items: Sequence[Item], period: Period, cap: int | None = None) -> Figure:
    """How many cases whoever has most of them has had. It is no contest: it says when somebody carries too much."""
    now, before = (
        max((one.many for one in carried(staff, items, when)), default=0) for when in (period, period.before)
    )
    most = cap * period.days / WEEK if cap is not None else None
    over = most is not None and now > most
    state = State.RED if not staff else State.WATCH if over else State.OK
    return Figure("load", now, Unit.CASES, len(staff), state, previous=before, threshold=most, behind="load")
