"""What happened to a case, in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from networks.errors import NotAllowed
from networks.moderation.desk_models import CaseStep, What
from networks.moderation.queries import CaseView, notes
from networks.people.models import Person
from networks.work import Work


class Line(NamedTuple):
    """`what` is a What, or `note`, whose words are in `said`."""

    at: datetime
    what: str
    by: Person | None
    to: Person | None = None
    said: str | None = None


DEEDS: Final = frozenset({What.CLAIMED, What.GIVEN_BACK, What.HANDED_OVER, What.READ})
"""What facilitators and operators do, with their names."""


def step(work: Work, case_id: UUID, what: What, *, to_id: UUID | None = None, more: str | None = None) -> None:
    by_id = work.me if what in DEEDS else None
    made = CaseStep(id=uuid4(), case_id=case_id, at=work.now, what=what, by_id=by_id, to_id=to_id, more=more)
    work.session.add(made)


def timeline(work: Work, seen: CaseView) -> list[Line]:
    """How a case got where it is, for facilitators. Raises NotFound to everybody else. Whoever decided the first time
    what is looked at again sees what happened, and not what the others wrote."""
    found = seen.case
    lines = [Line(found.opened_at, What.OPENED, None), *_written(work, found.id), *_steps(work, found.id)]
    if found.decided_at is not None:
        what = What.DECIDED if found.decided_by_id else What.WITHDRAWN
        lines.append(Line(found.decided_at, what, seen.decided_by, said=seen.came_to))
    return sorted(lines, key=lambda line: line.at)


def _written(work: Work, case_id: UUID) -> list[Line]:
    try:
        return [Line(note.at, "note", by, said=note.body) for note, by in notes(work, case_id)]
    except NotAllowed:
        return []


def _steps(work: Work, case_id: UUID) -> list[Line]:
    rows = work.session.scalars(select(CaseStep).where(CaseStep.case_id == case_id).order_by(CaseStep.at, CaseStep.id))
    found = rows.all()
    who = _people(work, {one for row in found for one in (row.by_id, row.to_id) if one})
    return [Line(row.at, row.what, _of(who, row.by_id), _of(who, row.to_id), row.more) for row in found]


def _people(work: Work, ids: set[UUID]) -> Mapping[UUID, Person]:
    return {one.id: one for one in work.session.scalars(select(Person).where(Person.id.in_(ids)))}


def _of(who: Mapping[UUID, Person], person_id: UUID | None) -> Person | None:
    return who.get(person_id) if person_id else None
