"""Collections: what facilitators put together, in an order, such as "Newly diagnosed: start here"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, case, delete, func, or_, select

from networks.database import insert_once, unless_taken
from networks.errors import Conflict, Invalid, NotFound
from networks.policy import Can, may, require
from networks.resources.library import among_shelves, views
from networks.resources.models import Resource, Version
from networks.resources.queries import REVIEWED, Seen, at_home, behind_the_door, rows_of
from networks.resources.shelf_models import Collected, Collection
from networks.resources.views import ResourceView
from networks.work import Work

MOST: Final = 100
"""Resources in one collection: past it nobody reads on."""

TAKEN: Final = "There is a collection of this name already."


class Shelf(NamedTuple):
    """A collection, and how many of what is in it the asker can read."""

    collection: Collection
    size: int


def collections(work: Work, slug: str) -> list[Shelf]:
    """A community's collections in their order. Members are not shown those that hold nothing for them."""
    seen = among_shelves(work, slug)
    listed = (Collected.collection_id == Collection.id, Collected.resource_id == Resource.id, Resource.listed.is_(True))
    count = select(func.count()).where(*listed).correlate(Collection).scalar_subquery()
    find = select(Collection, count).where(Collection.community_id == seen.community.id)
    rows = work.session.execute(find.order_by(Collection.position, Collection.made_at, Collection.id)).all()
    arranges = may(seen.standing, Can.SET_UP_LIBRARY, work.now)
    return [Shelf(*row) for row in rows if row[1] or arranges]


def collection(work: Work, collection_id: UUID) -> tuple[Collection, Seen, list[ResourceView]]:
    """One of them with what is in it: of the library to members; facilitators also see what was archived, but nothing
    that its author took back."""
    found, seen = _collection(work, collection_id)
    arranges = may(seen.standing, Can.SET_UP_LIBRARY, work.now)
    find = rows_of().join(Collected, Collected.resource_id == Resource.id)
    find = find.where(Collected.collection_id == found.id, Version.number == Resource.published)
    find = find.where(_arranged(work) if arranges else Resource.listed.is_(True))
    return found, seen, views(work, seen, find.order_by(Collected.position, Collected.resource_id).limit(MOST))


def make_collection(work: Work, slug: str, *, name: str, purpose: str = "") -> Collection:
    """Raises Conflict where there is one of this name."""
    seen = among_shelves(work, slug)
    require(work, seen.standing, Can.SET_UP_LIBRARY)
    last = select(func.coalesce(func.max(Collection.position), 0)).where(Collection.community_id == seen.community.id)
    place = {"community_id": seen.community.id, "position": (work.session.scalar(last) or 0) + 1}
    made = Collection(id=uuid4(), name=name, purpose=purpose, made_at=work.now, **place)
    with unless_taken(work.session, Conflict(TAKEN)):
        work.session.add(made)
    return made


def edit_collection(work: Work, collection_id: UUID, **said: Any) -> Collection:
    """Change its name, its purpose, or its `position` among the others, which begins at 1."""
    found, _ = _to_arrange(work, collection_id)
    position = said.pop("position", None)
    with unless_taken(work.session, Conflict(TAKEN)):
        for name, value in said.items():
            setattr(found, name, value)
    if position is not None:
        others = work.session.scalars(select(Collection).where(Collection.community_id == found.community_id)).all()
        _put(found, sorted(others, key=lambda one: (one.position, one.made_at)), position)
    work.session.flush()
    return found


def delete_collection(work: Work, collection_id: UUID) -> None:
    """What is in it stays in the library."""
    found, _ = _to_arrange(work, collection_id)
    work.session.delete(found)
    work.session.flush()


def collect(work: Work, collection_id: UUID, resource_id: UUID, *, position: int | None = None) -> None:
    """Put something of the library into a collection, or move it there to a `position` that begins at 1."""
    found, seen = _to_arrange(work, collection_id)
    what = behind_the_door(work, resource_id).resource
    if what.community_id != seen.community.id or what.published is None:
        raise NotFound
    items = _items(work, found)
    if len(items) >= MOST and resource_id not in {item.resource_id for item in items}:
        raise Invalid("A collection holds a hundred at most.")
    insert_once(work.session, Collected, collection_id=found.id, resource_id=resource_id, position=len(items) + 1)
    if position is not None:
        items = _items(work, found)
        _put(next(item for item in items if item.resource_id == resource_id), items, position)
    work.session.flush()


def take_out(work: Work, collection_id: UUID, resource_id: UUID) -> None:
    """Where it is not in there, nothing happens."""
    found, _ = _to_arrange(work, collection_id)
    wanted = (Collected.collection_id == found.id, Collected.resource_id == resource_id)
    work.session.execute(delete(Collected).where(*wanted))


def _items(work: Work, found: Collection) -> list[Collected]:
    """In their order, as whoever arranges them counts: what they do not see comes last."""
    find = select(Collected).join(Resource, Resource.id == Collected.resource_id)
    unseen = case((_arranged(work), 0), else_=1)
    order = (unseen, Collected.position, Collected.resource_id)
    return list(work.session.scalars(find.where(Collected.collection_id == found.id).order_by(*order)))


def _arranged(work: Work) -> ColumnElement[bool]:
    """What facilitators see of what was put into collections."""
    return or_(Resource.listed.is_(True), Resource.state.in_(REVIEWED), Resource.author_id == work.me)


def _put(one: Any, others: Sequence[Any], position: int) -> None:
    """Move it, and number all of them anew."""
    rest = [each for each in others if each is not one]
    rest.insert(max(0, position - 1), one)
    for number, each in enumerate(rest, start=1):
        each.position = number


def _to_arrange(work: Work, collection_id: UUID) -> tuple[Collection, Seen]:
    """Held until the commit, so that two who arrange it do so one after the other."""
    found, seen = _collection(work, collection_id)
    require(work, seen.standing, Can.SET_UP_LIBRARY)
    work.session.refresh(found, with_for_update=True)
    return found, seen


def _collection(work: Work, collection_id: UUID) -> tuple[Collection, Seen]:
    work.require_asker()
    found = work.session.get(Collection, collection_id)
    if found is None:
        raise NotFound
    community, standing = at_home(work, found.community_id)
    if not standing.is_member:
        raise NotFound
    return found, Seen(Resource(community_id=community.id), community, standing)
