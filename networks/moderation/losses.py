"""What a decision takes is kept for as long as it could be given back, and by which other step it would be gone now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import delete, or_, select

from networks.moderation.loss_models import Loss, Lost
from networks.moderation.models import Sanction, SanctionKind
from networks.work import Work

AWAY: Final = (SanctionKind.SUSPENSION, SanctionKind.BAN)
SILENT: Final = (SanctionKind.MUTE, *AWAY)
ORDER: Final = list(Lost)
"""What rests on something else comes back after it."""


class Found(NamedTuple):
    """Something that somebody has and would lose."""

    thing_id: UUID
    other_id: UUID | None = None
    was: dict[str, Any] | None = None


def keep(work: Work, by_id: UUID, community_id: UUID, person_id: UUID, kind: Lost, found: Found) -> None:
    was = {name: _plain(value) for name, value in (found.was or {}).items()}
    about = {"community_id": community_id, "person_id": person_id, "other_id": found.other_id, "by_id": by_id}
    work.session.add(Loss(id=uuid4(), **about, kind=kind, thing_id=found.thing_id, was=was, at=work.now))
    work.session.flush()


def lost_by(work: Work, by_id: UUID, *kinds: Lost) -> Sequence[Loss]:
    """What a decision took and nobody has given back, in the order in which it can be."""
    find = select(Loss).where(Loss.by_id == by_id, *([Loss.kind.in_(kinds)] if kinds else []))
    return sorted(work.session.scalars(find), key=lambda one: (ORDER.index(Lost(one.kind)), str(one.id)))


def takes(kind: str) -> tuple[Lost, ...]:
    """What a step takes from whoever has it. Their place is kept where they lose it."""
    if kind == SanctionKind.MUTE:
        return (Lost.ASKING,)
    asked = (Lost.ENDORSEMENT, Lost.APPLICATION, Lost.CASE, Lost.WORDS, Lost.WELCOME, Lost.OFFER, Lost.ASKING)
    return asked if kind in AWAY else ()


def heir(work: Work, made: Sanction, kind: Lost) -> UUID | None:
    """Another step that holds and would have taken the same: then it is gone by that one from now on."""
    about = (Sanction.community_id == made.community_id, Sanction.person_id == made.person_id, Sanction.id != made.id)
    holds = (Sanction.ended_at.is_(None), or_(Sanction.until.is_(None), Sanction.until > work.now))
    hinders = SILENT if kind == Lost.ASKING else AWAY
    find = select(Sanction.id).where(*about, *holds, Sanction.kind.in_(hinders))
    return work.session.scalar(find.order_by(Sanction.starts_at, Sanction.id).limit(1))


def forget(work: Work, by_id: UUID) -> None:
    """It can be given back no longer."""
    work.session.execute(delete(Loss).where(Loss.by_id == by_id))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
