"""What is kept of what is reported: its words, as each report finds them changed, and as they were when removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import func, select

from networks.moderation.report_models import Evidence, Part
from networks.work import Work

OF_IT: Final = (Part.ITSELF, Part.LATER, Part.LAST)
"""The parts that are what was reported, and not what stood around it."""


class Piece(NamedTuple):
    """Words to be kept as they are."""

    part: Part
    source_id: UUID
    author_id: UUID | None
    anonymous: bool
    body: str
    at: datetime
    title: str = ""


def keep(work: Work, case_id: UUID, pieces: Sequence[Piece]) -> None:
    for position, piece in enumerate(pieces):
        work.session.add(Evidence(id=uuid4(), case_id=case_id, position=position, **piece._asdict()))
    work.session.flush()


def keep_changed(work: Work, case_id: UUID, part: Part, body: str, title: str = "") -> None:
    """Keep what it says now, where that differs from what was kept of it last. The caller holds the case.

    Where nothing is kept any more, since its author has gone, nothing is kept anew.
    """
    last = last_of(work, case_id)
    if last is None or (last.title, last.body) == (title, body):
        return
    end = select(func.max(Evidence.position)).where(Evidence.case_id == case_id)
    same = {"source_id": last.source_id, "author_id": last.author_id, "anonymous": last.anonymous}
    said = {"title": title, "body": body, "at": work.now, "position": work.session.scalars(end).one() + 1}
    work.session.add(Evidence(id=uuid4(), case_id=case_id, part=part, **same, **said))
    work.session.flush()


def last_of(work: Work, case_id: UUID) -> Evidence | None:
    """What was reported, as it was kept last."""
    kept = select(Evidence).where(Evidence.case_id == case_id, Evidence.part.in_(OF_IT))
    return work.session.scalars(kept.order_by(Evidence.position.desc()).limit(1)).first()
