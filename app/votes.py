"""The job of the moment at which a vote about the charter is over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.begin import network
from networks.charter.amending import close_vote


def close(payload: dict[str, Any]) -> None:
    with network().begin() as work:
        close_vote(work, UUID(payload["amendment_id"]))
