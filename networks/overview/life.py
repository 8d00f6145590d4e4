"""How lively a community is, day by day, and who is in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select

from networks.communities.models import Membership, Status
from networks.communities.queries import active
from networks.overview.figure import Figure, Period, State, Unit
from networks.overview.models import SpokenDay, Voice
from networks.work import Work

FRESH: Final = timedelta(days=14)
"""Whoever joined within it is new."""

RECENT: Final = timedelta(days=30)
"""Whoever wrote within it is active; whoever has not is quiet."""


class Day(NamedTuple):
    """How much was said on a day, and by how many under their name."""

    day: date
    messages: int
    people: int


def days(work: Work, community_id: UUID, period: Period) -> list[Day]:
    """Every day of the period and of the one before, those on which nobody said anything as well."""
    first, last = period.before.since.date() + timedelta(days=1), period.until.date()
    find = select(SpokenDay.day, SpokenDay.messages, SpokenDay.people).where(
        SpokenDay.community_id == community_id, SpokenDay.day >= first, SpokenDay.day <= last
    )
    said = {row[0]: Day(*row) for row in work.session.execute(find)}
    every = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [said.get(day, Day(day, 0, 0)) for day in every]


def within(found: Sequence[Day], period: Period) -> list[Day]:
    """Those of a period: its last day is today."""
    return [one for one in found if period.since.date() < one.day <= period.until.date()]


def states(work: Work) -> Mapping[str, ColumnElement[bool]]:
    """What members can be, as conditions on memberships beside voices. Everybody is one of them.

    Whoever is muted or away is that first; whoever joined lately is new, whether or not they have written.
    """
    inside, muted = active(work.now), and_(Membership.muted_until.is_not(None), Membership.muted_until > work.now)
    fresh, wrote = (
        Membership.joined_at > work.now - FRESH,
        and_(Voice.last_at.is_not(None), Voice.last_at > work.now - RECENT),
    )
    away = and_(Membership.status.in_((Status.SUSPENDED, Status.BANNED)), not_(inside))
    free = and_(inside, not_(muted))
    return {
        "new": and_(free, fresh),
        "active": and_(free, not_(fresh), wrote),
        "quiet": and_(free, not_(fresh), or_(Voice.last_at.is_(None), not_(wrote))),
        "sanctioned": or_(and_(inside, muted), away),
        "waiting": Membership.status == Status.PENDING,
    }


def members(work: Work, community_id: UUID) -> dict[str, int]:
    """How many members are in each state, and how many are `inside`, in one question."""
    named = {**states(work), "inside": active(work.now)}
    columns: list[Any] = [
        func.coalesce(func.sum(case((one, 1), else_=0)), 0).label(name) for name, one in named.items()
    ]
    row = work.session.execute(beside_voices(select(*columns)).where(Membership.community_id == community_id)).one()
    return {name: int(getattr(row, name)) for name in named}


def beside_voices(find: Any) -> Any:
    mine = and_(Voice.community_id == Membership.community_id, Voice.person_id == Membership.person_id)
    return find.select_from(Membership).outerjoin(Voice, mine)


def figures(found: Sequence[Day], counts: Mapping[str, int], period: Period) -> list[Figure]:
    now, before = (sum(one.messages for one in within(found, when)) for when in (period, period.before))
    state = State.OK if now else State.TOO_FEW
    return [
        Figure("activity", now, Unit.MESSAGES, now, state, previous=before, behind="activity"),
        Figure("members", counts["inside"], Unit.PEOPLE, counts["inside"], State.OK, behind="members"),
    ]
