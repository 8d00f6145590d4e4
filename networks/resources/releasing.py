"""The weekly release: from single reports to counts that may be shown, and to the order of the library.

Between two releases nothing that anybody sees moves, whatever is reported: neither counts nor order nor who is said to
need testers. What decides whether they may move is in `networks.figures`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import func, select, update

from networks.database import insert_once
from networks.figures import (
    K_TRIES,
    PRIOR,
    counted,
    groups_to_tell,
    may_release,
    mean_of,
    told_from,
)
from networks.resources.models import Resource
from networks.resources.queries import library_of
from networks.resources.trying_models import Change, Effort, Release, TryReport
from networks.work import Work

WEEK: Final = timedelta(weeks=1)
NIGHT: Final = 6
"""Hours of a Monday's beginning, in UTC, over which the communities' releases are spread."""

MANY: Final = 200
"""Resources that are released in one unit of work, so that writers need not wait for long."""

BANDS: Final = {"two_weeks": 14, "two_months": 60}
"""For how long something was tried, up to so many days; the rest is `longer`."""


def next_slot(community_id: UUID, now: datetime) -> datetime:
    """The next moment at which a community's counts may move: each Monday, at an hour of its own."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    slot = midnight - timedelta(days=now.weekday()) + timedelta(hours=community_id.int % NIGHT)
    return slot if slot > now else slot + WEEK


def release(work: Work, community_id: UUID, slot: datetime, *, limit: int = MANY) -> int:
    """Show new counts of resources that have enough newcomers, each at most once for a slot; tells of how many. Zero
    means that it is done: doing it twice changes nothing.
    """
    done = [_release_one(work, found, slot) for found in _with_newcomers(work, community_id, slot, limit)]
    work.session.flush()
    _release_words(work, community_id)
    return sum(done)


def weigh(work: Work, community_id: UUID, *, after: UUID | None = None, limit: int = 5000) -> UUID | None:
    """Order part of the library anew, from what is shown; returns where to go on, None at the end."""
    mine = Resource.community_id == community_id
    find = select(Resource.id).where(mine, *([Resource.id > after] if after else [])).order_by(Resource.id)
    ids = work.session.scalars(find.limit(limit)).all()
    if not ids:
        return None
    weight = _weight(community_mean(work, community_id))
    within = (mine, Resource.id >= ids[0], Resource.id <= ids[-1], Resource.helped != weight)
    moved = update(Resource).where(*within).values(helped=weight)
    work.session.execute(moved.execution_options(synchronize_session=False))
    return ids[-1] if len(ids) == limit else None


def release_now(work: Work, community_id: UUID) -> None:
    """A whole release at once, at this moment: for what is set up in one go, as the demo is."""
    while release(work, community_id, work.now):
        pass
    after = weigh(work, community_id)
    while after is not None:
        after = weigh(work, community_id, after=after)


def community_mean(work: Work, community_id: UUID) -> float:
    """The share of all who reported in a community whose illness weighed less, as far as it is shown."""
    shown = (Release.resource_id == Resource.id, Release.counted_from == Resource.counted_from)
    find = select(func.coalesce(func.sum(Release.less), 0), func.coalesce(func.sum(Release.n), 0))
    row = work.session.execute(
        find.select_from(Resource)
        .join(Release, shown[0] & shown[1])
        .where(Resource.community_id == community_id, Resource.listed.is_(True))
    ).one()
    return mean_of(int(row[0]), int(row[1]))


def _weight(mean: float) -> Any:
    """`figures.drawn_to_mean`, as the database reckons it."""
    drawn = select((Release.less + PRIOR * mean) / (Release.n + PRIOR)).where(
        Release.resource_id == Resource.id, Release.counted_from == Resource.counted_from
    )
    return func.coalesce(drawn.correlate(Resource).scalar_subquery(), mean)


def _with_newcomers(work: Work, community_id: UUID, slot: datetime, limit: int) -> Sequence[Resource]:
    done = select(Release.id).where(
        Release.resource_id == Resource.id,
        Release.counted_from == Resource.counted_from,
        Release.released_at >= slot,
    )
    fresh = (
        select(TryReport.resource_id)
        .join(Resource, (Resource.id == TryReport.resource_id) & (Resource.counted_from == TryReport.counted_from))
        .where(Resource.community_id == community_id, Resource.listed.is_(True), ~done.exists())
        .where(TryReport.told.is_(False), TryReport.withdrawn_at.is_(None))
        .group_by(TryReport.resource_id)
        .having(func.count() >= K_TRIES)
    )
    return work.session.scalars(select(Resource).where(Resource.id.in_(fresh)).order_by(Resource.id).limit(limit)).all()


def _release_one(work: Work, found: Resource, slot: datetime) -> bool:
    key = {"resource_id": found.id, "counted_from": found.counted_from}
    rows = work.session.scalars(select(TryReport).filter_by(**key, withdrawn_at=None)).all()
    fresh = [row for row in rows if not row.told]
    if not may_release(len(fresh), K_TRIES):
        return False
    names = library_of(work, found.community_id).circumstances
    insert_once(work.session, Release, id=uuid4(), released_at=slot, n=0, less=0, counts={}, **key)
    shown = work.session.scalars(select(Release).filter_by(**key)).one()
    groups = {name: group for name, group in shown.counts.get("circumstances", {}).items() if name in names}
    for name in groups_to_tell([row.circumstances for row in fresh], names, K_TRIES):
        groups[name] = _group([row for row in rows if name in row.circumstances], slot)
    shown.counts = tally(rows) | {"circumstances": groups}
    shown.released_at, shown.n, shown.less = slot, len(rows), shown.counts["illness"]["less"]
    found.testers = len(rows)
    for row in fresh:
        row.told = True
    return True


def tally(rows: Sequence[TryReport]) -> dict[str, Any]:
    """What all of these answered, those who stopped included."""
    return {
        "illness": counted([row.illness for row in rows], Change),
        "treatment": counted([row.treatment for row in rows], Change),
        "effort": counted([row.effort for row in rows], Effort),
        "days": counted([_band(row.days or 0) for row in rows], (*BANDS, "longer")),
        "kept": sum(bool(row.kept) for row in rows),
        "unwanted": told_from(sum(bool(row.unwanted) for row in rows), K_TRIES),
    }


def _group(rows: Sequence[TryReport], slot: datetime) -> dict[str, Any]:
    answers = counted([row.illness for row in rows], Change)
    return {"n": len(rows), "illness": answers, "at": slot.isoformat()}


def _band(days: int) -> str:
    return next((name for name, most in BANDS.items() if days <= most), "longer")


def _release_words(work: Work, community_id: UUID) -> None:
    """Words are read by those who review once at least k people's wait to be read, so that none is one person's."""
    words = TryReport.unwanted.is_not(None) | TryReport.note.is_not(None)
    waiting = (
        select(TryReport)
        .join(Resource, (Resource.id == TryReport.resource_id) & (Resource.counted_from == TryReport.counted_from))
        .where(Resource.community_id == community_id, Resource.listed.is_(True), words)
        .where(TryReport.words_told.is_(False), TryReport.withdrawn_at.is_(None))
    )
    by_resource: dict[UUID, list[TryReport]] = {}
    for row in work.session.scalars(waiting):
        by_resource.setdefault(row.resource_id, []).append(row)
    for rows in by_resource.values():
        for row in rows if len(rows) >= K_TRIES else ():
            row.words_told = True
