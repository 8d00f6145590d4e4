"""How long newcomers wait until another human answers their first words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import and_, or_, select

from networks.durations import Wait
from networks.facilitation.models import Ending, FirstWords
from networks.figures import Share, share
from networks.overview.figure import LEAST, Figure, Period, State, hours, of_share, of_waits
from networks.policy import Role
from networks.work import Work

DAY: Final = timedelta(hours=24)
SOON: Final = 12.0
"""Hours in which half of the newcomers should be answered (product.md, figure `newcomer first reply`)."""

FORGOTTEN: Final = 0.1
"""The share that may have to wait for a day before it is an alarm (figure `unanswered 24 h`)."""

GONE: Final = (Ending.TAKEN_BACK, Ending.LEFT)
"""Nobody is left to be answered. Whoever closes a case has not answered anybody."""


class First(NamedTuple):
    """Somebody's first words, and what became of them."""

    message_id: UUID
    room_id: UUID
    person_id: UUID | None
    anonymous: bool
    said_at: datetime
    answered_at: datetime | None
    answered_as: str | None
    ended_at: datetime | None
    ended_how: str | None

    def is_answered(self, when: datetime) -> bool:
        return self.answered_at is not None and self.answered_at <= when

    def waits(self, when: datetime) -> bool:
        ended = self.ended_at is not None and self.ended_at <= when
        return self.said_at <= when and not self.is_answered(when) and not ended

    def wait(self, when: datetime) -> Wait:
        """How long they waited, or have waited until then. What ended without an answer waited until its end."""
        if self.answered_at is not None and self.is_answered(when):
            return Wait(hours(self.answered_at - self.said_at), True)
        return Wait(hours(min(when, self.ended_at or when) - self.said_at), False)

    def is_forgotten(self) -> bool:
        """Whether nobody answered for a day."""
        return self.answered_at is None or self.answered_at > self.said_at + DAY


def first_words(work: Work, community_id: UUID, period: Period) -> list[First]:
    """What was said first in the period and the one before, and what waits from earlier. Not the reader's own."""
    row = FirstWords.__table__.c
    find = select(*(row[name] for name in First._fields)).where(
        row.community_id == community_id,
        or_(row.person_id.is_(None), row.person_id != work.me),
        or_(row.said_at >= period.before.since, and_(row.answered_at.is_(None), row.ended_at.is_(None))),
    )
    found: Any = work.rows(find.order_by(row.said_at, row.message_id))
    return [First(*one) for one in found]


def said(found: Sequence[First], period: Period) -> list[First]:
    return [one for one in found if period.holds(one.said_at)]


def a_day_old(found: Sequence[First], period: Period) -> list[First]:
    """Those of whom it can be said whether somebody answered within a day."""
    return [one for one in said(found, period) if one.said_at + DAY <= period.until and not _left_early(one)]


def _left_early(one: First) -> bool:
    ended = one.ended_at is not None and one.ended_at < one.said_at + DAY
    return one.answered_at is None and ended and one.ended_how in GONE


def answered(found: Sequence[First], period: Period) -> list[First]:
    return [one for one in said(found, period) if one.is_answered(period.until)]


def by_peer(one: First) -> bool:
    return one.answered_as != Role.FACILITATOR


def figures(found: Sequence[First], period: Period) -> list[Figure]:
    now, before = ([one.wait(when.until) for one in said(found, when)] for when in (period, period.before))
    return [
        _unanswered(found, period),
        of_waits("newcomer_first_reply", now, before, 0.5, threshold=SOON),
        of_waits("newcomer_first_reply_p90", now, before, 0.9, behind="newcomer_first_reply"),
        _peers(found, period),
    ]


def _unanswered(found: Sequence[First], period: Period) -> Figure:
    now, before = (_forgotten(found, when) for when in (period, period.before))
    state = State.TOO_FEW if now.n < LEAST else State.RED if now.share > FORGOTTEN else State.OK
    return of_share("unanswered_24_h", now, before, threshold=FORGOTTEN, state=state)


def _forgotten(found: Sequence[First], period: Period) -> Share:
    those = a_day_old(found, period)
    return share(sum(one.is_forgotten() for one in those), len(those))


def _peers(found: Sequence[First], period: Period) -> Figure:
    """Of those who were answered, how many by a peer. Nothing to reach: it tells peers and facilitators apart."""
    now, before = (_by_peers(found, when) for when in (period, period.before))
    state = State.OK if now.n >= LEAST else State.TOO_FEW
    return of_share("newcomer_first_reply_peers", now, before, state=state)


def _by_peers(found: Sequence[First], period: Period) -> Share:
    those = answered(found, period)
    return share(sum(by_peer(one) for one in those), len(those))
