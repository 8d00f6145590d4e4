"""Finding a page of what is published: by words, tag and kind, in an order, at the same cost in a library of any size.

Whatever narrows is asked of the index of words, all at once: a kind and a tag stand in it as signs beside the words.
What few have is put in order; what many have is met soon by whoever walks along the order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, false, func, literal, select, tuple_

from networks.resources.models import Resource
from networks.text_search import Entry, Question, Term, has, hits, sign, sign_of, terms_of
from networks.work import Work

FEW: Final = 1_000
"""So many are put in order faster than they are met on the way along a library of a hundred thousand."""


class Wanted(NamedTuple):
    """What somebody looks for. Without a `state` it is what is published."""

    words: str = ""
    tag: str | None = None
    need: str | None = None
    kinds: tuple[str, ...] = ()
    sort: str = "helped"
    state: str | None = None

    @property
    def labels(self) -> list[str]:
        return [label.casefold() for label in (self.tag, self.need) if label]


class Order(NamedTuple):
    """Columns of a resource that are followed in one direction, the last of which tells all rows apart."""

    names: tuple[str, ...]
    rising: bool = False

    def columns(self, of: Any = Resource) -> list[Any]:
        return [getattr(of, name) for name in self.names]

    def by(self, of: Any = Resource) -> list[Any]:
        return [column if self.rising else column.desc() for column in self.columns(of)]

    def behind(self, place: Sequence[Any], of: Any = Resource) -> ColumnElement[bool]:
        """As a condition: what comes later than a row with these values."""
        columns = self.columns(of)
        here = tuple_(*columns)
        mark = tuple_(*(literal(value, column.type) for value, column in zip(place, columns, strict=True)))
        return here > mark if self.rising else here < mark


MADE: Final = Order(("created_at", "id"))


def page(
    work: Work, find: Select[Any], order: Order, after: UUID | None, *known: ColumnElement[bool], of: Any = Resource
) -> Select[Any]:
    """The rows in this order, those behind a resource if one is given. Behind one that is gone there is nothing, nor
    behind one that the asker may not know of: else where a list begins would tell of it."""
    find = find.order_by(*order.by(of))
    if after is None:
        return find
    place = work.session.execute(select(*order.columns()).where(Resource.id == after, *known)).first()
    return find.where(order.behind(place, of)) if place and None not in place else find.where(false())


def on_shelves(
    work: Work, community_id: UUID, wanted: Wanted, order: Order, after: UUID | None, limit: int
) -> list[UUID]:
    """Which published resources a page shows."""
    terms = terms_of(wanted.words)
    if wanted.words.strip() and not terms:
        return []
    if not (terms or wanted.labels or wanted.kinds):
        return _page_of(work, Resource, community_id, order, after, limit)
    question, few = _looked_up(work, _question(work, community_id, wanted, terms))
    if few is not None:
        return _page_of(work, _only(few, order), community_id, order, after, limit)
    had = exists().where(Entry.resource_id == Resource.id, Entry.version == Resource.published, has(question))
    return _page_of(work, Resource, community_id, order, after, limit, had)


def shelf_signs(community_id: UUID, kind: str, labels: Sequence[str]) -> list[str]:
    """Where a published resource stands, as signs in the index of words: on which shelves of which library."""
    return [sign("l", community_id), _of_kind(community_id, kind), *(_of_label(community_id, one) for one in labels)]


def _question(work: Work, community_id: UUID, wanted: Wanted, terms: Sequence[Term]) -> Question:
    """A sign that all in the library have would only be looked for in vain beside one that some have."""
    signs = [_of_label(community_id, label) for label in wanted.labels]
    kinds = [_of_kind(community_id, kind) for kind in wanted.kinds]
    if len(kinds) == 1:
        signs, kinds = signs + kinds, []
    dialect = work.session.get_bind().dialect.name
    narrow = tuple(signs) or (sign("l", community_id),)
    return Question(dialect, tuple(terms), narrow, tuple(kinds), narrow=bool(signs))


def _looked_up(work: Work, question: Question) -> tuple[Question, Select[Any] | None]:
    """Where few have what is asked for, the numbers of their entries.

    A last word that many have is not taken for the beginning of another: to look for all that it could become takes
    long. For the same reason, where few have all the rest, these are looked through instead.
    """
    whole, rest = question.whole(), question.without_last()
    if not _is_few(work, _entries(whole)):
        return whole, None
    if whole == question:
        return whole, _entries(whole)
    near = _entries(question)
    if rest and _is_few(work, _entries(rest)):
        near = select(Entry.id).where(Entry.id.in_(_entries(rest)), has(question))
    return question, near if _is_few(work, near) else None


def _entries(question: Question) -> Select[Any]:
    return select(hits(question).c.id)


def _is_few(work: Work, near: Select[Any]) -> bool:
    some = near.limit(FEW + 1).subquery()
    return (work.session.scalar(select(func.count()).select_from(some)) or 0) <= FEW


def _only(near: Select[Any], order: Order) -> Any:
    """The resources of these entries as a table of their own. Its limit keeps a database from walking along all."""
    columns = {"community_id", "listed", "id", *order.names}
    find = select(*(getattr(Resource, name) for name in sorted(columns)))
    as_published = (Entry.resource_id == Resource.id) & (Entry.version == Resource.published)
    return find.join(Entry, as_published).where(Entry.id.in_(near)).limit(FEW).subquery().c


def _page_of(
    work: Work, of: Any, community_id: UUID, order: Order, after: UUID | None, limit: int, *more: ColumnElement[bool]
) -> list[UUID]:
    find = page(work, select(of.id), order, after, *_here(Resource, community_id), of=of)
    return list(work.session.scalars(find.where(*_here(of, community_id), *more).limit(limit)))


def _here(of: Any, community_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (of.community_id == community_id, of.listed.is_(True))


def _of_kind(community_id: UUID, kind: str) -> str:
    return sign_of("s", f"{community_id} {kind}")


def _of_label(community_id: UUID, label: str) -> str:
    return sign_of("t", f"{community_id} {label.casefold()}")
