"""What a case keeps of a conversation is sealed to operators until they open it with a reason, as a room is."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID

from sqlalchemy import select

from networks.moderation.desk_models import CaseOpening
from networks.moderation.models import Case, CaseKind
from networks.policy import Standing
from networks.work import Work

PRIVATE: Final = frozenset({CaseKind.SAFETY})
"""Kinds that are made of private words whatever they are about."""


def opened(work: Work, standing: Standing) -> Collection[UUID] | None:
    """The cases that the asker has opened and may read at this moment; None for members, to whom nothing is sealed."""
    if standing.is_member:
        return None
    mine = (CaseOpening.person_id == work.me, CaseOpening.expires_at > work.now)
    return set(work.session.scalars(select(CaseOpening.case_id).where(*mine)))


def is_sealed(case: Case, open_ones: Collection[UUID] | None) -> bool:
    private = "message" in (case.subject_kind, case.evidence.get("of")) or case.kind in PRIVATE
    return private and open_ones is not None and case.id not in open_ones
