"""The job at the end of what was verified: its badge goes, and with it what its holder stood by."""

from __future__ import annotations

from typing import Any

from app.begin import network
from networks.communities.credentials import expire


def end_credentials(_payload: dict[str, Any]) -> None:
    """Each of these jobs ends all whose time is over: one that was given up is made good by the next."""
    with network().begin() as work:
        expire(work)
