"""A charter over time: each change of it is a version that members can read, with what is different."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import func, select

from networks.communities.models import CharterVersion, Community
from networks.communities.queries import Visit, inside
from networks.people.models import Person
from networks.work import Work

MOST = 200
"""Versions that are read at once."""


class Change(NamedTuple):
    """What became of a rule: `same`, `gone` or `new`. `number` is its own, of the older version where it is gone."""

    kind: str
    number: int
    rule: str


class Seen(NamedTuple):
    version: CharterVersion
    by: Person | None


def keep_version(work: Work, community: Community, note: str) -> CharterVersion:
    """Keep the charter as it now is. The caller holds the community."""
    last = select(func.max(CharterVersion.number)).where(CharterVersion.community_id == community.id)
    made = CharterVersion(
        id=uuid4(),
        community_id=community.id,
        number=(work.session.scalar(last) or 0) + 1,
        text=community.charter,
        by_id=work.asker.person_id if work.asker else None,
        at=work.now,
        note=note,
    )
    work.session.add(made)
    return made


def versions(work: Work, slug: str) -> tuple[Visit, list[Seen]]:
    """All that the charter was, the newest first, for members and operators."""
    seen = inside(work, slug)
    find = select(CharterVersion, Person).outerjoin(Person, Person.id == CharterVersion.by_id)
    find = find.where(CharterVersion.community_id == seen.community.id)
    rows = work.session.execute(find.order_by(CharterVersion.number.desc()).limit(MOST))
    return seen, [Seen(*row) for row in rows]


def compare(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """What is different between two charters, rule by rule."""
    found: list[Change] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Change("same", at + 1, new[at]) for at in range(new_from, new_to)]
        else:
            found += [Change("gone", at + 1, old[at]) for at in range(old_from, old_to)]
            found += [Change("new", at + 1, new[at]) for at in range(new_from, new_to)]
    return found
