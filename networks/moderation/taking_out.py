"""Reading a community's record, and taking it out as a file: that somebody does is in it, before they have it."""

from __future__ import annotations

from uuid import UUID

from networks import looking
from networks.communities.queries import inside
from networks.errors import NotFound
from networks.moderation.events import RecordSeen, RecordTaken
from networks.policy import Can, require
from networks.work import Work


def put_on_record(work: Work, slug: str) -> None:
    """That it is taken out, once a day for each who may read it. Raises to everybody else as `queries.audit` does."""
    here = _record_of(work, slug)
    looking.put_on_record(work, RecordTaken(here, here))


def is_read_unseen(work: Work, slug: str) -> bool:
    """Whether it is not on record today that the asker reads it. Raises as `put_on_record` does."""
    here = _record_of(work, slug)
    return not looking.is_on_record(work, RecordSeen(here, here))


def put_reading_on_record(work: Work, slug: str) -> None:
    """That it is read, or searched, once a day for each: reading it again does not fill it."""
    here = _record_of(work, slug)
    looking.put_on_record(work, RecordSeen(here, here))


def _record_of(work: Work, slug: str) -> UUID:
    seen = inside(work, slug)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.SEE_AUDIT)
    return seen.community.id
