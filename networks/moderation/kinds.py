"""What each kind of case can come to, and what then happens. A new kind is a row here and a function of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from networks.communities.actions import admit, turn_away
from networks.communities.models import Community
from networks.moderation.models import Case, CaseKind
from networks.work import Work

Consequence = Callable[[Work, Community, Case, str], None]
"""With the reason that was given."""


def _admit(work: Work, community: Community, case: Case, _reason: str) -> None:
    admit(work, community, case.subject_id)


def _turn_away(work: Work, community: Community, case: Case, _reason: str) -> None:
    turn_away(work, community, case.subject_id)


OUTCOMES: Final[dict[CaseKind, Mapping[str, Consequence]]] = {
    CaseKind.JOIN: {"approve": _admit, "decline": _turn_away},
}
"""Features that have cases of their own add them in `networks.wiring`."""
