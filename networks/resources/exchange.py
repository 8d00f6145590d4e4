"""The published library as it leaves for elsewhere, and what comes in from there: for whoever sets the library up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import and_, or_, select

from networks.communities.queries import Visit
from networks.errors import Invalid, NotFound
from networks.policy import Can, may, require
from networks.resources.actions import hand_in_all, missing
from networks.resources.models import Resource, Version
from networks.resources.queries import REVIEWED, member_inside
from networks.work import Work

MOST: Final = 500
"""Lines of one import: each of them is a case for somebody to read, and all come in one transaction."""

AT_ONCE: Final = 25

CARRIED: Final = (
    "kind", "title", "body", "url", "tags", "helps", "source", "interest", "changes_treatment", "try_days",
)  # fmt: skip
"""What travels of a resource: its words, and nothing about the people around it."""


class Line(NamedTuple):
    """One thing as it was read: where it stood, what it says, and what is wrong with it, by field.

    `double` is the line that says the same, or 0 where it is in this community already. `html` is its body, rendered.
    """

    number: int
    said: dict[str, Any]
    faults: dict[str, str]
    double: int | None = None
    html: str | None = None

    @property
    def is_new(self) -> bool:
        return not self.faults and self.double is None


def carried(work: Work, slug: str, *, after: UUID | None = None, limit: int = 100) -> list[tuple[UUID, dict[str, Any]]]:
    """A stretch of what is published, in the order of their ids, for whoever sets the library up. No names."""
    place = may_exchange(work, slug)
    find = (
        select(Resource.id, *(getattr(Version, name) for name in CARRIED))
        .join(Version, and_(Version.resource_id == Resource.id, Version.number == Resource.published))
        .where(Resource.community_id == place.community.id, Resource.listed.is_(True))
    )
    if after is not None:
        find = find.where(Resource.id > after)
    rows = work.session.execute(find.order_by(Resource.id).limit(limit))
    return [(row[0], dict(zip(CARRIED, row[1:], strict=True))) for row in rows]


def look_through(work: Work, slug: str, lines: Sequence[Line]) -> list[Line]:
    """What would come in, what would not and why. Nothing is changed."""
    place = _bring_in(work, slug)
    known = _known(work, place, [line.said["title"] for line in lines if not line.faults])
    found: list[Line] = []
    first: dict[tuple[str, str], int] = {}
    for line in lines:
        faults = line.faults or missing(line.said["kind"], line.said["body"], line.said.get("url"))
        double = None
        if not faults:
            words = _words(line.said["title"], line.said["body"])
            double = 0 if words in known else first.get(words)
            first.setdefault(words, line.number)
        found.append(line._replace(faults=faults, double=double))
    return found


def rendered(lines: Sequence[Line], render: Callable[[str], str]) -> Iterator[Line]:
    """Ready to come in. It takes longest of all, so it is done before anybody waits for the writer's turn."""
    for line in lines:
        yield line if line.faults else line._replace(html=render(line.said["body"]))


def refuse_faults(found: Sequence[Line]) -> None:
    """Raises Invalid where a line is wrong: then nothing comes in."""
    faults = {f"{one.number}.{name}": words for one in found for name, words in one.faults.items()}
    if faults or len(found) > MOST:
        raise Invalid(fields=faults or {"content": "These are too many at once."})


def bring_in(work: Work, slug: str, lines: Sequence[Line]) -> Iterator[int]:
    """Hand in all that is new, as the asker's submissions; tells again and again how many more are done.

    Raises Invalid where a line is wrong. What is there already is left as it is.
    """
    found = look_through(work, slug, lines)
    refuse_faults(found)
    fresh = [(one.said, one.html) for one in found if one.is_new]
    for start in range(0, len(fresh), AT_ONCE):
        some = fresh[start : start + AT_ONCE]
        hand_in_all(work, slug, some)
        yield len(some)


def may_exchange(work: Work, slug: str) -> Visit:
    """A community for whoever sets its library up."""
    work.require_asker()
    place = member_inside(work, slug)
    if place.standing is None:
        raise NotFound
    require(work, place.standing, Can.SET_UP_LIBRARY)
    return place


def _bring_in(work: Work, slug: str) -> Visit:
    place = may_exchange(work, slug)
    if place.standing is not None:
        require(work, place.standing, Can.OFFER_RESOURCE)
    return place


def _known(work: Work, place: Visit, titles: Sequence[str]) -> set[tuple[str, str]]:
    """What the asker may see under these titles. What they may not see is no double: that would tell of it."""
    reviews = place.standing is not None and may(place.standing, Can.REVIEW_RESOURCE, work.now)
    under_way = Version.number == Resource.version
    seen = [
        and_(Resource.listed.is_(True), Version.number == Resource.published),
        and_(Resource.author_id == work.me, under_way),
    ]
    if reviews:
        seen.append(and_(Resource.state.in_(REVIEWED), under_way, Version.submitted_at.is_not(None)))
    find = (
        select(Version.title, Version.body)
        .join(Resource, Resource.id == Version.resource_id)
        .where(Resource.community_id == place.community.id, Version.title.in_(set(titles)), or_(*seen))
    )
    return {_words(title, body) for title, body in work.session.execute(find)}


def _words(title: str, body: str) -> tuple[str, str]:
    """What makes two the same. Line ends change on the way through forms and spreadsheets."""
    return title, "\n".join(line.rstrip() for line in body.strip().splitlines())
