"""What rows of a record are about, for people who read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from networks.audit import AuditRow
from networks.moderation.models import Case
from networks.moderation.queries import not_about
from networks.people.models import Person
from networks.work import Work


class Spoken(NamedTuple):
    """By id. A case about whoever reads is left out: they learn nothing of it here either."""

    people: dict[UUID, str]
    cases: dict[UUID, Case]


def spoken_of(work: Work, community_id: UUID, rows: Iterable[AuditRow]) -> Spoken:
    """The caller has checked who asks."""
    about: dict[str, set[UUID]] = {"person": set(), "case": set()}
    for row in rows:
        if row.subject_id is not None and row.subject_kind in about:
            about[row.subject_kind].add(row.subject_id)
    named = select(Person.id, Person.handle).where(Person.id.in_(about["person"]), Person.erased_at.is_(None))
    kept = select(Case).where(Case.id.in_(about["case"]), Case.community_id == community_id, not_about(work))
    people = {row[0]: row[1] for row in work.session.execute(named)}
    return Spoken(people, {case.id: case for case in work.session.scalars(kept)})
