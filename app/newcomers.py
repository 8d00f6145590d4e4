"""The job of the minute in which somebody has waited for too long, in units that let others write in between."""

from __future__ import annotations

from typing import Any

from app.begin import network
from networks.facilitation.newcomers import escalate


def look_after_newcomers(_payload: dict[str, Any]) -> None:
    """Done twice, or by two at once, it changes nothing more."""
    some = 1
    while some:
        with network().begin() as work:
            some = escalate(work)
