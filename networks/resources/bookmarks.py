"""What members keep for themselves: marks on resources. Nobody else sees them, and nobody counts them."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, select

from networks.database import insert_once
from networks.resources.library import among_shelves, views
from networks.resources.models import Resource, Version
from networks.resources.queries import behind_the_door, rows_of
from networks.resources.shelf_models import Bookmark
from networks.resources.views import ResourceView
from networks.work import Work


class Kept(NamedTuple):
    """Something that was marked. `one` is None where it has left the library since."""

    resource_id: UUID
    one: ResourceView | None


def keep(work: Work, resource_id: UUID) -> None:
    """Mark a resource to find it again. Twice is once."""
    behind_the_door(work, resource_id)
    insert_once(work.session, Bookmark, person_id=work.me, resource_id=resource_id, at=work.now)


def let_go(work: Work, resource_id: UUID) -> None:
    """Take a mark away; works for what has left the library too. Where there is none, nothing happens."""
    mine = (Bookmark.person_id == work.me, Bookmark.resource_id == resource_id)
    done: Any = work.session.execute(delete(Bookmark).where(*mine))
    if not done.rowcount:
        behind_the_door(work, resource_id)


def is_kept(work: Work, resource_id: UUID) -> bool:
    return work.session.get(Bookmark, (work.me, resource_id)) is not None


def kept(work: Work, slug: str, *, offset: int = 0, limit: int = 50) -> list[Kept]:
    """What the asker has marked in a community, the latest first."""
    seen = among_shelves(work, slug)
    mine = select(Bookmark.resource_id).join(Resource, Resource.id == Bookmark.resource_id)
    mine = mine.where(Bookmark.person_id == work.me, Resource.community_id == seen.community.id)
    ids = work.session.scalars(mine.order_by(Bookmark.at.desc(), Resource.id).offset(offset).limit(limit)).all()
    shown = rows_of().where(Resource.id.in_(ids), Resource.listed.is_(True), Version.number == Resource.published)
    found = {one.id: one for one in views(work, seen, shown)}
    return [Kept(id_, found.get(id_)) for id_ in ids]
