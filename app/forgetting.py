"""The job that erases what was kept of reports and removals when its time is over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.begin import network
from networks.moderation import forgetting


def forget_evidence(payload: dict[str, Any]) -> None:
    with network().begin() as work:
        if "removal_id" in payload:
            forgetting.forget_words(work, UUID(payload["removal_id"]))
        else:
            forgetting.forget_evidence(work, UUID(payload["case_id"]))
