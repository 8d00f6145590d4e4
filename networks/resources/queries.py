"""Reading the library. Loading authorizes: a version comes back to those who may see it, and to nobody else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from networks.communities.models import Community
from networks.communities.queries import Visit, inside
from networks.errors import NotFound
from networks.people.models import Person
from networks.policy import Can, Standing, may
from networks.resources.attached import all_files_of, files_of, has
from networks.resources.models import WAY, Library, Resource, State, Version
from networks.resources.review_models import Assignment, ResourceOpening
from networks.resources.standing import with_endorsements
from networks.resources.views import Decision, Discussion, ResourceView, Waiting
from networks.work import Work

Decider = aliased(Person)

REVIEWED = (State.SUBMITTED, State.CHANGES_REQUESTED, State.DECLINED, State.ARCHIVED)
"""What reviewers see beside what is published. Drafts and what was taken back are their author's alone."""

LOOKED_AT = (State.SUBMITTED, State.CHANGES_REQUESTED, State.ARCHIVED)
"""Of these, what a professional sees who was asked to look at it."""

DECIDED: Final[dict[str, State]] = {str(step): state for step, state in WAY[State.SUBMITTED].items()}


class Seen(NamedTuple):
    """A resource behind its community's door, and where the asker stands there."""

    resource: Resource
    community: Community
    standing: Standing
    is_asked: bool = False
    """Whether the asker is a professional who was asked to look at it."""

    def is_own(self, work: Work) -> bool:
        return self.resource.author_id == work.me

    def may_review(self, work: Work) -> bool:
        return may(self.standing, Can.REVIEW_RESOURCE, work.now)

    def reads_reviews(self, work: Work) -> bool:
        """Whether the asker sees what waits for a review or was decided against, though it is not theirs."""
        return (self.may_review(work) and self.resource.state in REVIEWED) or (
            self.is_asked and self.resource.state in LOOKED_AT
        )


def behind_the_door(work: Work, resource_id: UUID) -> Seen:
    """A resource for active members who may know of it: its author, reviewers, and everybody once it is published."""
    seen = _seen(work, resource_id)
    if not seen.standing.is_member:
        raise NotFound
    return seen


def to_read(work: Work, resource_id: UUID) -> Seen:
    """The same, and also for operators who opened it with a reason. To read, and for nothing else."""
    seen = _seen(work, resource_id)
    if not (seen.standing.is_member or _opened(work, resource_id)):
        raise NotFound
    return seen


def _seen(work: Work, resource_id: UUID) -> Seen:
    work.require_asker()
    found = work.session.get(Resource, resource_id)
    if found is None:
        raise NotFound
    community, standing = at_home(work, found.community_id)
    if not standing.is_member:  # an operator, who has to open it first
        return operators_view(found, community, standing)
    seen = Seen(found, community, standing, _is_asked(work, found, standing))
    if not (seen.is_own(work) or found.listed or seen.reads_reviews(work)):
        raise NotFound
    return seen


def at_home(work: Work, community_id: UUID) -> tuple[Community, Standing]:
    """A community, and where the asker stands in it. Raises NotFound to whoever is neither inside nor an operator."""
    community = work.session.get_one(Community, community_id)
    standing = inside(work, community.slug).standing
    if standing is None:
        raise NotFound
    return community, standing


def operators_view(found: Resource, community: Community, standing: Standing) -> Seen:
    """What an operator can open. Raises NotFound for drafts and what was taken back."""
    if not (found.listed or found.state in REVIEWED):
        raise NotFound
    return Seen(found, community, standing)


def _opened(work: Work, resource_id: UUID) -> bool:
    mine = (ResourceOpening.resource_id == resource_id, ResourceOpening.person_id == work.me)
    find = select(ResourceOpening.id).where(*mine, ResourceOpening.expires_at > work.now)
    return work.session.scalar(find.limit(1)) is not None


def _is_asked(work: Work, found: Resource, standing: Standing) -> bool:
    if not may(standing, Can.ENDORSE_RESOURCE, work.now):
        return False
    return work.session.get(Assignment, (found.id, work.me)) is not None


def resource(work: Work, resource_id: UUID, *, number: int | None = None) -> ResourceView:
    """A resource as the asker sees it: the version under way to its author and reviewers, else the published one."""
    seen = to_read(work, resource_id)
    return view(work, seen, number)


def view(work: Work, seen: Seen, number: int | None = None) -> ResourceView:
    wanted = number or _newest_for(work, seen)
    row = work.session.execute(
        _versions().where(Version.resource_id == seen.resource.id, Version.number == wanted)
    ).first()
    if row is None or not may_see(work, seen, row[0]):
        raise NotFound
    found = replace(seen_as(work, seen, *row), files=files_of(work, seen.resource.id, wanted))
    return with_endorsements(work, [found])[0]


def versions(
    work: Work, resource_id: UUID, *, before: int | None = None, limit: int | None = None
) -> list[ResourceView]:
    """The versions that the asker may see, the newest first: from the number `before` on, and so many."""
    seen = to_read(work, resource_id)
    wanted = [one.number for one in which_versions(work, seen, before)][:limit]
    find = _versions().where(Version.resource_id == resource_id, Version.number.in_(wanted))
    rows = work.session.execute(find.order_by(Version.number.desc()))
    found = [seen_as(work, seen, *row) for row in rows]
    files = all_files_of(work, resource_id)
    whole = [replace(one, files=[file for file in files if has(one.version, file)]) for one in found]
    return with_endorsements(work, whole)


def which_versions(work: Work, seen: Seen, before: int | None = None) -> list[Any]:
    """What is known of those that the asker may see, without their words: there may be thousands."""
    known = (Version.number, Version.outcome, Version.submitted_at, Version.changes_treatment)
    find = select(*known).where(Version.resource_id == seen.resource.id)
    find = find if before is None else find.where(Version.number <= before)
    rows: Any = work.session.execute(find.order_by(Version.number.desc()))
    return [row for row in rows if may_see(work, seen, row)]


def waiting(work: Work, found: Resource) -> Waiting | None:
    """For its author: how long it has waited, and how many wait that came before it."""
    if found.state != State.SUBMITTED or found.submitted_at is None:
        return None
    before = select(func.count()).where(
        Resource.community_id == found.community_id,
        Resource.state == State.SUBMITTED,
        Resource.submitted_at < found.submitted_at,
    )
    return Waiting(found.submitted_at, work.session.scalar(before) or 0)


def before_mine(work: Work, community_id: UUID) -> dict[UUID, int]:
    """How many submissions wait that came before each of the asker's own."""
    waits = (Resource.community_id == community_id, Resource.state == State.SUBMITTED)
    find = select(Resource.id, Resource.author_id).where(*waits).order_by(Resource.submitted_at, Resource.id)
    return {row[0]: place for place, row in enumerate(work.session.execute(find)) if row[1] == work.me}


def library_of(work: Work, community_id: UUID) -> Library:
    """What a community has settled about its library."""
    found = work.session.get(Library, community_id)
    return found or Library(
        community_id=community_id, is_public=False, tags=[], circumstances=[], reasons={}, review_months=12
    )


def member_inside(work: Work, slug: str) -> Visit:
    """A community for its active members. An operator who is none of them finds nothing."""
    seen = inside(work, slug)
    if seen.standing is None or not seen.standing.is_member:
        raise NotFound
    return seen


def _newest_for(work: Work, seen: Seen) -> int:
    """A reviewer goes on with what was handed in while its author writes the next version."""
    found = seen.resource
    if seen.is_own(work):
        return found.version
    if not (seen.reads_reviews(work) or _reads_as_operator(seen)):
        return found.published or 0
    handed_in = (Version.resource_id == found.id, Version.submitted_at.is_not(None))
    return work.session.scalar(select(func.max(Version.number)).where(*handed_in)) or 0


def may_see(work: Work, seen: Seen, said: Any) -> bool:
    """A version, or what is known of one: members see what was published; reviewers what was submitted too; its author
    everything."""
    if seen.is_own(work):
        return True
    is_over = said.number != seen.resource.published and said.changes_treatment  # nobody looks after its review
    was_published = said.outcome == "publish" and seen.resource.listed and not is_over
    reviews = seen.may_review(work) or (seen.is_asked and seen.reads_reviews(work)) or _reads_as_operator(seen)
    return was_published or (reviews and said.submitted_at is not None)


def _reads_as_operator(seen: Seen) -> bool:
    return not seen.standing.is_member and seen.resource.state in REVIEWED


def _versions() -> Any:
    return (
        select(Version, Person, Decider)
        .join(Resource, Resource.id == Version.resource_id)
        .outerjoin(Person, Person.id == Resource.author_id)
        .outerjoin(Decider, Decider.id == Version.decided_by_id)
    )


def seen_as(work: Work, seen: Seen, said: Version, author: Person | None, decider: Person | None) -> ResourceView:
    """A version that the caller has found the asker may see."""
    decision = None
    if said.outcome and said.reason is not None and said.decided_at:
        decision = Decision(said.outcome, said.reason, decider, said.decided_at)
    state = State(seen.resource.state) if said.number == seen.resource.version else _came_to(said)
    talk = Discussion.of(seen.resource) if seen.standing.is_member else None
    return ResourceView(seen.resource, said, state, author, decision, seen.is_own(work), discussion=talk)


def _came_to(said: Version) -> State:
    """What became of a version that is not the one under way."""
    if said.outcome is not None:
        return DECIDED[said.outcome]
    return State.DRAFT if said.submitted_at is None else State.SUBMITTED


def rows_of() -> Any:
    """Resources, each with a version, its author and who decided: the caller says which, and who may see them."""
    return (
        select(Resource, Version, Person, Decider)
        .join(Version, Version.resource_id == Resource.id)
        .outerjoin(Person, Person.id == Resource.author_id)
        .outerjoin(Decider, Decider.id == Version.decided_by_id)
    )
