"""What members may know of how it went for others: counts as they were released, with how sure one can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, exists, select, tuple_

from networks.communities.models import Community, Membership
from networks.communities.queries import active
from networks.figures import K_TRIES, Share, share
from networks.policy import About, Can, may
from networks.resources.models import Resource, Version
from networks.resources.queries import Seen, behind_the_door
from networks.resources.releasing import next_slot
from networks.resources.trying_models import Change, Release, Trial, TryReport, asking
from networks.work import Work


class Group(NamedTuple):
    """Those who share a circumstance: how many, and whose illness weighed less."""

    name: str
    less: Share
    at: datetime


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What is shown of a resource's reports. Where `n` is None too few have answered, and nothing else is known."""

    version: int
    next_at: datetime
    afresh: bool
    """Whether an earlier version said something else, whose reports do not count here."""
    n: int | None = None
    kept: int | None = None
    illness: Mapping[str, Share] | None = None
    treatment: Mapping[str, Share] | None = None
    effort: Mapping[str, int] | None = None
    days: Mapping[str, int] | None = None
    unwanted: int | None = None
    groups: tuple[Group, ...] = ()
    released_at: datetime | None = None

    @property
    def suppressed(self) -> bool:
        return self.n is None


class Line(NamedTuple):
    """For a card: of `n` who answered, what became of both burdens."""

    n: int
    illness: Mapping[str, Share]
    treatment: Mapping[str, Share]


class Question(NamedTuple):
    """Something that a member began to try and has not told about."""

    resource_id: UUID
    title: str
    slug: str
    trial: Trial


class Words(NamedTuple):
    """What several people wrote, in an order that says nothing about when."""

    unwanted: list[str]
    notes: list[str]


def outcomes(work: Work, resource_id: UUID) -> Outcomes:
    """For members, and for operators where it is in the library. Raises NotFound to all others."""
    return outcomes_of(work, _behind(work, resource_id))


def outcomes_of(work: Work, found: Resource) -> Outcomes:
    """For whoever has found a resource as a member."""
    version = found.published or found.version
    known: dict[str, Any] = {
        "version": version,
        "next_at": next_slot(found.community_id, work.now),
        "afresh": _afresh(work, found),
    }
    key = {"resource_id": found.id, "counted_from": found.counted_from}
    shown = work.session.scalars(select(Release).filter_by(**key)).one_or_none()
    return Outcomes(**known, **(_told(shown) if shown else {}))


def lines(work: Work, resources: Iterable[Resource]) -> dict[UUID, Line]:
    """For a page of cards, in one question: those of which something is shown."""
    keys = [(found.id, found.counted_from) for found in resources]
    if not keys:
        return {}
    find = select(Release).where(tuple_(Release.resource_id, Release.counted_from).in_(keys))
    return {one.resource_id: _line(one) for one in work.session.scalars(find)}


def to_answer(work: Work, community_id: UUID | None = None) -> list[Question]:
    """What the asker tries and may be asked about now: in the library still, and they inside still.

    It is led by what they try alone: told where to look, a database may go along the whole library instead.
    """
    find = (
        select(Resource.id, Version.title, Community.slug, Trial, Resource.listed, Resource.community_id)
        .join(Resource, Resource.id == Trial.resource_id)
        .join(Version, and_(Version.resource_id == Resource.id, Version.number == Resource.published))
        .join(Community, Community.id == Resource.community_id)
        .join(Membership, and_(Membership.community_id == Community.id, Membership.person_id == Trial.person_id))
        .where(Trial.person_id == work.me, asking(work.now), active(work.now))
        .order_by(Trial.ask_at, Resource.id)
    )
    rows = work.session.execute(find).all()
    return [Question(*row[:4]) for row in rows if row.listed and community_id in (None, row.community_id)]


def words(work: Work, seen: Seen) -> Words | None:
    """What people wrote beside their answers, for those who review: without names, and never fewer than k. Nobody
    else reads it, its author not either; None is also the answer to them.
    """
    if not may(seen.standing, Can.REVIEW_RESOURCE, work.now, About(seen.resource.author_id)):
        return None
    key = {"resource_id": seen.resource.id, "counted_from": seen.resource.counted_from, "words_told": True}
    rows = [row for row in work.session.scalars(select(TryReport).filter_by(**key)) if row.withdrawn_at is None]
    unwanted, notes = (sorted(filter(None, texts)) for texts in ((r.unwanted for r in rows), (r.note for r in rows)))
    found = Words(*(texts if len(texts) >= K_TRIES else [] for texts in (unwanted, notes)))
    return found if any(found) else None


def shares(counts: Mapping[str, int]) -> dict[str, Share]:
    n = sum(counts.values())
    return {str(kind): share(counts[kind], n) for kind in Change}


def _behind(work: Work, resource_id: UUID) -> Resource:
    """An operator need not be a member for what tells of nobody."""
    found = work.session.get(Resource, resource_id) if work.asker and work.asker.is_operator else None
    if found is not None and found.listed:
        return found
    return behind_the_door(work, resource_id).resource


def _line(shown: Release) -> Line:
    return Line(shown.n, shares(shown.counts["illness"]), shares(shown.counts["treatment"]))


def _told(shown: Release) -> dict[str, Any]:
    counts = shown.counts
    groups = (
        Group(name, share(group["illness"]["less"], group["n"]), datetime.fromisoformat(group["at"]))
        for name, group in counts["circumstances"].items()
    )
    plain = {name: counts[name] for name in ("kept", "effort", "days", "unwanted")}
    bars = {name: shares(counts[name]) for name in ("illness", "treatment")}
    return {**plain, **bars, "n": shown.n, "groups": tuple(groups), "released_at": shown.released_at}


def _afresh(work: Work, found: Resource) -> bool:
    """Told from the versions, which everybody sees, and not from whether somebody had reported."""
    earlier = (Version.resource_id == found.id, Version.number < found.counted_from, Version.outcome == "publish")
    return bool(work.session.scalar(select(exists().where(*earlier))))
