"""The job of each hour: what is in the library and whose time is over, in units that let others write in between."""

from __future__ import annotations

from typing import Any

from app.begin import network
from networks.resources.keeping import plan, sweep


def look_again(_payload: dict[str, Any]) -> None:
    """Done twice, or by two at once, it changes nothing more."""
    some = 1
    while some:
        with network().begin() as work:
            some = sweep(work)
    with network().begin() as work:
        plan(work)
