"""The shelves: what is published, in an order; one's own, in every state; what waits for those who review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select

from networks.communities.queries import Visit
from networks.errors import Invalid, NotFound
from networks.policy import Can, may
from networks.resources.finding import MADE, Order, on_shelves, page
from networks.resources.finding import Wanted as Wanted
from networks.resources.models import Label, Resource, State, Version
from networks.resources.queries import REVIEWED, Seen, member_inside, rows_of, seen_as
from networks.resources.standing import with_endorsements
from networks.resources.views import ResourceView
from networks.work import Work

SORTS: Final[dict[str, Order]] = {
    "recent": Order(("published_at", "id")),
    "helped": Order(("helped", "id")),
    "needs_testers": Order(("testers", "published_at", "id"), rising=True),
}
"""Each has an index of its own that it follows in one direction, so that a page of a large library costs what one of a
small one does. Of those that need testers, the one that waits longest comes first."""

NEAR: Final = 200
"""Labels that are looked at for what is related: in a large library a tag is on thousands."""

LIKE: Final = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


def library(work: Work, slug: str, wanted: Wanted, *, after: UUID | None = None, limit: int = 50) -> list[ResourceView]:
    """What the asker may see of what is wanted, from behind the resource `after`. In other states than published these
    are their own, and for reviewers what was submitted. Raises NotFound to whoever is no active member.
    """
    seen = among_shelves(work, slug)
    order = SORTS.get(wanted.sort)
    if order is None:
        raise Invalid(fields={"sort": "Please choose one of these."})
    if wanted.state not in (None, State.PUBLISHED):
        find = _with_words(_in_state(work, seen, str(wanted.state)), wanted.words)
        known = (Resource.community_id == seen.community.id, _known(work, seen))
        return views(work, seen, page(work, _narrowed(find, seen, wanted), MADE, after, *known).limit(limit))
    ids = on_shelves(work, seen.community.id, wanted, order, after, limit)
    found = {one.id: one for one in _by_id(work, seen, ids)}
    return [found[id_] for id_ in ids if id_ in found]


def _by_id(work: Work, seen: Seen, ids: Sequence[UUID]) -> list[ResourceView]:
    """The rows are looked up by nothing else: told more, a database may go along all that is listed instead."""
    find = rows_of().where(Version.number == Resource.published, Resource.id.in_(ids))
    found = views(work, seen, find) if ids else []
    return [one for one in found if one.resource.listed and one.resource.community_id == seen.community.id]


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
    find = (
        _published()
        .join(shared, shared.c.resource_id == Resource.id)
        .order_by(shared.c.n.desc(), *SORTS["helped"].by())
    )
    return views(work, seen, find.limit(limit)) if tags else []


def published_views(work: Work, place: Visit, ids: Sequence[UUID]) -> list[ResourceView]:
    """Of these resources of a community whose door the asker has come through, those in the library, in no order."""
    if place.standing is None:
        return []
    return _by_id(work, Seen(Resource(community_id=place.community.id), place.community, place.standing), ids)


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


def _known(work: Work, seen: Seen) -> ColumnElement[bool]:
    """What the asker may know of, in whatever state."""
    known = or_(Resource.listed.is_(True), Resource.author_id == work.me)
    return or_(known, Resource.state.in_(REVIEWED)) if may(seen.standing, Can.REVIEW_RESOURCE, work.now) else known


def _narrowed(find: Any, seen: Seen, wanted: Wanted) -> Any:
    find = find.where(Resource.community_id == seen.community.id)
    if wanted.kinds:
        find = find.where(Version.kind.in_(wanted.kinds))
    for label in wanted.labels:
        find = find.where(exists().where(Label.resource_id == Resource.id, Label.tag == label))
    return find


def _with_words(find: Any, words: str) -> Any:
    """What is not published stands in no index for searching."""
    for word in words.split()[:8]:
        like = f"%{word.translate(LIKE)}%"
        find = find.where(or_(Version.title.ilike(like, escape="\\"), Version.body.ilike(like, escape="\\")))
    return find
