"""What a community settles about its library: its words, who may read it, how often it is looked through."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from networks.communities.models import Community, Visibility
from networks.communities.queries import Visit, inside
from networks.database import insert_once
from networks.errors import Invalid, NotFound
from networks.policy import Can, require
from networks.resources.events import LibrarySettled
from networks.resources.models import Library
from networks.resources.queries import library_of
from networks.work import Work

FIRST: Final[dict[str, Any]] = {
    "is_public": False, "tags": [], "circumstances": [], "reasons": {}, "review_months": 12,
}  # fmt: skip
"""What holds where nothing has been settled yet."""


def settled(work: Work, slug: str) -> tuple[Visit, Library]:
    """What has been settled, for those who look after the library."""
    seen = inside(work, slug)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.SET_UP_LIBRARY)
    return seen, library_of(work, seen.community.id)


def settle(work: Work, slug: str, **said: Any) -> Library:
    """Change some of it. Raises Invalid where the library would be open to all and the community's page is not."""
    seen, _ = settled(work, slug)
    if said.get("is_public") and seen.community.visibility != Visibility.PUBLIC:
        raise Invalid(fields={"is_public": "This community’s page is for members only, so its library is too."})
    found = row_of(work, seen.community)
    for name, value in said.items():
        setattr(found, name, value)
    work.record(LibrarySettled(seen.community.id, seen.community.id))
    work.session.flush()
    return found


def close_with_its_page(work: Work, community_id: UUID) -> None:
    """Where a community's page is for members only, so is its library. It opens again by its facilitators' word alone,
    not by itself with the page."""
    found = work.session.get(Library, community_id)
    if found is not None and work.session.get_one(Community, community_id).visibility != Visibility.PUBLIC:
        found.is_public = False


def row_of(work: Work, community: Community) -> Library:
    """The row in which it stands, made where there is none."""
    insert_once(work.session, Library, community_id=community.id, **FIRST)
    return work.session.get_one(Library, community.id)
