"""What a reviewer has before them: the version, what is new in it, who was asked, and what they said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from networks.errors import NotFound
from networks.people.models import Person
from networks.policy import About, Can, may
from networks.resources.endorsing import (
    MONTH,
    Asked,
    asked_about,
    professionals,
    to_look_at,
)
from networks.resources.histories import Change, changes, last_read
from networks.resources.keeping import last_check
from networks.resources.models import Resource, State, Version
from networks.resources.proposing import ProposalView, proposals
from networks.resources.queries import LOOKED_AT, behind_the_door, library_of, member_inside, to_read, view
from networks.resources.reasons import reasons_of
from networks.resources.review_models import Assignment, Check
from networks.resources.standing import Endorsed, endorsements, is_endorsed
from networks.resources.views import ResourceView
from networks.work import Work


@dataclass(frozen=True, slots=True)
class Review:
    """One resource as its reviewer reads it."""

    view: ResourceView
    since: int | None
    """The version that `changes` compares with: the last that a reviewer has read."""
    changes: list[Change]
    reviews: bool
    """Whether the asker decides about it; else they only read it."""
    waits: bool
    """Whether this version still waits for its first decision."""
    asked: list[Asked]
    candidates: Sequence[Person]
    proposals: list[ProposalView]
    endorsed: bool
    reasons: dict[str, list[str]]
    look_again: datetime
    last_check: Check | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something that a professional was asked to look at."""

    id: UUID
    title: str
    version: int
    changes_treatment: bool
    asked_at: datetime
    asked_by: Person | None
    answered: bool
    against: str | None
    endorsed: Endorsed | None


def review(work: Work, resource_id: UUID, number: int | None = None) -> Review:
    """For reviewers and operators who opened it. Raises NotFound to all others."""
    seen = to_read(work, resource_id)
    shown = view(work, seen, number)
    reviews = may(seen.standing, Can.REVIEW_RESOURCE, work.now, About(seen.resource.author_id))
    last = last_read(work, resource_id, shown.version)
    months = library_of(work, seen.community.id).review_months
    return Review(
        shown,
        last.number if last else None,
        changes(last, shown.said) if last else [],
        reviews,
        seen.resource.state == State.SUBMITTED and seen.resource.version == shown.version,
        asked_about(work, seen, shown.version) if reviews else [],
        professionals(work, seen) if reviews else [],
        proposals(work, resource_id) if reviews else [],
        is_endorsed(work, resource_id, shown.version),
        reasons_of(work, seen.community.id) if reviews else {},
        work.now + months * MONTH,
        last_check(work, resource_id) if reviews else None,
    )


def professionals_view(work: Work, resource_id: UUID) -> tuple[Review, Wanted]:
    """The same for a professional who was asked, about the version that they are asked about."""
    seen = behind_the_door(work, resource_id)
    wanted = next((one for one in asked_of_me(work, seen.community.slug) if one.id == resource_id), None)
    if wanted is None:
        raise NotFound
    return review(work, resource_id, wanted.version), wanted


def asked_of_me(work: Work, slug: str) -> list[Wanted]:
    """What the asker was asked to look at, what waits for an answer first. Empty for who is no professional."""
    place = member_inside(work, slug)
    if place.standing is None or not may(place.standing, Can.ENDORSE_RESOURCE, work.now):
        return []
    find = select(Resource, Assignment, Person).join(Assignment, Assignment.resource_id == Resource.id)
    mine = find.outerjoin(Person, Person.id == Assignment.by_id).where(
        Assignment.person_id == work.me, Resource.community_id == place.community.id
    )
    there = mine.where(Resource.listed | Resource.state.in_(LOOKED_AT))
    rows: Any = work.session.execute(there.order_by(Assignment.at.desc(), Resource.id)).all()
    found = [one for row in rows if (one := _wanted(work, *row)) is not None]
    return sorted(found, key=lambda one: one.answered)


def _wanted(work: Work, found: Resource, asked: Assignment, by: Person | None) -> Wanted | None:
    number = to_look_at(found)
    if number is None:
        return None
    said = work.session.scalars(select(Version).where(Version.resource_id == found.id, Version.number == number)).one()
    held = endorsements(work, [(found.id, number)]).get((found.id, number), [])
    mine = next((one for one in held if one.by.id == work.me), None)
    answered = asked.number == number and (mine is not None or asked.against is not None)
    return Wanted(
        found.id, said.title, number, said.changes_treatment, asked.at, by, answered,
        asked.against if asked.number == number else None, mine,
    )  # fmt: skip
