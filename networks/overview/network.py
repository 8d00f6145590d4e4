"""All communities in a few lines, for whoever runs the network: where somebody is missing, or something waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, case, func, or_, select

from networks.communities.models import Community, Membership
from networks.communities.queries import active
from networks.errors import NotFound
from networks.facilitation.models import FirstWords
from networks.moderation.models import Case, CaseState, Severity
from networks.moderation.queries import not_about
from networks.overview.capping import Full, full_everywhere
from networks.overview.figure import State
from networks.overview.newcomers import DAY
from networks.overview.succession import TELL, keepers
from networks.policy import Role
from networks.work import Work


class Open(NamedTuple):
    """Cases that are open, those beyond their clock, and the red ones among these."""

    all: int = 0
    late: int = 0
    red: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A community as its row on the operator's overview."""

    id: UUID
    slug: str
    name: str
    members: int
    facilitators: int
    seen_at: datetime
    alone: bool
    """Whether nobody has looked after it for so long that operators are told."""
    rests_since: datetime | None
    cases: Open
    forgotten: int
    """Newcomers whom nobody has answered for a day."""
    full: Sequence[Full]
    """Facilitators who have had as many cases in seven days as one should."""

    @property
    def state(self) -> State:
        if self.rests_since or self.alone or self.cases.red or self.forgotten or not self.facilitators:
            return State.RED
        return State.WATCH if self.cases.late or self.full else State.OK


def overview(work: Work) -> list[Line]:
    """Every community, what is red first. For operators; to all others there is no such thing. Nothing that is about
    the asker is in the numbers."""
    if work.asker is None or not work.asker.is_operator:
        raise NotFound
    known, cases = {one.community_id: one for one in keepers(work)}, _cases(work)
    people, forgotten, full = _people(work), _forgotten(work), full_everywhere(work)

    def line(one: Community) -> Line:
        here, last = people.get(one.id, (0, 0)), known[one.id].last
        waits, alone, busy = cases.get(one.id, Open()), work.now - last >= TELL, full.get(one.id, [])
        unheard = forgotten.get(one.id, 0)
        return Line(one.id, one.slug, one.name, *here, last, alone, one.rests_since, waits, unheard, busy)

    lines = [line(one) for one in work.session.scalars(select(Community).order_by(Community.name))]
    order = (State.RED, State.WATCH, State.OK)
    return sorted(lines, key=lambda line: (order.index(line.state), line.name))


def _people(work: Work) -> Mapping[UUID, tuple[int, int]]:
    """How many are inside each community, and how many of them look after it."""
    staff = func.sum(case((Membership.role == Role.FACILITATOR, 1), else_=0))
    find = select(Membership.community_id, func.count(), staff).where(active(work.now))
    rows: Sequence[Any] = work.session.execute(find.group_by(Membership.community_id)).all()
    return {row[0]: (row[1], row[2]) for row in rows}


def _cases(work: Work) -> Mapping[UUID, Open]:
    late = Case.due_at <= work.now
    counts = [func.sum(case((one, 1), else_=0)) for one in (late, and_(late, Case.severity == Severity.RED))]
    find = select(Case.community_id, func.count(), *counts).where(Case.state != CaseState.CLOSED, not_about(work))
    return {row[0]: Open(*row[1:]) for row in work.session.execute(find.group_by(Case.community_id))}


def _forgotten(work: Work) -> Mapping[UUID, int]:
    waits = (FirstWords.answered_at.is_(None), FirstWords.ended_at.is_(None), FirstWords.said_at <= work.now - DAY)
    about = or_(FirstWords.person_id.is_(None), FirstWords.person_id != work.me)
    find = select(FirstWords.community_id, func.count()).where(*waits, about).group_by(FirstWords.community_id)
    return {row[0]: row[1] for row in work.session.execute(find)}
