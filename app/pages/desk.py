"""The desk: the queue beside one of its cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask import render_template, request, url_for
from flask_babel import gettext

from app.pages.clocks import Clock, clock
from app.pages.frame import around
from app.pages.whom import whom
from networks.care.asked import asked_of_me
from networks.communities.queries import Visit, inside
from networks.errors import NotFound
from networks.moderation import queries
from networks.moderation.actions import CLAIM
from networks.moderation.clocks import CLOCKS, Hours
from networks.moderation.desks import Reasons, hours_of, reasons_for
from networks.moderation.holding import loads
from networks.moderation.models import Case, CaseKind, CaseState
from networks.moderation.queries import CaseView
from networks.moderation.steps import timeline
from networks.overview.capping import full
from networks.overview.giving import could_take
from networks.policy import About, Can, may, require
from networks.work import Work

SHOWN: Final = 100
ABOUT: Final[dict[CaseKind, Callable[[Work, Case], dict[str, Any]]]] = {}
"""What the page of a case shows beside the case itself, by kind. Whoever has pages for a kind adds it here; where the
reader may not see it, they answer with nothing."""

PACES: Final = {str(name): length.total_seconds() for name, length in CLOCKS.items()} | {"claim": CLAIM.total_seconds()}
"""How long a case may wait, and stays with whoever took it."""

OPEN: Final = f"{CaseState.OPEN},{CaseState.CLAIMED}"


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
    hours = hours_of(work, seen.community.id)
    kind, state, ask = (_choice(*one) for one in (("kind", set(CaseKind)), ("state", {"closed"}), ("ask", {"next"})))
    waiting = [_row(work, view, hours) for view in queries.cases(work, slug, state=OPEN, limit=SHOWN)[1]]
    chosen = _chosen(work, slug, case_id, hours) if case_id else None
    context: dict[str, Any] = {
        "here": _here(slug, case_id, kind=kind, state=state, ask=ask),
        "kind": kind,
        "state": state,
        "rows": _closed(work, slug, hours) if state else [row for row in waiting if kind in (None, row.view.case.kind)],
        "kinds": sorted(Counter(str(row.view.case.kind) for row in waiting).items()),
        "total": len(waiting),
        "late": sum(row.clock.late for row in waiting),
        "yours": sum(row.yours for row in waiting),
        "following": next((row.view.case.id for row in waiting if row.holder is None and not row.barred), None),
        "chosen": chosen,
        "paces": PACES,
        "more_waits": any(row.holder is None and not row.barred and row.view.case.id != case_id for row in waiting),
        "asked": asked_of_me(work, seen.community.id),
        "full": (over := full(work, seen.community.id)),
        "carrying": over.get(work.me),
        "ask": ask,
        "loads": loads(work, seen.community.id),
        **(_beside(work, seen, chosen.view) if chosen else {}),
        "may_decide": chosen is not None and _may_decide(work, seen.standing, chosen.view.case),
    }
    return render_template("moderation/queue.html", **around(work, seen, "queue"), **context, **more)


def _row(work: Work, view: CaseView, hours: Hours | None) -> Row:
    case = view.case
    held = view.holds(work.now)
    yours = held and case.claimed_by_id == work.me
    holder = "you" if yours else view.claimed_by.handle if held and view.claimed_by else None
    return Row(view, clock(case, work.now, hours), holder, yours, case.barred_id == work.me)


def _chosen(work: Work, slug: str, case_id: UUID, hours: Hours | None) -> Row:
    view, community, _ = queries.case(work, case_id)
    if community.slug != slug:
        raise NotFound
    return _row(work, view, hours)


def _beside(work: Work, seen: Visit, view: CaseView) -> dict[str, Any]:
    """What stands around a case: what its kind shows, whom it is about, what happened, and what helps to decide."""
    case, community_id = view.case, seen.community.id
    kind = CaseKind(case.kind)
    more = ABOUT.get(kind)
    return {
        "whom": whom(work, seen, view),
        "timeline": timeline(work, view),
        "others": could_take(work, community_id, view),
        "often": often(reasons_for(work, community_id, kind)),
        **(more(work, case) if more else {}),
    }


def often(reasons: Reasons) -> Reasons:
    """The reasons that there are, in the reader's language: the usual ones are words of ours."""
    return {outcome: [gettext(words) for words in said] for outcome, said in reasons.items() if said}


def _closed(work: Work, slug: str, hours: Hours | None) -> list[Row]:
    return [_row(work, view, hours) for view in queries.cases(work, slug, state=CaseState.CLOSED, limit=SHOWN)[1]]


def _may_decide(work: Work, standing: Any, case: Case) -> bool:
    return may(standing, Can.DECIDE_CASE, work.now, About(case.person_id, case.barred_id))


def _here(slug: str, case_id: UUID | None, **chosen: str | None) -> str:
    """The address of this page, also where it is the answer to a form."""
    which: dict[str, Any] = {"slug": slug, **chosen}
    return url_for("moderation.case", case_id=case_id, **which) if case_id else url_for("moderation.queue", **which)


def _choice(name: str, known: set[Any]) -> str | None:
    said = request.args.get(name)
    return said if said in known else None
