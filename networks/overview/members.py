"""The members as those see them who look after them: who is new, active, quiet, or sanctioned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import case, func, or_, select

from networks.communities.badges import worn
from networks.communities.models import Membership
from networks.communities.queries import Visit, inside
from networks.errors import NotFound
from networks.overview.life import beside_voices, members, states
from networks.overview.models import MemberNote, Voice
from networks.people.models import Person
from networks.policy import Can, require
from networks.work import Work

STATES: Final = ("new", "active", "quiet", "sanctioned", "waiting")


@dataclass(frozen=True, slots=True)
class Row:
    """A member. `last_at` is when they last said something under their name; `noted_at` when somebody last noted
    something about them, or wrote to them."""

    id: UUID
    handle: str
    role: str
    title: str | None
    joined_at: datetime | None
    last_at: datetime | None
    state: str
    notes: int = 0
    noted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class People:
    """A part of the members by handle, and how many there are in each state."""

    seen: Visit
    rows: Sequence[Row]
    counts: dict[str, int]


def people(work: Work, slug: str, *, state: str | None = None, after: str = "", limit: int = 50) -> People:
    """The members of a community, those in one state or all, after a handle. For facilitators and operators."""
    seen = at_the_desk(work, slug)
    named, here = states(work), seen.community.id
    wanted = named[state] if state else or_(*named.values())
    which = case(*((one, name) for name, one in named.items()), else_="")
    columns = (Person.id, Person.handle, *worn(work.now), Membership.joined_at, Voice.last_at, which)
    find = beside_voices(select(*columns)).join(Person, Person.id == Membership.person_id)
    rows = find.where(Membership.community_id == here, wanted, Person.handle_key > after.casefold())
    found = [Row(*row) for row in work.session.execute(rows.order_by(Person.handle_key).limit(limit))]
    return People(seen, _noted(work, here, found), members(work, here))


def at_the_desk(work: Work, slug: str) -> Visit:
    """The community for those who look after its members. NotFound to outsiders, NotAllowed to members."""
    seen = inside(work, slug)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.LOOK_AFTER)
    return seen


def _noted(work: Work, community_id: UUID, rows: Sequence[Row]) -> list[Row]:
    """With how much is noted about each of them; what others note about the reader is not for them."""
    ids = [row.id for row in rows if row.id != work.me]
    find = select(MemberNote.person_id, func.count(), func.max(MemberNote.at))
    here = (MemberNote.community_id == community_id, MemberNote.person_id.in_(ids))
    found: Any = work.session.execute(find.where(*here).group_by(MemberNote.person_id)) if ids else ()
    noted = {row[0]: (row[1], row[2]) for row in found}
    return [_with(row, *noted.get(row.id, (0, None))) for row in rows]


def _with(row: Row, notes: int, noted_at: datetime | None) -> Row:
    plain = (row.id, row.handle, row.role, row.title, row.joined_at, row.last_at, row.state)
    return Row(*plain, notes=notes, noted_at=noted_at)
