"""The job that erases what was kept for a case of reports when its time is over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.begin import network
from networks.moderation import forgetting


def forget_evidence(payload: dict[str, Any]) -> None:
    with network().begin() as work:
        forgetting.forget_evidence(work, UUID(payload["case_id"]))
