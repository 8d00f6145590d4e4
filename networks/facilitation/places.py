"""Who could be asked to welcome a newcomer, and how often still.

Whoever has room this month and was asked longest ago is next. A place is taken and given back by one statement each,
so that two facilitators cannot ask more of somebody than they offered.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, or_, select, update

from networks.communities.models import Membership
from networks.communities.queries import active, inside
from networks.errors import NotFound
from networks.facilitation.models import Asking, FirstWords, Mentor
from networks.people.models import Block, Person
from networks.policy import Can, require
from networks.work import Work


class Offer(NamedTuple):
    """A mentor as facilitators see them. `room` is how many more they may be asked to welcome this month."""

    person: Person
    capacity: int
    room: int
    may: bool
    """False while they cannot write here."""


def mentors(work: Work, slug: str) -> list[Offer]:
    """Who has offered, whoever is to be asked next first. For facilitators and operators; NotFound to all others."""
    standing = inside(work, slug).standing
    if standing is None:
        raise NotFound
    require(work, standing, Can.SEE_QUEUE)
    may = and_(active(work.now), not_muted(work))
    find = select(Person, Mentor, may).join(Mentor, Mentor.person_id == Person.id).join(Membership, _at_home())
    rows = work.session.execute(find.where(Mentor.community_id == standing.community_id).order_by(*_order()))
    return [Offer(who, one.capacity, place_left(work, one), bool(can)) for who, one, can in rows]


def proposed(work: Work, words: FirstWords) -> Sequence[Person]:
    """Who could be asked to welcome somebody, whoever is next first. The caller has authorized.

    Those whom a block keeps apart stand last and not out: who is not there would tell of it.
    """
    could = _could(work, words).join(Person, Person.id == Mentor.person_id).with_only_columns(Person)
    return work.session.scalars(could.order_by(_apart(words), *_order())).all()


def next_for(work: Work, words: FirstWords, person_id: UUID | None) -> Sequence[UUID]:
    """Who is asked, in order. Of themselves nobody is brought together with somebody whom one of them blocks."""
    could = _could(work, words)
    chosen = could.where(~_apart(words)) if person_id is None else could.where(Mentor.person_id == person_id)
    return work.session.scalars(chosen.order_by(*_order())).all()


def take_place(work: Work, community_id: UUID, person_id: UUID) -> bool:
    """Compared and set: of two facilitators who ask for the last place, one gets it."""
    taken = case((Mentor.month == month(work), Mentor.taken + 1), else_=1)
    free = update(Mentor).where(*of(community_id, person_id), _has_room(work))
    held = free.values(taken=taken, month=month(work), asked_at=work.now).returning(Mentor.person_id)
    return work.session.execute(held.execution_options(synchronize_session=False)).first() is not None


def retake_place(work: Work, community_id: UUID, person_id: UUID, of_month: str) -> bool:
    """One of a month that was given back by mistake, where nobody else has it. It counts in that month alone."""
    theirs = update(Mentor).where(*of(community_id, person_id), Mentor.month == of_month)
    held = theirs.where(Mentor.taken < Mentor.capacity).values(taken=Mentor.taken + 1).returning(Mentor.person_id)
    if work.session.execute(held.execution_options(synchronize_session=False)).first() is not None:
        return True
    return work.session.scalar(select(Mentor.month).where(*of(community_id, person_id))) != of_month


def give_place_back(work: Work, community_id: UUID, person_id: UUID) -> None:
    held = update(Mentor).where(*of(community_id, person_id), Mentor.month == month(work), Mentor.taken > 0)
    work.session.execute(held.values(taken=Mentor.taken - 1).execution_options(synchronize_session=False))


def of(community_id: UUID, person_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return Mentor.community_id == community_id, Mentor.person_id == person_id


def not_muted(work: Work) -> ColumnElement[bool]:
    return or_(Membership.muted_until.is_(None), Membership.muted_until <= work.now)


def month(work: Work) -> str:
    return month_of(work.now)


def month_of(moment: datetime) -> str:
    return moment.strftime("%Y-%m")


def place_left(work: Work, one: Mentor) -> int:
    return max(0, one.capacity - (one.taken if one.month == month(work) else 0))


def _could(work: Work, words: FirstWords) -> Any:
    """Mentors who may write and have room, and were not asked about this person before."""
    asked = select(Asking.mentor_id).where(Asking.first_words_id == words.id, Asking.mentor_id.is_not(None))
    find = select(Mentor.person_id).join(Membership, _at_home()).where(Mentor.community_id == words.community_id)
    others = find.where(Mentor.person_id != words.person_id, Mentor.person_id.not_in(asked))
    return others.where(active(work.now), not_muted(work), _has_room(work))


def _apart(words: FirstWords) -> Any:
    blocks = and_(Block.person_id == Mentor.person_id, Block.blocked_id == words.person_id)
    is_blocked = and_(Block.blocked_id == Mentor.person_id, Block.person_id == words.person_id)
    return select(Block.person_id).where(or_(blocks, is_blocked)).exists()


def _at_home() -> ColumnElement[bool]:
    return and_(Membership.community_id == Mentor.community_id, Membership.person_id == Mentor.person_id)


def _has_room(work: Work) -> ColumnElement[bool]:
    return or_(Mentor.month != month(work), Mentor.taken < Mentor.capacity)


def _order() -> tuple[Any, ...]:
    """Who was never asked first, then whoever was asked longest ago."""
    return Mentor.asked_at.is_not(None), Mentor.asked_at, Mentor.since, Mentor.person_id
