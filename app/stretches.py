"""Stretches of rooms as JSON, made once for all who ask for the same one: after a restart that is everybody at once.

A stretch belongs to one revision of its room, so it is never stale. What is the asker's own is put on top of it.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from app.latest import Latest
from app.schemas.chat import message_json, own_json
from networks.chat import queries
from networks.chat.history import marks
from networks.chat.queries import Entered
from networks.work import Work

KEPT: Final = 24
"""Stretches kept in memory, at some 300 kB each where they hold a hundred messages."""


class Stretch(NamedTuple):
    """Messages in ascending order; `more` tells whether it goes on in the direction of reading."""

    items: list[dict[str, Any]]
    more: bool


_kept: Latest[Stretch] = Latest(KEPT)


def stretch(work: Work, entered: Entered, *, reveal: bool = False, **position: Any) -> Stretch:
    """The same as `queries.history`, which says what `position` can be, as the asker sees it."""
    staff = reveal and queries.reveals(work, entered)
    key = (work.network, entered.room.id, entered.room.revision, staff, *sorted(position.items()))
    shared = _kept.get(key, lambda: _read(work, entered, staff, position))
    by = "change_seq" if "changed_after" in position else "seq"
    return Stretch(_with_own(work, entered, by, shared.items), shared.more)


def _read(work: Work, entered: Entered, staff: bool, position: dict[str, Any]) -> Stretch:
    page = queries.history(work, entered, reveal=staff, for_nobody=True, **position)
    return Stretch([message_json(one, public=True) for one in page.items], page.more)


def _with_own(work: Work, entered: Entered, by: str, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not items:
        return []
    low, high = sorted((items[0][by], items[-1][by]))
    own, mine = marks(work, entered.room.id, low, high, by)
    return [
        own_json(one, mine.get(one["seq"], ()), is_own=one["seq"] in own, client_key=own.get(one["seq"]))
        for one in items
    ]
