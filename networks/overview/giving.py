"""Giving cases to people: whoever has had enough is given no more, unless somebody is at risk."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from networks.communities.models import Membership
from networks.communities.queries import inside
from networks.errors import Conflict, NotFound
from networks.moderation import holding
from networks.moderation.holding import Load
from networks.moderation.models import Severity
from networks.moderation.queries import CaseView
from networks.overview.capping import Full, full, too_much
from networks.policy import Can, require
from networks.work import Work


class Colleague(NamedTuple):
    """Another facilitator, what they have, and that they have had enough, where they have."""

    load: Load
    full: Full | None
    can_take: bool


def could_take(work: Work, community_id: UUID, given: CaseView) -> list[Colleague]:
    """To whom a case could be handed over: whoever has room first, and of those the least busy. The caller has checked
    who asks."""
    enough, red = full(work, community_id), given.case.severity == Severity.RED
    found = [(one, enough.get(one.person.id)) for one in holding.could_take(work, community_id, given)]
    people = [Colleague(load, over, over is None or red) for load, over in found]
    return sorted(people, key=lambda one: one.full is not None)


def hand_over(work: Work, case_id: UUID, person_id: UUID) -> CaseView:
    """Give what one has to another facilitator. Raises Conflict where they have had enough: what is red waits for no
    number, everything else goes to somebody with room."""
    given = holding.hand_over(work, case_id, person_id)
    if given.case.severity != Severity.RED:
        _require_room(work, given.case.community_id, person_id)
    return given


def enough(work: Work, slug: str) -> Full | None:
    """What whoever takes the next should think of first: that they have had enough. None where they have not, or where
    what comes next is red."""
    seen = inside(work, slug)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.DECIDE_CASE)
    if holding.next_severity(work, seen.community.id) in (None, Severity.RED):
        return None
    return too_much(work, seen.community.id)


def _require_room(work: Work, community_id: UUID, person_id: UUID) -> None:
    """Whoever gives them something at the same moment waits, and counts this one too."""
    place = (Membership.community_id == community_id, Membership.person_id == person_id)
    work.session.scalars(select(Membership.id).where(*place).with_for_update()).one()
    over = full(work, community_id).get(person_id)
    if over is not None and over.many > over.cap:
        raise Conflict(
            "%(name)s has had as many cases this week as one should carry here. Please choose somebody else.",
            name=over.person.handle,
        )
