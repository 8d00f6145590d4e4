"""A reviewer's own wording: proposed, and nothing of it counts until the author accepts it."""

from __future__ import annotations

from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select, update

from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.people.models import Person
from networks.policy import About, Can, may, require
from networks.resources.actions import own, replace
from networks.resources.diffs import Piece, compare
from networks.resources.events import ReviewMoved, VersionReplaced
from networks.resources.models import Resource, State, Version
from networks.resources.queries import Seen, behind_the_door, may_see, view
from networks.resources.review_models import Proposal
from networks.resources.views import ResourceView
from networks.work import Work

OPEN: Final = (State.DRAFT, State.SUBMITTED, State.CHANGES_REQUESTED)
"""States in which a proposal can be accepted."""


class ProposalView(NamedTuple):
    """A proposal beside the version that it is about."""

    proposal: Proposal
    by: Person | None
    title: list[Piece]
    body: list[Piece]
    fits: bool
    """False where the text has moved on since."""


def propose(work: Work, resource_id: UUID, *, version: int, title: str, body: str, why: str = "") -> Proposal:
    """Propose other words for a version that waits; the same ones twice are one. Raises Conflict where it does not wait
    any more; NotFound to whoever does not review it."""
    seen = behind_the_door(work, resource_id)
    _require_reviewer(work, seen)
    require(work, seen.standing, Can.ADD_TO_LIBRARY)
    if seen.resource.state != State.SUBMITTED or seen.resource.version != version:
        raise Conflict("This has moved on since you looked. Please read it again.")
    said = _version(work, resource_id, version)
    if (said.title, said.body) == (title, body):
        raise Invalid(fields={"body": "Nothing is different yet."})
    same = {"resource_id": resource_id, "number": version, "by_id": work.me, "title": title, "body": body}
    waits = select(Proposal).filter_by(**same, answered_at=None)
    if (there := work.session.scalars(waits).first()) is not None:
        return there
    made = Proposal(id=uuid4(), **same, why=why, at=work.now)
    work.session.add(made)
    work.record(ReviewMoved(seen.community.id, resource_id))
    work.session.flush()
    return made


def accept(work: Work, proposal_id: UUID) -> ResourceView:
    """Make a proposal the next version, in the same state. For the author alone. Accepting it twice does it once."""
    found, seen = _mine(work, proposal_id)
    if found.accepted:
        return view(work, seen)
    require(work, seen.standing, Can.ADD_TO_LIBRARY)
    state = seen.resource.state
    if state not in OPEN or seen.resource.version != found.number:
        raise Conflict("Your text has moved on since this was proposed, so it does not fit any more.")
    _answer(work, found, accepted=True)
    said = replace(work, seen.resource, title=found.title, body=found.body)
    work.session.execute(update(Proposal).where(Proposal.id == found.id).values(became=said.number))
    if state == State.SUBMITTED:
        said.submitted_at = work.now
        work.record(
            VersionReplaced(seen.community.id, seen.resource.id, said.number, said.changes_treatment, said.title)
        )
    work.session.flush()
    return view(work, seen)


def decline(work: Work, proposal_id: UUID) -> None:
    """Keep one's own words. Nothing has to be explained."""
    found, seen = _mine(work, proposal_id)
    if found.answered_at is None:
        _answer(work, found, accepted=False)
        work.record(ReviewMoved(seen.community.id, seen.resource.id))


def proposals(work: Work, resource_id: UUID) -> list[ProposalView]:
    """The proposals that nobody has answered, oldest first: for the author and those who review."""
    seen = behind_the_door(work, resource_id)
    if not seen.is_own(work):
        _require_reviewer(work, seen)
    find = select(Proposal, Person, Version).outerjoin(Person, Person.id == Proposal.by_id)
    beside = (Version.resource_id == Proposal.resource_id) & (Version.number == Proposal.number)
    waiting = find.join(Version, beside).where(Proposal.resource_id == resource_id, Proposal.answered_at.is_(None))
    rows: Any = work.session.execute(waiting.order_by(Proposal.at, Proposal.id))
    return [_beside(seen.resource, *row) for row in rows if may_see(work, seen, row[2])]


def may_propose(work: Work, resource_id: UUID) -> bool:
    """Whether the asker reviews it, as a facilitator or as a professional who was asked, and it waits."""
    seen = behind_the_door(work, resource_id)
    return _reviews(work, seen) and seen.resource.state == State.SUBMITTED


def resource_of(work: Work, proposal_id: UUID) -> UUID:
    """Which resource a proposal is about, for its author. Raises NotFound to all others."""
    return _mine(work, proposal_id)[1].resource.id


def edited_with(work: Work, resource_id: UUID) -> dict[int, Person | None]:
    """By version: whose proposal it was made of. The caller has checked who asks."""
    find = select(Proposal.became, Person).outerjoin(Person, Person.id == Proposal.by_id)
    made = find.where(Proposal.resource_id == resource_id, Proposal.became.is_not(None))
    rows: Any = work.session.execute(made)
    return {row[0]: row[1] for row in rows}


def _reviews(work: Work, seen: Seen) -> bool:
    about = About(seen.resource.author_id)
    advises = seen.is_asked and may(seen.standing, Can.ENDORSE_RESOURCE, work.now, about)
    return advises or may(seen.standing, Can.REVIEW_RESOURCE, work.now, about)


def _require_reviewer(work: Work, seen: Seen) -> None:
    if _reviews(work, seen):
        return
    if seen.is_own(work):
        raise NotAllowed("Someone else has to review this, because you wrote it.")
    if seen.resource.listed:
        raise NotAllowed("Your role in this community does not include this.")
    raise NotFound


def _mine(work: Work, proposal_id: UUID) -> tuple[Proposal, Seen]:
    work.require_asker()
    found = work.session.get(Proposal, proposal_id)
    if found is None:
        raise NotFound
    seen = behind_the_door(work, found.resource_id)
    if not (seen.is_own(work) or seen.reads_reviews(work)):
        raise NotFound
    seen = own(work, found.resource_id)
    work.session.refresh(found)
    return found, seen


def _answer(work: Work, found: Proposal, *, accepted: bool) -> None:
    """Compare and set: it is answered once."""
    free = update(Proposal).where(Proposal.id == found.id, Proposal.answered_at.is_(None))
    done = free.values(answered_at=work.now, accepted=accepted).returning(Proposal.id)
    if work.session.execute(done.execution_options(synchronize_session=False)).first() is None:
        raise Conflict("You have answered this already.")
    work.session.refresh(found)


def _version(work: Work, resource_id: UUID, number: int) -> Version:
    wanted = (Version.resource_id == resource_id, Version.number == number)
    return work.session.scalars(select(Version).where(*wanted)).one()


def _beside(found: Resource, proposal: Proposal, by: Person | None, said: Version) -> ProposalView:
    fits = proposal.number == found.version and found.state in OPEN
    return ProposalView(proposal, by, compare(said.title, proposal.title), compare(said.body, proposal.body), fits)
