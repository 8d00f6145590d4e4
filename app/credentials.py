"""The jobs at the end of what was verified: its holder is told before, then the badge and what they stood by go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.begin import network
from networks.communities.credential_ends import expire, remind


def end_credentials(payload: dict[str, Any]) -> None:
    """Each of these jobs ends all whose time is over: one that was given up is made good by the next."""
    with network().begin() as work:
        expire(work)
        if "ends_soon" in payload:
            remind(work, UUID(payload["ends_soon"]))
