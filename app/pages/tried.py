"""What the library's pages tell of trying: what became of it for others, and where the reader stands with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from flask_babel import ngettext

from app.looks import lasting
from networks.policy import About, Can, may
from networks.resources import outcomes, trying
from networks.resources.models import Resource
from networks.resources.outcomes import Line, Question
from networks.resources.queries import Seen, library_of
from networks.resources.views import ResourceView
from networks.work import Work

TIMES: Final = (7, 14, 28, 56, 91)
"""Days after which one can be asked how it went."""


def tried(work: Work, seen: Seen, found: ResourceView) -> dict[str, Any]:
    """For the page of a resource. Nothing of what is not in the library."""
    if not seen.resource.listed:
        return {}
    mine = trying.mine(work, seen.resource)
    return {
        "outcomes": outcomes.outcomes_of(work, seen.resource),
        "words": outcomes.words(work, seen),
        "mine": mine,
        "asks": mine.trial is not None and mine.trial.asks(work.now),
        "ahead": mine.trial is not None and mine.trial.ask_at > work.now,
        "since": lasting((work.now - mine.trial.started_at).total_seconds()) if mine.trial else None,
        "may_try": may(seen.standing, Can.REPORT_TRY, work.now, About(seen.resource.author_id)),
        "circumstances": library_of(work, seen.community.id).circumstances,
        "times": times(found.said.try_days),
        "suggested": found.said.try_days,
    }


def on_the_shelves(work: Work, community_id: UUID, *shelves: Iterable[ResourceView]) -> dict[str, Any]:
    """For a page of cards: what is told of each, and what the reader may be asked about."""
    resources: list[Resource] = [one.resource for shelf in shelves for one in shelf]
    lines: dict[UUID, Line] = outcomes.lines(work, resources)
    return {"lines": lines, "asked": [_asked(work, one) for one in outcomes.to_answer(work, community_id)]}


def times(suggested: int) -> list[tuple[int, str]]:
    """To choose from, the one that the author would choose among them."""
    return [(days, in_words(days)) for days in sorted({*TIMES, suggested})]


def in_words(days: int) -> str:
    if days % 7 == 0:
        return str(ngettext("in a week", "in %(num)d weeks", days // 7))
    return str(ngettext("tomorrow", "in %(num)d days", days))


def _asked(work: Work, one: Question) -> tuple[Question, str]:
    return one, lasting((work.now - one.trial.started_at).total_seconds())
