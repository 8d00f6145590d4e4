"""How a community's facilitators work: their hours, and the reasons that they often give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import select

from networks.communities.models import Community
from networks.communities.queries import inside
from networks.database import insert_once
from networks.errors import Invalid, NotFound
from networks.moderation.clocks import DAY, Hours
from networks.moderation.desk_models import Desk
from networks.moderation.events import DeskSet
from networks.moderation.kinds import OUTCOMES
from networks.moderation.models import CaseKind
from networks.policy import Can, require
from networks.work import Work

Reasons = Mapping[str, Sequence[str]]
"""By outcome."""

USUAL: Final[dict[CaseKind, Reasons]] = {
    CaseKind.JOIN: {
        "approve": ["Welcome. The answers are complete and fit this community."],
        "decline": [
            "The answers do not yet say what brings you here. Please ask again with a sentence more.",
            "This community is for people with the condition itself. Another one here may fit better.",
        ],
    },
}
"""What communities have that wrote none of their own; gettext keys. Features add theirs in `networks.wiring`."""

BESIDES: Final[dict[CaseKind, tuple[str, ...]]] = {}
"""What else is often said about a kind of case than the reason for an outcome. Features add theirs in
`networks.wiring`."""

ELSEWHERE: Final = frozenset({CaseKind.REVIEW})
"""Kinds whose reasons are kept where what they are about is kept."""

SHORTEST: Final = timedelta(hours=1)


class Setting(NamedTuple):
    time_zone: str
    days: tuple[int, ...]
    opens: int
    closes: int


def hours_of(work: Work, community_id: UUID) -> Hours | None:
    """None where somebody is always there. The caller has checked who asks."""
    found = work.session.get(Desk, community_id)
    if found is None or not found.days:
        return None
    return Hours(ZoneInfo(found.time_zone), frozenset(found.days), found.opens, found.closes)


def setting_of(work: Work, community_id: UUID) -> Setting:
    found = work.session.get(Desk, community_id) or Desk(time_zone="UTC", days=[], opens=9 * 60, closes=17 * 60)
    return Setting(found.time_zone, tuple(found.days), found.opens, found.closes)


def reasons_for(work: Work, community_id: UUID, kind: CaseKind) -> dict[str, list[str]]:
    """What is often given with each outcome of a kind of case. The caller has checked who asks."""
    found = work.session.get(Desk, community_id)
    held = found.reasons.get(kind) if found else None
    said = USUAL.get(kind, {}) if held is None else held
    return {name: [str(words) for words in said.get(name, ())] for name in occasions(kind)}


def occasions(kind: CaseKind) -> tuple[str, ...]:
    """On which something is often said: the outcomes of a kind, and what else there is."""
    return (*OUTCOMES.get(kind, {}), *BESIDES.get(kind, ()))


def kinds_with_reasons() -> list[CaseKind]:
    return [kind for kind in CaseKind if kind in OUTCOMES and kind not in ELSEWHERE]


def set_hours(work: Work, slug: str, *, time_zone: str, days: Sequence[int], opens: int, closes: int) -> Setting:
    """Cases that are open keep their clock. Without days, somebody is always there."""
    found = _desk(work, slug)
    if time_zone not in available_timezones():
        raise Invalid(fields={"time_zone": "Please choose one of these."})
    length = timedelta(minutes=(closes - opens) % DAY or DAY)
    if length < SHORTEST:
        raise Invalid(fields={"closes": "Please choose an hour at least."})
    found.time_zone, found.days, found.opens, found.closes = time_zone, sorted(set(days)), opens, closes
    return setting_of(work, found.community_id)


def set_reasons(work: Work, slug: str, kind: CaseKind, said: Reasons) -> dict[str, list[str]]:
    """Replace those of a kind."""
    found = _desk(work, slug)
    if kind not in kinds_with_reasons():
        raise NotFound
    kept = {name: list(dict.fromkeys(said.get(name, ()))) for name in occasions(kind)}
    found.reasons = {**found.reasons, str(kind): kept}
    work.session.flush()
    return reasons_for(work, found.community_id, kind)


def desk_of(work: Work, slug: str) -> Community:
    """The community, for those who may set up its facilitators' work."""
    seen = inside(work, slug)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.EDIT_COMMUNITY)
    return seen.community


def start_of(community_id: UUID) -> dict[str, Any]:
    """The row of a community whose facilitators have set nothing yet."""
    times = {"time_zone": "UTC", "days": [], "opens": 9 * 60, "closes": 17 * 60}
    return {"community_id": community_id, **times, "reasons": {}, "greetings": {}}


def _desk(work: Work, slug: str) -> Desk:
    """The row, for whoever changes it; two at once change it one after the other."""
    community = desk_of(work, slug)
    insert_once(work.session, Desk, **start_of(community.id))
    work.record(DeskSet(community.id, community.id))
    return work.session.scalars(select(Desk).where(Desk.community_id == community.id).with_for_update()).one()
