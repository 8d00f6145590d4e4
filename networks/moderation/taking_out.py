"""Taking a community's record out as a file: that somebody did is in it, before they have it."""

from __future__ import annotations

from networks import looking
from networks.communities.queries import inside
from networks.errors import NotFound
from networks.moderation.events import RecordTaken
from networks.policy import Can, require
from networks.work import Work


def put_on_record(work: Work, slug: str) -> None:
    """Once a day for each who may read it. Raises to everybody else as `queries.audit` does."""
    seen = inside(work, slug)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.SEE_AUDIT)
    looking.put_on_record(work, RecordTaken(seen.community.id, seen.community.id))
