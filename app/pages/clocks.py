"""A case's clock, as facilitators read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from flask_babel import gettext

from app.looks import lasting, said
from networks.moderation.clocks import CLOCKS, Hours, opens_at, staffed
from networks.moderation.models import Case, Severity

ALARM: Final = {Severity.RED: "red", Severity.AMBER: "watch"}


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a case may still wait: in words, as a share from 0 to 100, and how alarming that is."""

    words: str
    spent: int
    state: str | None
    late: bool


def clock(case: Case, now: datetime, hours: Hours | None) -> Clock:
    """A red clock that stands until facilitators come says when that is."""
    severity = Severity(case.severity)
    late = case.due_at < now
    state = ALARM.get(severity, "watch" if late else None)
    if severity != Severity.RED or hours is None or late:
        whole, left = case.due_at - case.clock_from, case.due_at - now
    else:
        whole, left = CLOCKS[severity], staffed(now, case.due_at, hours)
        begins = opens_at(now, hours)
        if begins is not None:
            words = gettext("%(time)s from %(moment)s", time=lasting(left.total_seconds()), moment=said(begins))
            return Clock(words, _share(whole, left), state, late)
    values = {"time": lasting(abs(left.total_seconds())), "whole": lasting(whole.total_seconds())}
    words = gettext("%(time)s over %(whole)s", **values) if late else gettext("%(time)s left of %(whole)s", **values)
    return Clock(words, _share(whole, left), state, late)


def _share(whole: timedelta, left: timedelta) -> int:
    return min(100, max(0, round(100 * (1 - left / whole)))) if whole else 100
