"""The members' log: what was removed and by which rule, without names, without the words, and by the month alone.

In a small community the minute of a removal would tell whose it was to everybody who was in the room just then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import extract, select

from networks.communities.queries import Visit, inside
from networks.database import in_utc
from networks.moderation.report_models import Removal, Why
from networks.work import Work

WHEN: Final = in_utc(Removal.at)
MONTHS: Final = (extract("year", WHEN).desc(), extract("month", WHEN).desc())


@dataclass(frozen=True, slots=True)
class Logged:
    """Something that was taken down, as members read it. Its times are those at which their month began."""

    id: UUID
    kind: str
    why: Why | None
    rule: str | None
    at: datetime
    restored_at: datetime | None
    overturned_at: datetime | None


def removals(work: Work, slug: str, *, offset: int = 0, limit: int = 50) -> tuple[Visit, list[Logged]]:
    """What was taken down in a community, the latest month first, for its members and for operators.

    Within a month the order tells nothing: it would be the order in which things vanished from the rooms.
    """
    seen = inside(work, slug)
    find = select(Removal).where(Removal.community_id == seen.community.id)
    found = find.order_by(*MONTHS, Removal.id).offset(offset).limit(limit)
    return seen, [_logged(one) for one in work.session.scalars(found)]


def _logged(made: Removal) -> Logged:
    undone = (_month(one) if one else None for one in (made.restored_at, made.overturned_at))
    return Logged(made.id, made.subject_kind, made.why, made.rule, _month(made.at), *undone)


def _month(moment: datetime) -> datetime:
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
