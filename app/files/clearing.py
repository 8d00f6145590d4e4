"""The job that removes bytes which belong to nothing: of uploads that were cut, and of files that are gone."""

from __future__ import annotations

from typing import Any

from app.begin import network
from app.storage import store
from networks.resources.files import strays


def clear_away(payload: dict[str, Any]) -> None:
    """Done twice, it changes nothing more."""
    with network().reading() as work:
        found = strays(work, payload["names"])
    for name in found:
        store().remove(name)
