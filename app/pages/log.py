"""A room's log, drawn once for all who read it alike.

Drawing fifty messages takes longer than everything else on the page together. What is drawn belongs to one revision
of a room, so it is never stale, and to one zone, language and day; what is a reader's own is put on top of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from markupsafe import Markup

from app.latest import Latest
from app.looks import zone
from app.pages.entries import Line, Look, lines
from app.words import language
from networks.chat.history import marks
from networks.chat.queries import Entered, history, reveals
from networks.chat.views import MessageView
from networks.policy import About, Can, may
from networks.resources.discussing import which_began
from networks.work import Work

SHOWN: Final = 50
"""Messages of a room page."""

KEPT: Final = 200
"""Logs kept in memory, at some 50 kB each."""


@dataclass(slots=True)
class Log:
    lines: list[Line]
    has_older: bool


_logs: Latest[Log] = Latest(KEPT)


def log_of(work: Work, entered: Entered, before_seq: int | None) -> Log:
    """The latest messages of a room, or those before a position."""
    room, here = entered.room, zone()
    today = datetime.now(here).date()
    key = (work.network, room.id, room.revision, before_seq, here.key, language(), today)
    return _logs.get(key, lambda: _read(work, entered, before_seq))


def _read(work: Work, entered: Entered, before_seq: int | None) -> Log:
    page = history(work, entered, before_seq=before_seq, limit=SHOWN, for_nobody=True)
    talks = which_began(work, [one.id for one in page.items if one.thread_id is None])
    return Log(lines(entered, page.items, talks=talks), page.more)


def draw(
    work: Work, entered: Entered, found: Sequence[Line], *, read_seq: int = 0, blocked: Collection[UUID] = ()
) -> Markup:
    """The HTML of lines for this asker. `read_seq` is how far they have read; 0 draws no line where the new begins."""
    if not found:
        return Markup()
    own, mine = marks(work, entered.room.id, found[0].message.seq, found[-1].message.seq)
    eyes = Eyes(
        own=own,
        mine=mine,
        new=_first_new(found, read_seq, own),
        may_edit=may(entered.standing, Can.EDIT_MESSAGE, work.now, About(work.me)),
        may_clear=may(entered.standing, Can.REMOVE_MESSAGE, work.now, About(None)),
        blocked=blocked,
        may_ask_who=reveals(work, entered),
        may_report=may(entered.standing, Can.REPORT, work.now),
        may_share=entered.pair is None and may(entered.standing, Can.OFFER_RESOURCE, work.now),
    )
    return Markup("".join(line.draw(_look(line.message, eyes)) for line in found))  # noqa: S704


class Eyes(NamedTuple):
    """What a reader brings to a log."""

    own: Collection[int]
    mine: dict[int, frozenset[str]]
    new: int | None
    may_edit: bool
    may_clear: bool
    blocked: Collection[UUID]
    may_ask_who: bool
    may_report: bool
    may_share: bool


def _look(said: MessageView, eyes: Eyes) -> Look:
    is_own, is_new = said.seq in eyes.own, said.seq == eyes.new
    return Look(
        own=is_own,
        may_edit=is_own and eyes.may_edit and not said.removed,
        may_remove=not said.removed and (is_own or eyes.may_clear),
        mine=eyes.mine.get(said.seq, frozenset()),
        first_new=is_new,
        folded=is_folded(said, eyes.blocked),
        asks_who=eyes.may_ask_who and can_be_asked(said, own=is_own),
        may_report=eyes.may_report and not is_own,
        may_share=eyes.may_share,
    )


def _first_new(found: Sequence[Line], read_seq: int, own: Collection[int]) -> int | None:
    if not read_seq or found[-1].message.seq <= read_seq:
        return None
    seqs = (line.message.seq for line in found)
    return next((seq for seq in seqs if seq > read_seq and seq not in own), None)


def can_be_asked(said: MessageView, *, own: bool) -> bool:
    """Whether there is somebody whom facilitators can ask for by name."""
    return said.anonymous and not said.removed and not own


def is_folded(said: MessageView, blocked: Collection[UUID]) -> bool:
    """Anonymous messages stay open: folding one would tell who wrote it."""
    return said.author is not None and not said.anonymous and said.author.id in blocked
