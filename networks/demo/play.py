"""What a play remembers from step to step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from networks.work import Asker, Work

Step = Callable[[Work], None]


@dataclass(slots=True)
class Play:
    """The steps, and what they must remember: ids of people, rooms, labelled messages and what is offered."""

    secret: str
    people: dict[str, Asker] = field(default_factory=dict)
    rooms: dict[tuple[str, str], UUID] = field(default_factory=dict)
    said: dict[tuple[str, str, str], UUID] = field(default_factory=dict)
    offered: dict[str, UUID] = field(default_factory=dict)
    steps: list[tuple[datetime, int, str | None, Step]] = field(default_factory=list)

    def at(self, when: datetime, order: int, who: str | None, step: Step) -> None:
        self.steps.append((when, order, who, step))
