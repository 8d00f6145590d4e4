"""The shelves: what is published, in an order; one's own, in every state; what waits for those who review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import exists, func, or_, select

from networks.communities.queries import Visit
from networks.errors import Invalid, NotFound
from networks.policy import Can, may
from networks.resources.models import Label, Resource, State, Version
from networks.resources.queries import REVIEWED, Seen, member_inside, rows_of, seen_as
from networks.resources.standing import with_endorsements
from networks.resources.views import ResourceView
from networks.work import Work

SORTS: Final[dict[str, tuple[Any, ...]]] = {
    "recent": (Resource.published_at.desc(), Resource.id),
    "helped": (Resource.helped.desc(), Resource.id),
    "needs_testers": (Resource.testers, Resource.published_at.desc(), Resource.id),
}
"""Each has an index of its own, so that a page of a large library costs what one of a small one does."""

NEAR: Final = 200
"""Labels that are looked at for what is related: in a large library a tag is on thousands."""

LIKE: Final = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


class Wanted(NamedTuple):
    """What somebody looks for. Without a `state` it is what is published."""

    words: str = ""
    tag: str | None = None
    need: str | None = None
    kinds: tuple[str, ...] = ()
    sort: str = "helped"
    state: str | None = None


def library(work: Work, slug: str, wanted: Wanted, *, offset: int = 0, limit: int = 50) -> list[ResourceView]:
    """What the asker may see of what is wanted. In other states than published these are their own, and for reviewers
    what was submitted. Raises NotFound to whoever is no active member.
    """
    seen = among_shelves(work, slug)
    find = _published() if wanted.state in (None, State.PUBLISHED) else _in_state(work, seen, str(wanted.state))
    find = _narrowed(find.where(Resource.community_id == seen.community.id), wanted)
    order = SORTS.get(wanted.sort)
    if order is None:
        raise Invalid(fields={"sort": "Please choose one of these."})
    return views(work, seen, find.order_by(*order).offset(offset).limit(limit))


def offers(work: Work, slug: str, *, offset: int = 0, limit: int = 50) -> list[ResourceView]:
    """All that the asker has offered in a community, in every state, the newest first."""
    seen = among_shelves(work, slug)
    mine = (Resource.author_id == work.me, Resource.community_id == seen.community.id)
    find = rows_of().where(Version.number == Resource.version, *mine).order_by(Resource.created_at.desc(), Resource.id)
    return views(work, seen, find.offset(offset).limit(limit))


def related(work: Work, seen: Seen, tags: Sequence[str], limit: int = 4) -> list[ResourceView]:
    """Others in the library under the same tags, those that share the most of them first."""
    home = Label.community_id == seen.community.id
    near = select(Label.resource_id).where(home, Label.tag.in_(tags), Label.resource_id != seen.resource.id).limit(NEAR)
    shared = select(near.subquery().c.resource_id, func.count().label("n")).group_by("resource_id").subquery()
    find = _published().join(shared, shared.c.resource_id == Resource.id).order_by(shared.c.n.desc(), *SORTS["helped"])
    return views(work, seen, find.limit(limit)) if tags else []


def published_views(work: Work, place: Visit, ids: Sequence[UUID]) -> list[ResourceView]:
    """Of these resources of a community whose door the asker has come through, those in the library, in no order."""
    if not ids or place.standing is None:
        return []
    seen = Seen(Resource(community_id=place.community.id), place.community, place.standing)
    here = (Resource.id.in_(ids), Resource.community_id == place.community.id)
    return views(work, seen, _published().where(*here))


def among_shelves(work: Work, slug: str) -> Seen:
    """Where the asker stands, with no resource in sight yet. Raises NotFound to whoever is no active member."""
    place = member_inside(work, slug)
    if place.standing is None:
        raise NotFound
    return Seen(Resource(community_id=place.community.id), place.community, place.standing)


def views(work: Work, seen: Seen, find: Any) -> list[ResourceView]:
    rows: Sequence[Any] = work.session.execute(find).all()
    return with_endorsements(work, [seen_as(work, seen._replace(resource=row[0]), *row[1:]) for row in rows])


def _published() -> Any:
    return rows_of().where(Resource.listed.is_(True), Version.number == Resource.published)


def _in_state(work: Work, seen: Seen, state: str) -> Any:
    """The version under way: of one's own, and of others' where one reviews and it was submitted."""
    own = Resource.author_id == work.me
    reviews = may(seen.standing, Can.REVIEW_RESOURCE, work.now) and state in REVIEWED
    mine = or_(own, Version.submitted_at.is_not(None)) if reviews else own
    return rows_of().where(Version.number == Resource.version, Resource.state == state, mine)


def _narrowed(find: Any, wanted: Wanted) -> Any:
    if wanted.kinds:
        find = find.where(Version.kind.in_(wanted.kinds))
    for label in filter(None, (wanted.tag, wanted.need)):
        find = find.where(exists().where(Label.resource_id == Resource.id, Label.tag == label.casefold()))
    for word in wanted.words.split()[:8]:
        like = f"%{word.translate(LIKE)}%"
        find = find.where(or_(Version.title.ilike(like, escape="\\"), Version.body.ilike(like, escape="\\")))
    return find
