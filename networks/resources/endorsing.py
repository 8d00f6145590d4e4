"""A professional's review: who is asked to look, and what they answer. What touches a treatment needs one that holds.

An endorsement is of one version, with the interests that its giver declares. It holds until it expires or is ended, and
only while who gave it is a professional here: leaving, a ban or another role end it at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import and_, delete, select, update

from networks.communities.badges import worn
from networks.communities.models import Membership
from networks.communities.queries import active, is_professional, member
from networks.database import insert_once
from networks.errors import Conflict, Invalid, NotFound
from networks.people.models import Person
from networks.policy import About, Can, Role, may, require
from networks.resources.events import (
    EndorsementEnded,
    ResourceEndorsed,
    ResourceLapsed,
    ReviewerAsked,
    ReviewerReleased,
    ReviewMoved,
)
from networks.resources.models import Resource, State, Step, Version
from networks.resources.queries import Seen, behind_the_door
from networks.resources.review_models import Assignment, Check, Endorsement
from networks.resources.standing import Endorsed, endorsements, is_endorsed
from networks.work import Work

YEAR: Final = 12
MONTH: Final = timedelta(days=30)
ENDED: Final = "The professional review of this has ended."


class Asked(NamedTuple):
    """Somebody who was asked to look, and what they answered about the version under review, if they did."""

    assignment: Assignment
    person: Person
    role: str
    title: str | None
    answered: bool
    endorsement: Endorsed | None


def assign(work: Work, resource_id: UUID, person_id: UUID) -> None:
    """Ask a professional to look at a resource, which lets them read it. Asking twice asks once."""
    seen = _to_review(work, resource_id)
    _, companion, place = member(work, seen.community.slug, person_id)
    if companion.role != Role.PROFESSIONAL or not place.is_active(work.now):
        raise Invalid(fields={"person_id": "Please choose a professional of this community."})
    if person_id == seen.resource.author_id:
        raise Invalid(fields={"person_id": "Somebody else has to look at it, because they wrote it."})
    values = {"resource_id": resource_id, "person_id": person_id, "by_id": work.me, "at": work.now}
    if insert_once(work.session, Assignment, **values):
        work.record(ReviewerAsked(seen.community.id, person_id))
        work.record(ReviewMoved(seen.community.id, resource_id))


def unassign(work: Work, resource_id: UUID, person_id: UUID) -> None:
    """Do not ask somebody any more: they cannot read it from here on, unless it is published. What they endorsed
    stays."""
    seen = _to_review(work, resource_id)
    gone = delete(Assignment).where(Assignment.resource_id == resource_id, Assignment.person_id == person_id)
    if work.session.execute(gone.returning(Assignment.person_id)).first():
        work.record(ReviewerReleased(seen.community.id, person_id))
        work.record(ReviewMoved(seen.community.id, resource_id))


def endorse(work: Work, resource_id: UUID, *, version: int, interests: str, months: int = YEAR) -> Endorsement:
    """Stand by a version, with one's interests declared. Raises Conflict where it is not the one to look at."""
    seen, asked = _asked(work, resource_id, version)
    require(work, seen.standing, Can.ADD_TO_LIBRARY)
    if not interests.strip():
        raise Invalid(fields={"interests": "Please say which interests you have in it, or “none”."})
    title = work.session.scalar(select(Membership.title).where(*_place(seen.community.id, work.me)))
    values = {
        "title": title, "interests": interests.strip(), "at": work.now, "revoked_at": None,
        "expires_at": work.now + months * MONTH,
    }  # fmt: skip
    about = {"resource_id": resource_id, "number": version, "person_id": work.me}
    if not insert_once(work.session, Endorsement, id=uuid4(), **about, **values):
        work.session.execute(update(Endorsement).filter_by(**about).values(**values))
    asked.number, asked.against, asked.answered_at = version, None, work.now
    work.record(ResourceEndorsed(seen.community.id, resource_id))
    work.record(ReviewMoved(seen.community.id, resource_id))
    work.session.flush()
    return work.session.scalars(select(Endorsement).filter_by(**about).execution_options(populate_existing=True)).one()


def advise_against(work: Work, resource_id: UUID, *, version: int, reason: str) -> None:
    """Tell the facilitators why a version should not be in the library. Ends one's own endorsement of it."""
    seen, asked = _asked(work, resource_id, version)
    if not reason.strip():
        raise Invalid(fields={"against": "Please say why, in words for the facilitators."})
    asked.number, asked.against, asked.answered_at = version, reason.strip(), work.now
    _end(work, seen.resource, Endorsement.person_id == work.me, Endorsement.number == version)
    work.record(ReviewMoved(seen.community.id, resource_id))


def revoke(work: Work, endorsement_id: UUID) -> Resource:
    """End an endorsement: whoever gave it, or a facilitator. From this commit on nobody is shown it. Twice is once."""
    work.require_asker()
    found = work.session.get(Endorsement, endorsement_id)
    if found is None:
        raise NotFound
    seen = behind_the_door(work, found.resource_id)
    if found.person_id != work.me:
        require(work, seen.standing, Can.REVIEW_RESOURCE, About(seen.resource.author_id))
    _end(work, seen.resource, Endorsement.id == endorsement_id)
    return seen.resource


def end_all_of(work: Work, person_id: UUID, community_id: UUID | None = None) -> None:
    """Somebody is no professional any more, here or, without a community, anywhere: none of theirs holds."""
    find = select(Resource).join(Endorsement, Endorsement.resource_id == Resource.id)
    theirs = find.where(Endorsement.person_id == person_id, Endorsement.revoked_at.is_(None))
    if community_id is not None:
        theirs = theirs.where(Resource.community_id == community_id)
    for found in work.session.scalars(theirs).unique().all():
        _end(work, found, Endorsement.person_id == person_id)


def held_of(work: Work, community_id: UUID, person_id: UUID) -> Sequence[UUID]:
    """What somebody stands by here."""
    find = select(Endorsement.id).join(Resource, Resource.id == Endorsement.resource_id)
    held = (Resource.community_id == community_id, Endorsement.person_id == person_id)
    return work.session.scalars(find.where(*held, Endorsement.revoked_at.is_(None))).all()


def lapse(work: Work, found: Resource) -> bool:
    """Take what touches a treatment out of the library where no endorsement of it holds: safety first, words kept."""
    number = found.published
    if not found.listed or number is None or is_endorsed(work, found.id, number):
        return False
    said = work.session.scalars(select(Version).where(Version.resource_id == found.id, Version.number == number)).one()
    if not said.changes_treatment:
        return False
    out_of_the_library(found)
    work.session.add(
        Check(id=uuid4(), resource_id=found.id, number=number, by_id=None, at=work.now, outcome="archive", reason=ENDED)
    )
    work.record(ResourceLapsed(found.community_id, found.id, found.author_id, number, said.title))
    return True


def out_of_the_library(found: Resource) -> None:
    """A newer version that its author works on goes on, whatever becomes of the one that was published."""
    found.listed = False
    if found.state == State.PUBLISHED:
        found.take(Step.ARCHIVE)


def asked_about(work: Work, seen: Seen, number: int) -> list[Asked]:
    """Who was asked to look at a resource, and what they say about a version. The caller reviews it."""
    find = select(Assignment, Person, *worn(work.now)).join(Person, Person.id == Assignment.person_id)
    place = and_(Membership.person_id == Person.id, Membership.community_id == seen.community.id)
    rows: Any = work.session.execute(
        find.outerjoin(Membership, place)
        .where(Assignment.resource_id == seen.resource.id)
        .order_by(Assignment.at, Person.handle_key)
    )
    held = {
        one.by.id: one for one in endorsements(work, [(seen.resource.id, number)]).get((seen.resource.id, number), [])
    }
    return [Asked(row, who, role, title, row.number == number, held.get(who.id)) for row, who, role, title in rows]


def professionals(work: Work, seen: Seen) -> Sequence[Person]:
    """Who could be asked: the professionals of its community, but its author and those who were asked already."""
    asked = select(Assignment.person_id).where(Assignment.resource_id == seen.resource.id)
    find = select(Person).join(Membership, Membership.person_id == Person.id)
    here = find.where(Membership.community_id == seen.community.id, is_professional(work.now), active(work.now))
    others = here.where(Person.id.not_in(asked), Person.id != (seen.resource.author_id or UUID(int=0)))
    return work.session.scalars(others.order_by(Person.handle_key)).all()


def to_look_at(found: Resource) -> int | None:
    """The version that a professional is asked about: the one that waits, else the published one."""
    if found.state == State.SUBMITTED:
        return found.version
    return found.published if found.listed or found.state == State.ARCHIVED else None


def _to_review(work: Work, resource_id: UUID) -> Seen:
    seen = behind_the_door(work, resource_id)
    require(work, seen.standing, Can.REVIEW_RESOURCE, About(seen.resource.author_id))
    return seen


def _asked(work: Work, resource_id: UUID, version: int) -> tuple[Seen, Assignment]:
    seen = behind_the_door(work, resource_id)
    if not seen.is_asked and not seen.resource.listed and not seen.is_own(work) and not seen.may_review(work):
        raise NotFound
    require(work, seen.standing, Can.ENDORSE_RESOURCE, About(seen.resource.author_id))
    if not may(seen.standing, Can.ENDORSE_RESOURCE, work.now) or not seen.is_asked:
        raise Conflict("Nobody has asked you to look at this. A facilitator can.")
    if to_look_at(seen.resource) != version:
        raise Conflict("This has moved on since you looked. Please read it again.")
    asked = work.session.get_one(Assignment, (resource_id, work.me))
    return seen, asked


def _end(work: Work, found: Resource, *which: Any) -> None:
    ended = update(Endorsement).where(Endorsement.resource_id == found.id, Endorsement.revoked_at.is_(None), *which)
    gone = ended.values(revoked_at=work.now).returning(Endorsement.id)
    rows = work.session.execute(gone.execution_options(synchronize_session=False)).all()
    for _ in rows:
        work.record(EndorsementEnded(found.community_id, found.id))
    if rows:
        lapse(work, found)
        work.session.flush()


def _place(community_id: UUID, person_id: UUID) -> tuple[Any, Any]:
    return Membership.community_id == community_id, Membership.person_id == person_id
