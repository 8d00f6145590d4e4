"""The rota: which facilitator is there when, and the note that one leaves for the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import and_, select

from networks.communities.models import Membership
from networks.communities.queries import Visit, active, stand
from networks.errors import Invalid, NotAllowed, NotFound
from networks.overview.load import facilitators
from networks.overview.members import at_the_desk
from networks.overview.models import Shift
from networks.people.models import Person
from networks.policy import Can, Role, may
from networks.work import Work

LONGEST: Final = timedelta(hours=24)
AHEAD: Final = timedelta(days=92)
"""How far one can plan."""

SHOWN: Final = timedelta(days=28)
BEHIND: Final = timedelta(days=7)
"""What is shown of the time to come, and of what is over."""

LATE: Final = timedelta(days=1)
"""How long after a shift its note can still be written."""

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Turn:
    """A shift with whose it is."""

    shift: Shift
    person: Person

    def is_on(self, now: datetime) -> bool:
        return self.shift.starts_at <= now < self.shift.ends_at


@dataclass(frozen=True, slots=True)
class Rota:
    seen: Visit
    turns: Sequence[Turn]
    staff: Sequence[tuple[UUID, str]]
    now: datetime

    @property
    def on(self) -> list[Turn]:
        return [one for one in self.turns if one.is_on(self.now)]

    @property
    def coming(self) -> list[Turn]:
        return [one for one in self.turns if one.shift.starts_at > self.now]

    @property
    def over(self) -> list[Turn]:
        """The latest first."""
        return [one for one in reversed(self.turns) if one.shift.ends_at <= self.now]

    @property
    def handed(self) -> Turn | None:
        """The last note that somebody left."""
        noted = [one for one in (*self.on, *self.over) if one.shift.note and one.shift.noted_at]
        return max(noted, key=lambda one: one.shift.noted_at or self.now, default=None)


def rota(work: Work, slug: str) -> Rota:
    """Who is there when: the week before and four weeks ahead. For those who look after the community."""
    seen = at_the_desk(work, slug)
    return Rota(seen, turns(work, seen.community.id), facilitators(work, seen.community.id), work.now)


def turns(work: Work, community_id: UUID) -> list[Turn]:
    """The same for a community whose door the caller has come through. Who is no facilitator any more has none."""
    holds = and_(Membership.community_id == Shift.community_id, Membership.person_id == Shift.person_id)
    find: Any = select(Shift, Person).join(Person, Person.id == Shift.person_id).join(Membership, holds)
    here = find.where(Shift.community_id == community_id, Membership.role == Role.FACILITATOR, active(work.now))
    within = (Shift.ends_at > work.now - BEHIND, Shift.starts_at < work.now + SHOWN)
    rows = work.session.execute(here.where(*within).order_by(Shift.starts_at, Shift.id).limit(MOST))
    return [Turn(row[0], row[1]) for row in rows]


def plan(work: Work, slug: str, *, person_id: UUID, starts_at: datetime, ends_at: datetime) -> Turn:
    """Put somebody on the rota. Raises Invalid where they are on it then, or look after nothing here."""
    seen = at_the_desk(work, slug)
    _check(work, starts_at, ends_at)
    if person_id not in {one for one, _ in facilitators(work, seen.community.id)}:
        raise Invalid(fields={"person_id": "Please choose somebody who looks after this community."})
    theirs = (Shift.community_id == seen.community.id, Shift.person_id == person_id)
    meets = select(Shift.id).where(*theirs, Shift.starts_at < ends_at, Shift.ends_at > starts_at)
    if work.session.scalar(meets.limit(1)) is not None:  # there is one writer at a time, so nobody comes between
        raise Invalid(fields={"starts_at": "They are on the rota at that time already."})
    made = Shift(id=uuid4(), community_id=seen.community.id, person_id=person_id, note="", noted_at=None)
    made.starts_at, made.ends_at = starts_at, ends_at
    work.session.add(made)
    return Turn(made, work.session.get_one(Person, person_id))


def cancel(work: Work, shift_id: UUID) -> None:
    """Take somebody off the rota. What has begun stays: a note may hang on it."""
    found = _shift(work, shift_id)
    if found.starts_at <= work.now:
        raise Invalid("It has begun, so it stays on the rota.")
    work.session.delete(found)


def hand_over(work: Work, shift_id: UUID, *, note: str) -> Turn:
    """Leave a note for whoever comes next. For whose shift it is, until a day after it; empty takes it back."""
    found = _shift(work, shift_id)
    if found.person_id != work.me:
        raise NotAllowed("Only whoever is on this shift writes its note.")
    if not found.starts_at <= work.now < found.ends_at + LATE:
        raise Invalid("A shift’s note is written while it lasts, or within a day after it.")
    found.note, found.noted_at = note.strip(), work.now
    return Turn(found, work.session.get_one(Person, found.person_id))


def _shift(work: Work, shift_id: UUID) -> Shift:
    found = work.session.get(Shift, shift_id)
    standing = stand(work, found.community_id) if found else None
    if found is None or standing is None or not may(standing, Can.LOOK_AFTER, work.now):
        raise NotFound
    return found


def _check(work: Work, starts_at: datetime, ends_at: datetime) -> None:
    if not work.now < ends_at or starts_at > work.now + AHEAD:
        raise Invalid(fields={"starts_at": "Please choose a time within the next three months."})
    if not timedelta() < ends_at - starts_at <= LONGEST:
        raise Invalid(fields={"ends_at": "Please choose an end after the beginning, within 24 hours."})
