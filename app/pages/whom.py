"""Whom a case is about: what facilitators of the place know of them anyway."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from networks.chat.counting import how_much
from networks.communities.queries import Visit, member
from networks.errors import NotFound
from networks.moderation.models import Sanction
from networks.moderation.queries import CaseView, sanctions_of
from networks.people.models import Person
from networks.work import Work


class Whom(NamedTuple):
    """Of messages, those that stand under their name: a number must not tell who asked something anonymously."""

    id: UUID
    handle: str
    since: datetime | None
    said: int
    steps: Sequence[tuple[Sanction, Person | None]]


def whom(work: Work, seen: Visit, view: CaseView) -> Whom | None:
    """None where it is about nobody who is or was here, or the reader does not learn who it is."""
    if view.subject is None or view.subject.erased_at:
        return None
    try:
        _, person, place = member(work, seen.community.slug, view.subject.id)
    except NotFound:
        return None
    said = how_much(work, seen.community.id, person.id)
    return Whom(person.id, person.handle, place.joined_at, said, sanctions_of(work, seen.community.id, person.id))
