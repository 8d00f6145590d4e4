"""A room's log, drawn once for all who read it alike.

Drawing fifty messages takes longer than everything else on the page together. What is drawn belongs to one revision
of a room, so it is never stale, and to one zone, language and day; what is a reader's own is put on top of it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from markupsafe import Markup

from app.looks import zone
from app.pages.entries import Line, Look, lines
from app.words import language
from networks.chat.history import marks
from networks.chat.queries import Entered, reveals, shared_history
from networks.chat.views import MessageView
from networks.policy import About, Can, may
from networks.work import Work

SHOWN: Final = 50
"""Messages of a room page."""

KEPT: Final = 200
"""Logs kept in memory, at some 50 kB each."""


@dataclass(slots=True)
class Log:
    lines: list[Line]
    has_older: bool


_kept: OrderedDict[object, Log] = OrderedDict()


def log_of(work: Work, entered: Entered, before_seq: int | None) -> Log:
    """The latest messages of a room, or those before a position."""
    room = entered.room
    today = datetime.now(zone()).date()
    staff = reveals(work, entered)
    key = (room.id, room.revision, before_seq, staff, zone().key, language(), today, entered.community.slug)
    found = _kept.get(key)
    if found is None:
        page = shared_history(work, entered, before_seq=before_seq, limit=SHOWN)
        found = _kept[key] = Log(lines(entered, page.items), page.more)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    else:
        _kept.move_to_end(key)
    return found


def draw(
    work: Work, entered: Entered, found: Sequence[Line], *, read_seq: int = 0, blocked: Collection[UUID] = ()
) -> Markup:
    """The HTML of lines for this asker. `read_seq` is how far they have read; 0 draws no line where the new begins."""
    if not found:
        return Markup()
    own, mine = marks(work, entered.room.id, found[0].message.seq, found[-1].message.seq)
    eyes = Eyes(
        own=frozenset(own),
        mine=frozenset(mine.items()),
        new=_first_new(found, read_seq, own),
        may_edit=may(entered.standing, Can.EDIT_MESSAGE, work.now, About(work.me)),
        may_clear=may(entered.standing, Can.REMOVE_MESSAGE, work.now, About(None)),
        blocked=frozenset(blocked),
    )
    dressed = found[0].dressed  # of the same lines: a log's lines are made together and stay together
    if (len(found), eyes) not in dressed:
        dressed.clear()
        dressed[len(found), eyes] = Markup("".join(line.draw(_look(line.message, eyes, dict(mine))) for line in found))  # noqa: S704
    return dressed[len(found), eyes]


class Eyes(NamedTuple):
    """What a reader brings to a log: equal eyes see the same."""

    own: frozenset[int]
    mine: frozenset[tuple[int, frozenset[str]]]
    new: int | None
    may_edit: bool
    may_clear: bool
    blocked: frozenset[UUID]


def _look(said: MessageView, eyes: Eyes, mine: dict[int, frozenset[str]]) -> Look:
    is_own, is_new = said.seq in eyes.own, said.seq == eyes.new
    return Look(
        own=is_own,
        may_edit=is_own and eyes.may_edit and not said.removed,
        may_remove=not said.removed and (is_own or eyes.may_clear),
        mine=mine.get(said.seq, frozenset()),
        first_new=is_new,
        folded=_is_folded(said, eyes.blocked),
    )


def _first_new(found: Sequence[Line], read_seq: int, own: set[int]) -> int | None:
    if not read_seq or found[-1].message.seq <= read_seq:
        return None
    seqs = (line.message.seq for line in found)
    return next((seq for seq in seqs if seq > read_seq and seq not in own), None)


def _is_folded(said: MessageView, blocked: Collection[UUID]) -> bool:
    """Anonymous messages stay open: folding one would tell who wrote it."""
    return said.author is not None and not said.anonymous and said.author.id in blocked
