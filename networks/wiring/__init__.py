"""Which events cause what: the one place where features meet, in a room for each kind of consequence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from networks import audit
from networks.wiring import (
    appeals,
    credentials,
    desks,
    joining,
    library,
    newcomers,
    people,
    reports,
    restoring,
    safety,
    succession,
    waiting,
    words_back,
)
from networks.work import Event, Inside, Reaction, Reactions, Work


def together(parts: Iterable[Reactions]) -> Reactions:
    """All that an event causes, in the order of the parts."""
    found: dict[type[Event], tuple[Reaction, ...]] = defaultdict(tuple)
    for part in parts:
        for event, reactions in part.items():
            found[event] += reactions
    return dict(found)


PARTS: Final = (
    appeals, credentials, desks, joining, library, newcomers, people, reports, restoring, safety, succession, waiting,
    words_back,
)  # fmt: skip
REACTIONS: Final = together(part.REACTIONS for part in PARTS)


def react(work: Work, event: Event) -> None:
    """Let everything happen that an event causes, in its own transaction."""
    for reaction in REACTIONS.get(type(event), ()):
        reaction(work, event)


INSIDE: Final[tuple[Inside, ...]] = (audit.keep, react)
