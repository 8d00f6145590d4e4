"""What members of the play tell of what they tried: as many and as mixed as the script says, the same each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from networks.communities.models import Membership
from networks.communities.queries import active
from networks.demo.play import Play
from networks.resources.models import Resource
from networks.resources.releasing import release_now
from networks.resources.trying_models import Change, Effort, TryReport
from networks.work import Work

GUESTS: Final = ("ana", "ben", "lin")
"""They can be looked around as, so what they tell is left to whoever does."""

KEPT: Final = {Change.LESS: 0.9, Change.SAME: 0.45, Change.MORE: 0.1}
"""How many go on with it, by how it went."""

EFFORTS: Final = {"low": (6, 2, 1), "some": (2, 5, 2), "high": (1, 3, 5)}


class Teller(NamedTuple):
    person_id: UUID
    joined_at: datetime
    circumstances: list[str]


def tell_tries(play: Play, library: dict[str, Any], work: Work) -> None:
    """One insert for each resource: as use cases, they would take longer than all else. Then all of it is shown."""
    tried = [one for one in library["resources"] if sum(one.get("tried", ()))]
    community_id = work.session.get_one(Resource, play.offered[tried[0]["id"]]).community_id
    tellers = _tellers(work, community_id, {play.people[name].person_id for name in GUESTS}, library["lives"])
    for one in tried:
        found = work.session.get_one(Resource, play.offered[one["id"]])
        others = [teller for teller in tellers if teller.person_id != found.author_id]
        work.session.execute(insert(TryReport), list(_reports(one, found, others, work.now)))
    release_now(work, community_id)


def _tellers(work: Work, community_id: UUID, guests: set[UUID], lives: Sequence[list[str]]) -> list[Teller]:
    here = (Membership.community_id == community_id, active(work.now), Membership.person_id.not_in(guests))
    find = select(Membership.person_id, Membership.joined_at).where(*here).order_by(Membership.joined_at)
    rows = work.session.execute(find).all()
    return [Teller(row[0], row[1] or work.now, lives[at % len(lives)]) for at, row in enumerate(rows)]


def _reports(
    one: dict[str, Any], found: Resource, tellers: Sequence[Teller], now: datetime
) -> Iterator[dict[str, Any]]:
    chance = Random(one["id"])
    went = [change for change, many in zip(Change, one["tried"], strict=True) for _ in range(many)]
    told = chance.sample(tellers, len(went))
    chance.shuffle(went)
    worse = sorted(range(len(went)), key=lambda at: list(Change).index(went[at]))
    unwanted = dict(zip(reversed(worse), one["unwanted"], strict=False))
    notes = dict(zip(worse, one["notes"], strict=False))
    for at, (change, teller) in enumerate(zip(went, told, strict=True)):
        published = max(found.created_at + timedelta(days=1), teller.joined_at)
        when = published + (now - published) * chance.uniform(0.1, 0.95)
        yield {
            "id": uuid4(), "resource_id": found.id, "person_id": teller.person_id, "version": found.counted_from,
            "counted_from": found.counted_from, "illness": change, "treatment": _treatment(chance, change),
            "effort": chance.choices(list(Effort), EFFORTS[one["effort"]])[0],
            "days": chance.choice((3, 7, 10, 14, 14, 16, 21, 30, 60, 90)), "kept": chance.random() < KEPT[change],
            "unwanted": unwanted.get(at), "note": notes.get(at),
            "circumstances": teller.circumstances,
            "reported_at": when, "changed_at": when, "withdrawn_at": None, "told": False, "words_told": False,
        }  # fmt: skip


def _treatment(chance: Random, change: Change) -> Change:
    """What looking after the illness takes, which these things touch less."""
    return change if chance.random() < 0.3 else Change.SAME
