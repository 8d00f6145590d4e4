"""The desk: the queue beside one of its cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask import render_template, request
from flask_babel import gettext

from app.looks import lasting
from app.pages.frame import around
from networks.communities.queries import inside
from networks.errors import NotFound
from networks.moderation import queries
from networks.moderation.models import Case, CaseKind, CaseState, Severity
from networks.moderation.queries import CaseView
from networks.policy import About, Can, may, require
from networks.work import Work

SHOWN: Final = 100
ABOUT: Final[dict[CaseKind, Callable[[Work, Case], dict[str, Any]]]] = {}
"""What the page of a case shows beside the case itself, by kind. Whoever has pages for a kind adds it here; where the
reader may not see it, they answer with nothing."""

OPEN: Final = f"{CaseState.OPEN},{CaseState.CLAIMED}"
ALARM: Final = {Severity.RED: "red", Severity.AMBER: "watch"}


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a case may still wait: in words, as a share from 0 to 100, and how alarming that is."""

    words: str
    spent: int
    state: str | None
    late: bool


@dataclass(frozen=True, slots=True)
class Row:
    view: CaseView
    clock: Clock
    holder: str | None  # "you", or the handle of whoever has claimed it
    yours: bool
    barred: bool
    """Whether the reader decided before what has to be looked at again, so that it is somebody else's."""


def desk(work: Work, slug: str, case_id: UUID | None = None, **more: Any) -> str:
    """The page. The case is the one of the address, the list beside it follows `kind` and `state`."""
    seen = inside(work, slug)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.SEE_QUEUE)
    kind, state = _choice("kind", set(CaseKind)), _choice("state", {"closed"})
    waiting = [_row(work, view) for view in queries.cases(work, slug, state=OPEN, limit=SHOWN)[1]]
    chosen = _chosen(work, slug, case_id) if case_id else None
    context: dict[str, Any] = {
        "kind": kind,
        "state": state,
        "rows": _closed(work, slug) if state else [row for row in waiting if kind in (None, row.view.case.kind)],
        "kinds": sorted(Counter(str(row.view.case.kind) for row in waiting).items()),
        "total": len(waiting),
        "late": sum(row.clock.late for row in waiting),
        "yours": sum(row.yours for row in waiting),
        "following": next((row.view.case.id for row in waiting if row.holder is None and not row.barred), None),
        "chosen": chosen,
        "notes": queries.notes(work, case_id) if case_id else [],
        **_about(work, chosen),
        "may_decide": chosen is not None and _may_decide(work, seen.standing, chosen.view.case),
    }
    return render_template("moderation/queue.html", **around(work, seen, "queue"), **context, **more)


def clock(case: Case, now: Any) -> Clock:
    whole, left = (case.due_at - case.opened_at).total_seconds(), (case.due_at - now).total_seconds()
    values = {"time": lasting(abs(left)), "whole": lasting(whole)}
    late = left < 0
    words = gettext("%(time)s over %(whole)s", **values) if late else gettext("%(time)s left of %(whole)s", **values)
    spent = 100 if late else round(100 * (1 - left / whole)) if whole else 100
    return Clock(words, spent, ALARM.get(Severity(case.severity), "watch" if late else None), late)


def _row(work: Work, view: CaseView) -> Row:
    case = view.case
    held = case.claimed_until is not None and case.claimed_until > work.now and view.claimed_by is not None
    yours = held and case.claimed_by_id == work.me
    holder = "you" if yours else view.claimed_by.handle if held and view.claimed_by else None
    return Row(view, clock(case, work.now), holder, yours, case.barred_id == work.me)


def _chosen(work: Work, slug: str, case_id: UUID) -> Row:
    view, community, _ = queries.case(work, case_id)
    if community.slug != slug:
        raise NotFound
    return _row(work, view)


def _about(work: Work, chosen: Row | None) -> dict[str, Any]:
    more = ABOUT.get(CaseKind(chosen.view.case.kind)) if chosen else None
    return more(work, chosen.view.case) if more and chosen else {}


def _closed(work: Work, slug: str) -> list[Row]:
    return [_row(work, view) for view in queries.cases(work, slug, state=CaseState.CLOSED, limit=SHOWN)[1]]


def _may_decide(work: Work, standing: Any, case: Case) -> bool:
    return may(standing, Can.DECIDE_CASE, work.now, About(case.person_id, case.barred_id))


def _choice(name: str, known: set[Any]) -> str | None:
    said = request.args.get(name)
    return said if said in known else None
