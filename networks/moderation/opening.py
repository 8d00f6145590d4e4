"""Operators read what a case keeps of a conversation with a reason, for an hour, and facilitators see that they did."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from networks.errors import Conflict, NotFound
from networks.moderation.desk_models import CaseOpening, What
from networks.moderation.events import CaseChanged, CaseOpened
from networks.moderation.queries import case
from networks.moderation.steps import step
from networks.work import Work

OPENING: Final = timedelta(hours=1)


def open_evidence(work: Work, case_id: UUID, *, reason: str) -> CaseOpening:
    """Open what is sealed. Raises NotFound to all but operators, and Conflict where it is open to them already."""
    if work.asker is None or not work.asker.is_operator:
        raise NotFound
    found, community, _ = case(work, case_id)
    if not found.sealed:
        raise Conflict("This is open to you already.")
    held = {"id": uuid4(), "case_id": case_id, "person_id": work.me, "reason": reason}
    made = CaseOpening(**held, opened_at=work.now, expires_at=work.now + OPENING)
    work.session.add(made)
    step(work, case_id, What.READ)
    work.record(CaseOpened(community.id, case_id, reason))
    work.record(CaseChanged.of(found.case))
    return made
