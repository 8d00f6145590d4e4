"""The job of each Monday: the library's outcomes move, in units that let others write in between."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from app.begin import network
from networks.resources.releasing import release, weigh


def release_outcomes(payload: dict[str, Any]) -> None:
    """Done twice, or by two at once, it changes nothing more."""
    community_id, slot = UUID(payload["community_id"]), datetime.fromisoformat(payload["slot"])
    some = 1
    while some:
        with network().begin() as work:
            some = release(work, community_id, slot)
    after, more = None, True
    while more:
        with network().begin() as work:
            after = weigh(work, community_id, after=after)
        more = after is not None
