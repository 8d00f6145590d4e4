"""What an author does with a resource: offer it, change it, hand it in, take it back, take it up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select

from networks.communities.queries import Visit
from networks.errors import Conflict, Invalid, NotFound
from networks.policy import About, Can, Standing, require
from networks.resources.events import ResourceSubmitted, ResourceWithdrawn
from networks.resources.models import OPEN, Resource, ResourceKind, State, Step, Version
from networks.resources.queries import Seen, behind_the_door, library_of, member_inside, view
from networks.resources.treatment import suggests_change
from networks.resources.views import ResourceView
from networks.work import Work

WORDS: Final = (
    "kind", "title", "body", "url", "tags", "helps", "source", "interest", "changes_treatment", "material", "note",
    "try_days", "needs",
)  # fmt: skip
"""What its author writes. Everything else about a version is ours."""


UNKNOWN: Final = "Please choose from this community's own words."


def offer(work: Work, slug: str, *, message_id: UUID | None = None, **said: Any) -> ResourceView:
    """Make a draft. Only its author sees it."""
    place = member_inside(work, slug)
    require(work, _standing(place), Can.OFFER_RESOURCE)
    made = _made(work, place, message_id)
    work.session.add(made)
    work.session.flush()
    _write(work, made, said, number=1)
    return view(work, behind_the_door(work, made.id))


def edit(work: Work, resource_id: UUID, **said: Any) -> ResourceView:
    """Change what a draft says, as its next version. Raises Conflict while it is being reviewed, or after."""
    seen = own(work, resource_id)
    require_open(seen.resource)
    _next(work, seen.resource, said)
    return view(work, seen)


def keep_draft(work: Work, resource_id: UUID, *, known: datetime | None = None, **said: Any) -> ResourceView:
    """Keep what is being typed, in the version under way: a version for each pause in typing would help nobody.

    `known` is when what the author sees was saved. Raises Conflict where they have written something else since, on
    another page or device: it must not be lost without a word.
    """
    seen = own(work, resource_id)
    require_open(seen.resource)
    current = _current(work, seen.resource)
    if known is not None and current.saved_at != known:
        raise Conflict("You have written something else here since, perhaps on another page. Please load it again.")
    if current.submitted_at is not None:  # what a reviewer has read stays as they read it
        return edit(work, resource_id, **said)
    _require_known(work, seen.community.id, said, current)
    _fill(work, current, _words(current) | said)
    return view(work, seen)


def hand_in_all(work: Work, slug: str, several: Sequence[tuple[dict[str, Any], str | None]]) -> None:
    """Offer and submit several at once, as if one by one; raises Invalid where one is not whole.

    Each comes with its body as HTML, where that was rendered while nobody waited for it.
    """
    place = member_inside(work, slug)
    require(work, _standing(place), Can.OFFER_RESOURCE)
    made = [_made(work, place) for _ in several]
    work.session.add_all(made)
    work.session.flush()
    for resource, (said, html) in zip(made, several, strict=True):
        fresh = Version(id=uuid4(), resource_id=resource.id, number=1, by_id=work.me)
        _fill(work, fresh, said, html)
        _require_whole(fresh)
        work.session.add(fresh)
        resource.take(Step.SUBMIT)
        _handed_in(work, place.community.id, resource, fresh)
    work.session.flush()


def submit(work: Work, resource_id: UUID) -> ResourceView:
    """Hand a draft in for review. Raises Invalid, naming what is missing."""
    seen = own(work, resource_id)
    require(work, seen.standing, Can.ADD_TO_LIBRARY)
    current = _current(work, seen.resource)
    seen.resource.take(Step.SUBMIT)
    _require_whole(current)
    if current.submitted_at is not None:  # asked for changes and handed in unchanged: still a version of its own
        current = _next(work, seen.resource, {})
    _handed_in(work, seen.community.id, seen.resource, current)
    work.session.flush()
    return view(work, seen)


def withdraw(work: Work, resource_id: UUID) -> ResourceView:
    """Take a resource back: out of review, or out of the library. Its words stay with its author."""
    seen = own(work, resource_id)
    seen.resource.take(Step.WITHDRAW)
    seen.resource.published_at = None  # no decision that is overturned brings it back
    work.record(ResourceWithdrawn(seen.community.id, resource_id))
    work.session.flush()
    return view(work, seen)


def revise(work: Work, resource_id: UUID) -> ResourceView:
    """Begin a new version of what was decided or taken back. What is published stands until the new one is approved."""
    seen = own(work, resource_id)
    seen.resource.take(Step.REVISE)
    _next(work, seen.resource, {"note": "", "material": False})
    return view(work, seen)


def own(work: Work, resource_id: UUID) -> Seen:
    """A resource for its author, held until the commit. Raises NotFound to all others, who may see it or not."""
    seen = mine(work, resource_id)
    work.session.refresh(seen.resource, with_for_update=True)
    return seen


def mine(work: Work, resource_id: UUID) -> Seen:
    """A resource for its author, to look at only."""
    seen = behind_the_door(work, resource_id)
    if not seen.is_own(work):
        if seen.resource.listed or seen.may_review(work):
            require(work, seen.standing, Can.EDIT_RESOURCE, _about(seen.resource))
        raise NotFound
    return seen


def next_unread(work: Work, found: Resource) -> None:
    """Go on to the next version where a reviewer has read the one under way: that stays as they read it.

    Its words are the same, so whoever is typing them meanwhile is not told that somebody changed them.
    """
    current = _current(work, found)
    if current.submitted_at is not None:
        _next(work, found, {}).saved_at = current.saved_at


def _made(work: Work, place: Visit, message_id: UUID | None = None) -> Resource:
    return Resource(
        id=uuid4(), community_id=place.community.id, author_id=work.me, state=State.DRAFT, version=1, counted_from=1,
        created_at=work.now, message_id=message_id, listed=False,
    )  # fmt: skip


def _handed_in(work: Work, community_id: UUID, found: Resource, said: Version) -> None:
    found.submitted_at = said.submitted_at = work.now
    work.record(ResourceSubmitted(community_id, found.id, work.me, said.number, said.changes_treatment, said.title))


def replace(work: Work, found: Resource, **said: Any) -> Version:
    """The next version, of the same author and in the same state. The caller has asked them."""
    return _next(work, found, said)


def _next(work: Work, found: Resource, changes: dict[str, Any]) -> Version:
    before = _current(work, found)
    found.version += 1
    return _write(work, found, _words(before) | changes, number=found.version, earlier=before)


def _write(work: Work, made: Resource, said: dict[str, Any], *, number: int, earlier: Version | None = None) -> Version:
    fresh = Version(id=uuid4(), resource_id=made.id, number=number, by_id=work.me)
    _require_known(work, made.community_id, said, earlier)
    _fill(work, fresh, said)
    work.session.add(fresh)
    work.session.flush()
    return fresh


def _fill(work: Work, version: Version, said: dict[str, Any], html: str | None = None) -> None:
    """What suggests a change of treatment counts as one, whatever its author ticked."""
    for name in WORDS:
        if name in said:
            setattr(version, name, said[name])
    version.html = work.render(version.body or "") if html is None else html
    version.saved_at = work.now
    if suggests_change(version.title, version.body or ""):
        version.changes_treatment = True


def _require_known(work: Work, community_id: UUID, said: dict[str, Any], earlier: Version | None = None) -> None:
    """Only a community's own words; what a version had before may stay. Tags are free while there are none."""
    settled = library_of(work, community_id)
    for name, known in (("tags", settled.tags), ("needs", settled.circumstances)):
        kept = getattr(earlier, name) if earlier else []
        if (known or name == "needs") and set(said.get(name, ())) - {*known, *kept}:
            raise Invalid(fields={name: UNKNOWN})


def _words(version: Version) -> dict[str, Any]:
    return {name: getattr(version, name) for name in WORDS}


def _current(work: Work, found: Resource) -> Version:
    wanted = (Version.resource_id == found.id, Version.number == found.version)
    return work.session.scalars(select(Version).where(*wanted)).one()


def require_open(found: Resource) -> None:
    if found.state not in OPEN:
        raise Conflict(CLOSED[State(found.state)])


CLOSED: Final = {
    State.SUBMITTED: "This is being reviewed, so it cannot be changed just now. You can take it back.",
    State.PUBLISHED: "This is in the library. To change it, begin a new version.",
    State.DECLINED: "This was declined. To work on it again, begin a new version.",
    State.WITHDRAWN: "You took this back. To work on it again, begin a new version.",
    State.ARCHIVED: "This was archived. To work on it again, begin a new version.",
}


def _require_whole(said: Version) -> None:
    if faults := missing(said.kind, said.body or "", said.url):
        raise Invalid(fields=faults)


def missing(kind: str, body: str, url: str | None) -> dict[str, str]:
    """What must still be written before something can be handed in, by field."""
    faults: dict[str, str] = {}
    if not body.strip() and not url:
        faults["body"] = "Please write what it is, in a few sentences."
    if kind == ResourceKind.LINK and not url:
        faults["url"] = "Please add the link."
    return faults


def _about(found: Resource) -> About:
    return About(found.author_id)


def _standing(place: Visit) -> Standing:
    if place.standing is None:
        raise NotFound
    return place.standing
