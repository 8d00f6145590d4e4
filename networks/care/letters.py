"""Writing to each other privately: a member whom facilitators worry about, and the facilitators. Not in a room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from networks import looking
from networks.care.concerns import concern, open_case_about
from networks.communities.queries import Visit, inside
from networks.database import unless_taken
from networks.errors import Conflict, NotAllowed, NotFound
from networks.looking import is_on_record
from networks.moderation.cases import open_case
from networks.moderation.events import CaseChanged, LettersSeen
from networks.moderation.models import Case, CaseKind
from networks.moderation.queries import CaseView, case
from networks.people.models import Person
from networks.policy import About, Can, require
from networks.safety.events import LetterWritten
from networks.safety.models import Letter
from networks.work import Work

MOST: Final = 500


class Written(NamedTuple):
    letter: Letter
    by: Person | None

    @property
    def by_member(self) -> bool:
        return self.letter.by_id == self.letter.person_id


def letters(work: Work, case_id: UUID) -> Sequence[Written]:
    """What was written with whom a case is about. Raises NotFound to whoever may not see the case, and NotAllowed to
    operators who have not opened it, with a reason that goes on record. A name stands there where the case has one.
    Nothing is told until it is on record that the asker reads it."""
    seen = _opened(work, case_id)
    if not is_on_record(work, _look(seen)):
        return []
    found = _letters(work, seen.case.community_id, seen.case.person_id)
    return [one._replace(by=None) if one.by_member and seen.veiled else one for one in found]


def are_kept_back(work: Work, case_id: UUID) -> bool:
    """Whether there are letters for the asker that wait for their row on record. Raises as `letters` does."""
    seen = _opened(work, case_id)
    return not is_on_record(work, _look(seen)) and bool(_letters(work, seen.case.community_id, seen.case.person_id))


def put_on_record(work: Work, case_id: UUID) -> None:
    """That the asker reads the letters, once a day. Raises as `letters` does."""
    looking.put_on_record(work, _look(_opened(work, case_id)))


def write_to(work: Work, case_id: UUID, *, body: str) -> Letter:
    """Write to the person whom a case is about. They read it on a page of their own. The same words twice are one."""
    found = _case(work, case_id)
    if found.person_id is None:
        raise NotFound
    made = _write(work, found.community_id, found.person_id, body)
    work.record(LetterWritten(found.community_id, found.person_id, to_member=True))
    work.record(CaseChanged.of(found))
    return made


def my_letters(work: Work, slug: str) -> tuple[Visit, Sequence[Written]]:
    """What facilitators of a community wrote to the asker, and the asker to them."""
    seen = inside(work, slug)
    return seen, _letters(work, seen.community.id, work.me)


def answer(work: Work, slug: str, *, body: str) -> Letter:
    """Answer what facilitators wrote. It comes to whoever has the case; where it was closed, there is a new one.

    Raises NotFound where nobody wrote to the asker.
    """
    seen, before = my_letters(work, slug)
    if not before:
        raise NotFound
    made = _write(work, seen.community.id, work.me, body)
    _tell(work, made)
    work.record(LetterWritten(seen.community.id, work.me, to_member=False))
    return made


def _tell(work: Work, made: Letter) -> None:
    heard = work.network.weigh(made.body)
    said: dict[str, Any] = {"body": made.body, "letter_id": str(made.id)}
    found = open_case_about(work, made.community_id, made.person_id)
    if heard is not None:
        concern(work, made.community_id, made.person_id, heard, subject=("person", made.person_id), said=said)
    elif found is not None:
        work.record(CaseChanged.of(found))
    else:
        open_case(
            work,
            made.community_id,
            CaseKind.SAFETY,
            subject_kind="person",
            subject_id=made.person_id,
            person_id=made.person_id,
            by_asker=False,
        )


def _look(seen: CaseView) -> LettersSeen:
    return LettersSeen(seen.case.community_id, seen.case.id)


def _opened(work: Work, case_id: UUID) -> CaseView:
    seen = _seen(work, case_id)
    if seen.sealed:
        raise NotAllowed("What is written privately is shut to you until you open the case, with a reason on record.")
    return seen


def _case(work: Work, case_id: UUID) -> Case:
    return _seen(work, case_id).case


def _seen(work: Work, case_id: UUID) -> CaseView:
    seen, _, standing = case(work, case_id)
    if seen.case.kind != CaseKind.SAFETY:
        raise NotFound
    require(work, standing, Can.DECIDE_CASE, About(seen.case.person_id))
    return seen


def _letters(work: Work, community_id: UUID, person_id: UUID | None) -> Sequence[Written]:
    find = select(Letter, Person).outerjoin(Person, Person.id == Letter.by_id)
    ours = find.where(Letter.community_id == community_id, Letter.person_id == person_id)
    rows = work.session.execute(ours.order_by(Letter.position.desc()).limit(MOST)).all()
    return [Written(*row) for row in reversed(rows)]


def _write(work: Work, community_id: UUID, person_id: UUID, body: str) -> Letter:
    last = select(Letter).where(Letter.community_id == community_id, Letter.person_id == person_id)
    newest = work.session.scalar(last.order_by(Letter.position.desc()).limit(1))
    if newest is not None and (newest.by_id, newest.body) == (work.me, body):
        return newest
    made = Letter(
        id=uuid4(),
        community_id=community_id,
        person_id=person_id,
        by_id=work.me,
        position=newest.position + 1 if newest else 0,
        at=work.now,
        body=body,
    )
    with unless_taken(work.session, Conflict("Somebody wrote at the same moment. Please read it first.")):
        work.session.add(made)
    return made
