"""Reading accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, select

from networks.errors import NotFound
from networks.once import once
from networks.people.models import Block, Person, PersonSession
from networks.people.tokens import digest
from networks.work import Asker, Network, Work

SEEN: Final = timedelta(hours=1)
"""How exactly we remember when a session was last used. Finer would be a diary."""


def asker_by_token(work: Work, secret: str) -> Asker | None:
    """Who presents this token, or None where it stands for no session that is still good."""
    return asker_of(work.network, work.rows(_by_token(), hash=digest(secret)).first())


def asker_by_session(work: Work, session_id: UUID) -> Asker | None:
    """The same for a session known by its id: a live connection asks this again and again."""
    return asker_of(work.network, work.rows(_by_session(), id=session_id).first())


def good_sessions(work: Work, ids: Sequence[UUID]) -> set[UUID]:
    """Those of `ids` that are still good."""
    find = select(PersonSession.id).where(PersonSession.id.in_(ids), PersonSession.expires_at > work.now)
    return set(work.session.scalars(find))


def myself(work: Work) -> Person:
    return work.session.scalars(select(Person).where(Person.id == work.me)).one()


def credentials(work: Work, who: str) -> tuple[UUID, str] | None:
    """The person and passphrase hash behind a handle or a confirmed e-mail address, or None.

    An address that nobody confirmed does not open anything: else signing up would tell whether it is known.
    """
    key = who.strip().casefold()
    matches = (Person.email == key) & Person.verified_at.is_not(None) if "@" in key else Person.handle_key == key
    row = work.session.execute(select(Person.id, Person.secret).where(matches, Person.erased_at.is_(None))).first()
    return (row[0], row[1]) if row and row[1] else None


def my_sessions(work: Work) -> Sequence[PersonSession]:
    """The asker's sessions that are still good, the latest used first."""
    find = select(PersonSession).where(PersonSession.person_id == work.me, PersonSession.expires_at > work.now)
    return work.session.scalars(find.order_by(PersonSession.seen_at.desc(), PersonSession.id)).all()


def blocked_by_me(work: Work) -> set[UUID]:
    if work.asker is None:
        return set()
    return set(work.rows(_blocked(), me=work.me).scalars())


def my_blocks(work: Work) -> Sequence[Person]:
    find = select(Person).join(Block, Block.blocked_id == Person.id).where(Block.person_id == work.me)
    return work.session.scalars(find.order_by(Person.handle_key)).all()


def person_by_handle(work: Work, handle: str) -> Person:
    """For the command line, which may know everybody."""
    person = work.session.scalar(select(Person).where(Person.handle_key == handle.casefold()))
    if person is None:
        raise NotFound
    return person


def people_by_handle(work: Work, handles: Iterable[str]) -> Sequence[Person]:
    """Those of `handles` that there are, in no order. For the demo's front door."""
    keys = [handle.casefold() for handle in handles]
    return work.session.scalars(select(Person).where(Person.handle_key.in_(keys))).all()


def anybody(work: Work) -> bool:
    """Whether there is any account at all."""
    return work.session.scalar(select(Person.id).limit(1)) is not None


def sessions() -> Any:
    """What `asker_of` needs to know, of all sessions."""
    person, session = Person.__table__.c, PersonSession.__table__.c  # plain columns: no objects are made of them
    columns = (
        person.id.label("person_id"),
        session.id.label("session_id"),
        person.handle,
        person.is_operator,
        person.verified_at,
        person.language,
        person.time_zone,
        session.expires_at,
        session.seen_at,
        person.news,
    )
    return select(*columns).join_from(Person.__table__, PersonSession.__table__)


@cache
def _by_token() -> Any:
    return sessions().where(PersonSession.__table__.c.token_hash == bindparam("hash"))


@cache
def _by_session() -> Any:
    return sessions().where(PersonSession.__table__.c.id == bindparam("id"))


@cache
def _blocked() -> Any:
    blocks = Block.__table__.c
    return select(blocks.blocked_id).where(blocks.person_id == bindparam("me"))


def asker_of(network: Network, row: Any) -> Asker | None:
    """Who asks, from a row of `sessions`: nobody where there is none, or it is over."""
    if row is None or row.expires_at <= network.clock():
        return None
    verified = row.verified_at is not None or not network.verification
    person_id, session_id, handle, is_operator = row[:4]
    language, time_zone = once(row.language), once(row.time_zone)
    return Asker(person_id, session_id, handle, is_operator, verified, language, time_zone, row.seen_at, row.news)
