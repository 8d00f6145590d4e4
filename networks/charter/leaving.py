"""What somebody proposed, supported and voted: taken out, and erased."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select

from networks.charter.models import Amendment, Ballot, State, Support
from networks.work import Work


def amendments_of_mine(work: Work) -> dict[str, tuple[Any, tuple[str, ...]]]:
    """Queries and columns for the export."""
    me = work.me
    proposed = select(Amendment).where(Amendment.by_id == me).order_by(Amendment.made_at, Amendment.id)
    return {
        "amendments": (proposed, ("id", "community_id", "rule", "text", "why", "made_at", "state", "reason")),
        "amendments_supported": (select(Support).where(Support.person_id == me), ("amendment_id",)),
        "ballots": (select(Ballot).where(Ballot.person_id == me), ("amendment_id", "choice")),
    }


def erase_amendments(work: Work) -> None:
    """What was never voted on goes; what was is the community's, by a stub."""
    for table in (Support, Ballot):
        work.session.execute(delete(table).where(table.person_id == work.me))
    unheard = (State.PROPOSED, State.DECLINED, State.WITHDRAWN)
    work.session.execute(delete(Amendment).where(Amendment.by_id == work.me, Amendment.state.in_(unheard)))
