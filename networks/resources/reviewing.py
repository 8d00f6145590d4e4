"""What reviewers decide about a version: once, with a reason, never about their own."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update

from networks.errors import Conflict, Invalid, NotFound
from networks.people.models import Person
from networks.policy import About, Can, require
from networks.resources.endorsing import MONTH, out_of_the_library
from networks.resources.events import ResourceArchived, ResourceDecided, ReviewDue
from networks.resources.models import WAY, Label, Resource, State, Step, Version
from networks.resources.queries import Seen, behind_the_door, library_of, view
from networks.resources.releasing import community_mean
from networks.resources.review_models import Check
from networks.resources.standing import is_endorsed
from networks.resources.views import ResourceView
from networks.work import Work

FURTHEST: Final = 240 * MONTH

OUTCOMES: Final = (Step.PUBLISH, Step.REQUEST_CHANGES, Step.DECLINE)


def decide(
    work: Work, resource_id: UUID, *, outcome: str, reason: str, version: int, review_by: datetime | None = None
) -> ResourceView:
    """Decide about a submitted version. Raises Conflict to whoever is second, naming the first, and to whoever read
    another version than the one that waits; NotAllowed about one's own. `review_by`: when it is looked at again."""
    seen = to_review(work, resource_id)
    if outcome not in OUTCOMES:
        raise Invalid(fields={"outcome": "This cannot be decided like that."})
    current = _submitted(work, seen, version)
    if outcome == Step.PUBLISH:
        require_professional(work, current)
    _close(work, seen.resource, version, Step(outcome))
    current.outcome, current.reason = outcome, reason
    current.decided_by_id, current.decided_at = work.me, work.now
    if outcome == Step.PUBLISH:
        _publish(work, seen.resource, current, review_by)
    work.record(ResourceDecided(seen.community.id, resource_id, seen.resource.author_id, outcome, reason))
    _still_due(work, seen.resource)
    work.session.flush()
    return view(work, seen)


def archive(work: Work, resource_id: UUID, *, reason: str) -> ResourceView:
    """Take something out of the library whose time is over. Its author can begin a new version."""
    seen = to_review(work, resource_id)
    if not seen.resource.listed:
        raise Conflict("This is not in the library any more.")
    out_of_the_library(seen.resource)
    about = {"resource_id": resource_id, "number": seen.resource.published or 0, "by_id": work.me, "at": work.now}
    work.session.add(Check(id=uuid4(), **about, outcome="archive", reason=reason))
    work.record(ResourceArchived(seen.community.id, resource_id, reason))
    work.session.flush()
    return view(work, seen)


def to_review(work: Work, resource_id: UUID) -> Seen:
    """A resource for those who review. Raises NotFound or NotAllowed to all others, its author included."""
    seen = behind_the_door(work, resource_id)
    require(work, seen.standing, Can.REVIEW_RESOURCE, About(seen.resource.author_id))
    return seen


def _submitted(work: Work, seen: Seen, version: int) -> Version:
    wanted = (Version.resource_id == seen.resource.id, Version.number == version)
    found = work.session.scalars(select(Version).where(*wanted)).first()
    if found is None:
        raise NotFound
    if found.outcome is not None or seen.resource.version != version or seen.resource.state != State.SUBMITTED:
        raise _too_late(work, seen.resource.id, version)
    return found


def _close(work: Work, found: Resource, version: int, step: Step) -> None:
    """Compare and set: of two who decide at once, the update of one finds the row as it must be."""
    further = WAY[State.SUBMITTED][step]
    as_it_was = (Resource.id == found.id, Resource.state == State.SUBMITTED, Resource.version == version)
    closed = update(Resource).where(*as_it_was).values(state=further).returning(Resource.id)
    done = work.session.execute(closed.execution_options(synchronize_session=False)).first()
    if done is None:
        raise _too_late(work, found.id, version)
    work.session.refresh(found)


def _publish(work: Work, found: Resource, said: Version, review_by: datetime | None) -> None:
    """From here on members see this version. Where it says something else than before, its reports start afresh."""
    if found.published is None or said.material:
        found.counted_from = said.number
        found.testers, found.helped = 0, community_mean(work, found.community_id)
    found.published, found.published_at, found.listed = said.number, work.now, True
    found.review_by = review_by or work.now + library_of(work, found.community_id).review_months * MONTH
    require_soon(work, found.review_by, "review_by")
    work.session.execute(delete(Label).where(Label.resource_id == found.id))
    words = dict.fromkeys((*said.tags, *(need.casefold() for need in said.needs)))
    labels = [{"resource_id": found.id, "tag": word, "community_id": found.community_id} for word in words]
    if labels:
        work.session.execute(insert(Label), labels)


def require_soon(work: Work, when: datetime, name: str) -> None:
    """What is looked at in a thousand years is never looked at again."""
    if when <= work.now:
        raise Invalid(fields={name: "Please choose a day in the future."})
    if when > work.now + FURTHEST:
        raise Invalid(fields={name: "Please choose a day in the next few years."})


def require_professional(work: Work, said: Version) -> None:
    """What touches a prescribed treatment is in the library while a professional's review of this version holds."""
    if said.changes_treatment and not is_endorsed(work, said.resource_id, said.number):
        raise Conflict("This says to stop, start or change a treatment, so a professional has to review it first.")


def _still_due(work: Work, found: Resource) -> None:
    """The case about a newer version is closed; an older one in the library may have waited for its own meanwhile."""
    is_late = found.review_by is not None and found.review_by <= work.now
    if found.listed and is_late and found.published is not None:
        wanted = (Version.resource_id == found.id, Version.number == found.published)
        title = work.session.scalars(select(Version.title).where(*wanted)).one()
        work.record(ReviewDue(found.community_id, found.id, found.author_id, found.published, title, "overdue"))


def _too_late(work: Work, resource_id: UUID, version: int) -> Conflict:
    find = (
        select(Person.handle, Resource.version)
        .select_from(Resource)
        .outerjoin(Version, (Version.resource_id == Resource.id) & (Version.number == version))
        .outerjoin(Person, Person.id == Version.decided_by_id)
        .where(Resource.id == resource_id)
    )
    row: Any = work.session.execute(find).one()
    name, newest = row
    if name is not None:
        return Conflict("%(name)s decided this a moment ago.", name=name)
    if newest != version:
        return Conflict("Its author has changed it since you looked. Please read it again.")
    return Conflict("This does not wait for a review.")
