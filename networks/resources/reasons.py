"""Reasons that reviewers of a community give often, so that nobody has to find kind words for the tenth time."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from networks.communities.queries import inside
from networks.errors import NotFound
from networks.policy import Can, require
from networks.resources.events import ReasonsSet
from networks.resources.queries import library_of
from networks.resources.settling import row_of
from networks.work import Work

OUTCOMES: Final = ("publish", "request_changes", "decline")


def reasons_of(work: Work, community_id: UUID) -> dict[str, list[str]]:
    """By outcome. The caller has checked who asks."""
    found = library_of(work, community_id).reasons
    return {outcome: [str(text) for text in found.get(outcome, [])] for outcome in OUTCOMES}


def set_reasons(work: Work, slug: str, **said: list[str]) -> dict[str, list[str]]:
    """Replace them all. For those who look after the library."""
    seen = inside(work, slug)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.SET_UP_LIBRARY)
    found = row_of(work, seen.community)
    found.reasons = {outcome: list(dict.fromkeys(said.get(outcome, []))) for outcome in OUTCOMES}
    work.record(ReasonsSet(seen.community.id, seen.community.id))
    work.session.flush()
    return reasons_of(work, seen.community.id)


def reasons(work: Work, slug: str) -> dict[str, list[str]]:
    """For those who review or look after the library."""
    seen = inside(work, slug)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.SET_UP_LIBRARY)
    return reasons_of(work, seen.community.id)
