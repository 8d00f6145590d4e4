"""A community's dashboard: what needs somebody now, its figures, and behind each figure the list of what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from uuid import UUID

from networks.communities.queries import Visit, inside
from networks.errors import NotFound
from networks.overview import cases, life, load, newcomers, resolution
from networks.overview.capping import cap_of
from networks.overview.cases import Item
from networks.overview.figure import Figure, Period
from networks.overview.life import Day
from networks.overview.newcomers import First
from networks.policy import Can, require
from networks.work import Work

LONGEST: Final = 366


@dataclass(frozen=True)
class Dashboard:
    """What was read for it, once: all figures and lists are reckoned from that."""

    seen: Visit
    period: Period
    items: Sequence[Item]
    first: Sequence[First]
    days: Sequence[Day]
    members: dict[str, int]
    staff: Sequence[tuple[UUID, str]]
    cap: int | None

    @cached_property
    def figures(self) -> dict[str, Figure]:
        found = [
            *cases.figures(self.items, self.period),
            *resolution.figures(self.items, self.period),
            *newcomers.figures(self.first, self.period),
            load.figure(self.staff, self.items, self.period, self.cap),
            *life.figures(self.days, self.members, self.period),
        ]
        return {one.key: one for one in found}


def dashboard(work: Work, slug: str, *, days: int = 30) -> Dashboard:
    """The dashboard over so many days. Raises NotFound to outsiders, NotAllowed to members without the role."""
    seen = inside(work, slug)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.SEE_FIGURES)
    here, period = seen.community.id, Period.of(days, work.now)
    return Dashboard(
        seen,
        period,
        cases.seen(work, here, period),
        newcomers.first_words(work, here, period),
        life.days(work, here, period),
        life.members(work, here),
        load.facilitators(work, here),
        cap_of(work, here),
    )
