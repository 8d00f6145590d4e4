"""What rows of a record are about, for people who read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import and_, or_, select

from networks.audit import AuditRow
from networks.moderation.events import Sanctioned, SanctionEnded, SanctionOverturned, StaffNoted
from networks.moderation.models import Case, Sanction
from networks.moderation.queries import not_about
from networks.people.models import Person
from networks.work import Work

TAKEN: Final = (Sanctioned.act, StaffNoted.act)
ENDED: Final = (SanctionEnded.act, SanctionOverturned.act)


class Spoken(NamedTuple):
    """By id. A case about whoever reads is left out: they learn nothing of it here either."""

    people: dict[UUID, str]
    cases: dict[UUID, Case]
    steps: dict[UUID, Sanction]
    """Those that rows say were taken or lifted, by the row; not those of somebody who has erased their account."""


def spoken_of(work: Work, community_id: UUID, rows: Sequence[AuditRow]) -> Spoken:
    """The caller has checked who asks."""
    steps = steps_of(work, community_id, rows)
    about: dict[str, set[UUID]] = {"person": set(), "case": set()}
    about["person"] |= {one.person_id for one in steps.values()}
    for row in rows:
        if row.subject_id is not None and row.subject_kind in about:
            about[row.subject_kind].add(row.subject_id)
    named = select(Person.id, Person.handle).where(Person.id.in_(about["person"]), Person.erased_at.is_(None))
    kept = select(Case).where(Case.id.in_(about["case"]), Case.community_id == community_id, not_about(work))
    people = {row[0]: row[1] for row in work.session.execute(named)}
    return Spoken(people, {case.id: case for case in work.session.scalars(kept)}, steps)


def steps_of(work: Work, community_id: UUID, rows: Sequence[AuditRow]) -> dict[UUID, Sanction]:
    """The steps about members that rows tell of: one that was taken goes by whom it is about, when and why."""
    taken, ended = [one for one in rows if one.act in TAKEN], [one for one in rows if one.act in ENDED]
    about = and_(
        Sanction.person_id.in_({one.subject_id for one in taken}), Sanction.starts_at.in_({one.at for one in taken})
    )
    these = or_(about, Sanction.id.in_({one.subject_id for one in ended}))
    found = work.session.scalars(select(Sanction).where(Sanction.community_id == community_id, these)).all()
    begun: dict[Any, Sanction] = {(one.person_id, one.starts_at, one.reason): one for one in found}
    by_id: dict[Any, Sanction] = {one.id: one for one in found}
    told = {one.id: begun.get((one.subject_id, one.at, one.reason)) for one in taken}
    told |= {one.id: by_id.get(one.subject_id) for one in ended}
    return {row_id: made for row_id, made in told.items() if made is not None}
