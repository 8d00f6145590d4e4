"""What becomes of a community that nobody looks after: its operators are told, then it can only be read.

A facilitator is there as long as they are seen anywhere in the network, or say something in the community. Sessions
end and are forgotten, so when somebody was last seen is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, select, update

from networks import jobs
from networks.communities.models import Community, Membership
from networks.communities.queries import active
from networks.database import insert_once
from networks.overview.events import CommunityRests, CommunityWakes
from networks.overview.models import Voice, Watch
from networks.people.models import Person, PersonSession
from networks.policy import Role
from networks.work import Network, Work

TELL: Final = timedelta(days=14)
"""After so long with nobody there operators are told."""

REST: Final = timedelta(days=28)
"""After so long it can only be read."""

FINE: Final = timedelta(hours=6)
"""How exactly it is kept when somebody was last seen, so that it is seldom written."""


class Keeper(NamedTuple):
    """A community, and what is known of those who look after it."""

    community_id: UUID
    made_at: datetime
    rests_since: datetime | None
    kept_at: datetime | None
    told_at: datetime | None
    seen_at: datetime | None
    spoke_at: datetime | None

    @property
    def last(self) -> datetime:
        """When somebody was last there. A community that never had anybody is counted from its making."""
        return max(one for one in (self.made_at, self.kept_at, self.seen_at, self.spoke_at) if one is not None)

    def is_settled(self, now: datetime) -> bool:
        """Whether there is nothing to do about it."""
        alone = now - self.last
        known = self.kept_at is not None and self.last - self.kept_at < FINE
        told, rests = self.told_at is not None, self.rests_since is not None
        return known and told is (alone >= TELL) and rests is (alone >= REST)


def look(network: Network) -> int:
    """Look after all communities; returns for how many there was something to do. Two at once do it once."""
    with network.reading() as work:
        if all(one.is_settled(work.now) for one in keepers(work)):
            return 0
    with network.begin() as work:
        found = [one for one in keepers(work) if not one.is_settled(work.now)]
        for one in found:
            _settle(work, one)
    return len(found)


def keepers(work: Work) -> Sequence[Keeper]:
    """All communities with their facilitators, in one question."""
    staff = and_(Membership.community_id == Community.id, Membership.role == Role.FACILITATOR, active(work.now))
    spoken = and_(Voice.community_id == Community.id, Voice.person_id == Membership.person_id)
    find = (
        select(
            Community.id, Community.created_at, Community.rests_since, Watch.seen_at, Watch.told_at,
            func.max(PersonSession.seen_at), func.max(Voice.last_at),
        )
        .outerjoin(Watch, Watch.community_id == Community.id)
        .outerjoin(Membership, staff)
        .outerjoin(PersonSession, PersonSession.person_id == Membership.person_id)
        .outerjoin(Voice, spoken)
        .group_by(Community.id, Community.created_at, Community.rests_since, Watch.seen_at, Watch.told_at)
    )  # fmt: skip
    return [Keeper(*row) for row in work.session.execute(find)]


def appointed(work: Work, community_id: UUID) -> None:
    """Somebody looks after a community from now on."""
    _seen(work, community_id, work.now, None)
    _wake(work, community_id)


def _settle(work: Work, one: Keeper) -> None:
    alone = work.now - one.last
    told_at = (one.told_at or work.now) if alone >= TELL else None
    _seen(work, one.community_id, one.last, told_at)
    if told_at is not None and one.told_at is None:
        _tell_operators(work, one.community_id)
    if alone >= REST:
        _rest(work, one.community_id)
    else:
        _wake(work, one.community_id)


def _seen(work: Work, community_id: UUID, seen_at: datetime, told_at: datetime | None) -> None:
    insert_once(work.session, Watch, community_id=community_id, seen_at=seen_at, told_at=None, cap=None)
    told: Any = update(Watch).where(Watch.community_id == community_id).values(seen_at=seen_at, told_at=told_at)
    work.session.execute(told.execution_options(synchronize_session=False))


def _tell_operators(work: Work, community_id: UUID) -> None:
    """By a mail that names nothing; what it is about stands on their overview."""
    operators = select(Person.id).where(Person.is_operator.is_(True), Person.erased_at.is_(None))
    for person_id in work.session.scalars(operators):
        payload = {"why": "succession", "person_id": str(person_id)}
        jobs.enqueue(work, "mail", f"succession:{person_id}:{community_id}", payload)


def _rest(work: Work, community_id: UUID) -> None:
    if _turn(work, community_id, Community.rests_since.is_(None), work.now):
        work.record(CommunityRests(community_id, community_id))


def _wake(work: Work, community_id: UUID) -> None:
    if _turn(work, community_id, Community.rests_since.is_not(None), None):
        work.record(CommunityWakes(community_id, community_id))


def _turn(work: Work, community_id: UUID, condition: Any, rests_since: datetime | None) -> bool:
    """Compared and set: of two who do it at once, one has done it."""
    turned = update(Community).where(Community.id == community_id, condition).values(rests_since=rests_since)
    done = turned.returning(Community.id).execution_options(synchronize_session=False)
    return work.session.execute(done).first() is not None
