"""The lists behind the figures: exactly what each of them counts, one entry for each thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from networks.errors import NotFound
from networks.overview import cases, life, load, newcomers, resolution
from networks.overview.cases import Item
from networks.overview.dashboard import Dashboard
from networks.overview.newcomers import First
from networks.people.models import Person
from networks.work import Work


@dataclass(frozen=True, slots=True)
class Entry:
    """One of what a figure counts. `counted` is false where it is only what the others are measured against.

    `hours` is how long it took or has taken so far; `over` tells which.
    """

    kind: str  # "case", "newcomer", "day" or "facilitator"
    at: datetime | None = None
    person_id: UUID | None = None
    person: Person | None = None
    holder: Person | None = None
    item: Item | None = None
    first: First | None = None
    day: date | None = None
    count: int | None = None
    red: int | None = None
    hours: float | None = None
    over: bool | None = None
    counted: bool = True


def entries(work: Work, board: Dashboard, key: str) -> list[Entry]:
    """The list behind a figure. Raises NotFound where there is no such list."""
    make = LISTS.get(key)
    if make is None:
        raise NotFound
    return named(work, sorted(make(board), key=ORDERS.get(key, _latest), reverse=True))


def named(work: Work, found: Sequence[Entry]) -> list[Entry]:
    """The same with the people in them, looked up together."""
    held = [one.item.holder(work.now) if one.item else None for one in found]
    ids = {person_id for person_id in (*held, *(one.person_id for one in found)) if person_id}
    known = work.session.scalars(select(Person).where(Person.id.in_(ids))) if ids else ()
    names: dict[UUID | None, Person] = {one.id: one for one in known}
    pairs = zip(found, held, strict=True)
    return [replace(one, person=names.get(one.person_id), holder=names.get(who)) for one, who in pairs]


def _latest(one: Entry) -> tuple[Any, ...]:
    return (one.at or one.day or "",)


def _soonest(one: Entry) -> tuple[Any, ...]:
    """Turned round, so that what is due first comes first."""
    return (-one.item.due_at.timestamp() if one.item else 0,)


def _first(is_counted: bool) -> Callable[[Entry], tuple[Any, ...]]:
    """What somebody should look at first."""
    return lambda one: (one.counted is is_counted, one.at)


ORDERS: Final[Mapping[str, Callable[[Entry], tuple[Any, ...]]]] = {
    "needs_human": _soonest,
    "queue": _first(False),
    "unanswered_24_h": _first(True),
    "load": lambda one: (one.count,),
}
"""How a list is ordered, the last first; else by when it began."""


def _waiting(board: Dashboard) -> list[Entry]:
    return [_case(item, board) for item in cases.waiting(board.items, board.period.until)]


def _queue(board: Dashboard) -> list[Entry]:
    period = board.period
    return [_case(one, board, cases.in_time(one, period)) for one in cases.judged(board.items, period)]


def _resolution(board: Dashboard) -> list[Entry]:
    return [_case(one, board) for one in cases.opened(board.items, board.period)]


def _reopened(board: Dashboard) -> list[Entry]:
    return [_case(one, board) for one in resolution.reopened(board.items, board.period)]


def _first_replies(board: Dashboard) -> list[Entry]:
    return [_newcomer(one, board) for one in newcomers.said(board.first, board.period)]


def _unanswered(board: Dashboard) -> list[Entry]:
    those = newcomers.a_day_old(board.first, board.period)
    return [_newcomer(one, board, one.is_forgotten()) for one in those]


def _peers(board: Dashboard) -> list[Entry]:
    those = newcomers.answered(board.first, board.period)
    return [_newcomer(one, board, newcomers.by_peer(one)) for one in those]


def _load(board: Dashboard) -> list[Entry]:
    found = load.carried(board.staff, board.items, board.period)
    return [Entry("facilitator", person_id=one.person_id, count=one.many, red=one.red) for one in found]


def _days(board: Dashboard) -> list[Entry]:
    return [Entry("day", day=one.day, count=one.messages) for one in life.within(board.days, board.period)]


def _case(item: Item, board: Dashboard, counted: bool = True) -> Entry:
    """Who asked anonymously has a name in the case alone, where it goes on record that somebody learns it."""
    wait = cases.lasted(item, board.period)
    known = None if item.hides_author else item.person_id
    about: dict[str, Any] = {"at": item.opened_at, "person_id": known, "item": item}
    return Entry("case", **about, hours=wait.length, over=wait.over, counted=counted)


def _newcomer(one: First, board: Dashboard, counted: bool = True) -> Entry:
    wait = one.wait(board.period.until)
    known = None if one.anonymous else one.person_id
    item = next((item for item in board.items if item.subject_id == one.message_id), None)
    about: dict[str, Any] = {"at": one.said_at, "person_id": known, "first": one, "item": item}
    return Entry("newcomer", **about, hours=wait.length, over=wait.over, counted=counted)


LISTS: Final[Mapping[str, Callable[[Dashboard], list[Entry]]]] = {
    "needs_human": _waiting,
    "queue": _queue,
    "resolution": _resolution,
    "resolution_reopened": _reopened,
    "newcomer_first_reply": _first_replies,
    "unanswered_24_h": _unanswered,
    "newcomer_first_reply_peers": _peers,
    "load": _load,
    "activity": _days,
}
