"""A room's log, drawn once for all who read it alike.

Drawing fifty messages takes longer than everything else on the page together. What is drawn belongs to one revision
of a room, so it is never stale, and to one zone, language and day; what is a reader's own is put on top of it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from flask_babel import get_locale
from markupsafe import Markup

from app.looks import zone
from app.pages.entries import PLAIN, Line, Look, lines
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
    key = (room.id, room.revision, before_seq, staff, zone().key, str(get_locale()), today, entered.community.slug)
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
    may_edit = may(entered.standing, Can.EDIT_MESSAGE, work.now, About(work.me))
    may_clear = may(entered.standing, Can.REMOVE_MESSAGE, work.now, About(None))
    new = _first_new(found, read_seq, own)
    html = []
    for line in found:
        said = line.message
        is_own = said.seq in own
        removable = not said.removed and (is_own or may_clear)
        look = PLAIN
        if is_own or removable or said.seq in mine or said.seq == new or blocked:
            reactions = mine.get(said.seq, frozenset())
            edits = is_own and may_edit and not said.removed
            look = Look(is_own, edits, removable, reactions, said.seq == new, _is_folded(said, blocked))
        html.append(line.draw(look))
    return Markup("".join(html))  # noqa: S704  (each piece was escaped when it was drawn)


def _first_new(found: Sequence[Line], read_seq: int, own: set[int]) -> int | None:
    if not read_seq or found[-1].message.seq <= read_seq:
        return None
    seqs = (line.message.seq for line in found)
    return next((seq for seq in seqs if seq > read_seq and seq not in own), None)


def _is_folded(said: MessageView, blocked: Collection[UUID]) -> bool:
    """Anonymous messages stay open: folding one would tell who wrote it."""
    return said.author is not None and not said.anonymous and said.author.id in blocked
