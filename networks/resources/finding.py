"""Finding a page of what is published: by words, tag and kind, in an order, at the same cost in a library of any size.

What few have is looked up and put in order; what many have is met soon by whoever walks along the order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, literal, select, tuple_
from sqlalchemy.orm import aliased

from networks.resources.models import Label, Resource, Version
from networks.text_search import Entry, Term, hits, sign, terms_of
from networks.work import Work

FEW: Final = 1_500
"""So many are put in order faster than they are met on the way along a library of a hundred thousand."""


Shown = aliased(Resource)


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
    """Columns that are followed in one direction, the last of which tells all rows apart."""

    columns: tuple[Any, ...]
    rising: bool = False

    def by(self) -> list[Any]:
        return [column if self.rising else column.desc() for column in self.columns]

    def behind(self, place: Sequence[Any]) -> ColumnElement[bool]:
        """As a condition: what comes later than a row with these values."""
        here = tuple_(*self.columns)
        mark = tuple_(*(literal(value, column.type) for value, column in zip(place, self.columns, strict=True)))
        return here > mark if self.rising else here < mark


MADE: Final = Order((Resource.created_at, Resource.id))


def page(work: Work, find: Select[Any], order: Order, after: UUID | None, *known: ColumnElement[bool]) -> Select[Any]:
    """The rows in this order, those behind a resource if one is given. Behind one that is gone there is nothing, nor
    behind one that the asker may not know of: else where a list begins would tell of it."""
    find = find.order_by(*order.by())
    if after is None:
        return find
    place = work.session.execute(select(*order.columns).where(Resource.id == after, *known)).first()
    return find.where(order.behind(place)) if place and None not in place else find.where(Resource.id.is_(None))


def on_shelves(
    work: Work, community_id: UUID, wanted: Wanted, order: Order, after: UUID | None, limit: int
) -> list[UUID]:
    """Which published resources a page shows."""
    marks = _marks(work, community_id, wanted)
    if marks is None:
        return []
    few = next((mark for mark in marks if _is_few(work, mark)), None)
    rest = [mark for mark in marks if mark is not few]
    here = (Resource.community_id == community_id, Resource.listed.is_(True))
    find = page(work, _kinds(select(Resource.id), wanted), order, after, *here).where(*(mark.had() for mark in rest))
    if few is None:
        return list(work.session.scalars(find.where(*here).limit(limit)))
    return _of_few(work, community_id, find, few, order)[:limit]


class Mark(NamedTuple):
    """Something that resources have or have not: what to count, who has it, and whether one of them does."""

    counted: Any
    all: Select[Any]
    one: Any

    def had(self) -> ColumnElement[bool]:
        return exists(self.one)


def _marks(work: Work, community_id: UUID, wanted: Wanted) -> list[Mark] | None:
    """None where the words that are wanted are none."""
    terms = terms_of(wanted.words)
    if wanted.words.strip() and not terms:
        return None
    found = [_of_words(work, community_id, terms)] if terms else []
    return found + [_of_label(community_id, label) for label in wanted.labels]


def _of_words(work: Work, community_id: UUID, terms: Sequence[Term]) -> Mark:
    dialect = work.session.get_bind().dialect.name
    near = hits(dialect, terms, [sign("c", community_id), sign("k", "resource")])
    live = (Shown.id == Entry.resource_id) & (Shown.published == Entry.version)
    all_of_them = select(Entry.resource_id.label("id")).join(near, near.c.id == Entry.id).join(Shown, live)
    as_published = (Entry.resource_id == Resource.id, Entry.version == Resource.published)
    one = select(near.c.id).join(Entry, near.c.id == Entry.id).where(*as_published)
    return Mark(select(near.c.id), all_of_them, one)


def _of_label(community_id: UUID, label: str) -> Mark:
    all_of_them = select(Label.resource_id.label("id")).where(Label.community_id == community_id, Label.tag == label)
    one = select(Label.tag).where(Label.resource_id == Resource.id, Label.tag == label)
    return Mark(all_of_them, all_of_them, one)


def _is_few(work: Work, mark: Mark) -> bool:
    some = mark.counted.limit(FEW + 1).subquery()
    return (work.session.scalar(select(func.count()).select_from(some)) or 0) <= FEW


def _of_few(work: Work, community_id: UUID, find: Select[Any], few: Mark, order: Order) -> list[UUID]:
    """Only these are looked at, each by its id, and put in order here: a database might walk along all of them."""
    columns = (Resource.community_id, Resource.listed, *order.columns)
    rows = work.session.execute(find.order_by(None).add_columns(*columns).where(Resource.id.in_(few.all)))
    here = [row for row in rows if row[1] == community_id and row[2]]
    here.sort(key=lambda row: tuple(row[3:]), reverse=not order.rising)
    return [row[0] for row in here]


def _kinds(find: Select[Any], wanted: Wanted) -> Select[Any]:
    if not wanted.kinds:
        return find
    said = (Version.resource_id == Resource.id) & (Version.number == Resource.published)
    return find.join(Version, said).where(Version.kind.in_(wanted.kinds))
