"""From messages to the entries of a room's log: who groups with whom, where a day begins, what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID

from flask import current_app
from flask_babel import get_locale
from jinja2 import Environment
from markupsafe import Markup

from app.looks import day, zone
from networks.chat.queries import Entered
from networks.chat.views import Author, MessageView
from networks.policy import About, Can, may
from networks.work import Work

CLOSE: Final = timedelta(minutes=5)
"""Messages of one person that follow each other this closely share one head."""


@dataclass(frozen=True, slots=True)
class QuotedEntry:
    id: UUID
    who: str | None
    excerpt: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as `chat/_message.html` draws it. A value, so that its HTML can be kept."""

    id: UUID
    seq: int
    change_seq: int
    author: Author | None
    is_own: bool
    anonymous: bool
    html: Markup | None
    removed: bool
    removed_by: str | None
    posted_at: datetime
    edited: bool
    quoted: QuotedEntry | None
    thread_id: UUID | None
    replies: int
    last_reply_at: datetime | None
    reactions: tuple[tuple[str, int, bool], ...]
    grouped: bool
    day: str | None
    first_new: bool
    folded: bool
    may_edit: bool
    may_remove: bool


def entries(
    work: Work,
    entered: Entered,
    said: Sequence[MessageView],
    *,
    read_seq: int = 0,
    blocked: frozenset[UUID] = frozenset(),
) -> list[Entry]:
    """The log's entries. `read_seq` is how far the reader has read; 0 draws no line where the new begins."""
    found: list[Entry] = []
    before: MessageView | None = None
    line_drawn = not read_seq
    for one in said:
        new = not line_drawn and one.seq > read_seq and not one.own
        line_drawn = line_drawn or new
        found.append(_entry(work, entered, one, before, new, blocked))
        before = one
    return found


def html_of(entry: Entry) -> Markup:
    """An entry's HTML. The same entry looks the same to everybody in one zone and language, so it is kept."""
    return _drawn(current_app.jinja_env, entry, zone().key, str(get_locale()))


@lru_cache(maxsize=20_000)
def _drawn(env: Environment, entry: Entry, zone_key: str, locale: str) -> Markup:
    return Markup(env.get_template("chat/_message.html").render(m=entry))  # noqa: S704  (a template of ours, autoescaped)


def _entry(
    work: Work, entered: Entered, one: MessageView, before: MessageView | None, new: bool, blocked: frozenset[UUID]
) -> Entry:
    today = day(one.posted_at)
    about = About(work.me if one.own else None)
    return Entry(
        id=one.id,
        seq=one.seq,
        change_seq=one.change_seq,
        author=one.author,
        is_own=one.own,
        anonymous=one.anonymous,
        html=None if one.html is None else Markup(one.html),  # noqa: S704  (sanitised when it was said)
        removed=one.removed,
        removed_by=None if not one.removed else ("author" if one.removed_by_author else "facilitator"),
        posted_at=one.posted_at,
        edited=one.edited_at is not None,
        quoted=_quoted(one),
        thread_id=one.thread_id,
        replies=one.replies,
        last_reply_at=one.last_reply_at,
        reactions=tuple((tally.emoji, tally.n, tally.mine) for tally in one.reactions),
        grouped=not new and _follows(one, before),
        day=today if before is None or day(before.posted_at) != today else None,
        first_new=new,
        folded=one.author is not None and not one.anonymous and one.author.id in blocked,
        may_edit=not one.removed and may(entered.standing, Can.EDIT_MESSAGE, work.now, about),
        may_remove=not one.removed and may(entered.standing, Can.REMOVE_MESSAGE, work.now, about),
    )


def _quoted(one: MessageView) -> QuotedEntry | None:
    return None if one.quoted is None else QuotedEntry(one.quoted.id, one.quoted.author, one.quoted.excerpt)


def _follows(one: MessageView, before: MessageView | None) -> bool:
    """Whether a message continues the one before. Anonymous ones never do: it would tell that they are one person's."""
    if before is None or one.author is None or before.author is None or one.quoted or one.removed or before.removed:
        return False
    same = one.author.id == before.author.id and not (one.anonymous or before.anonymous)
    near = one.posted_at - before.posted_at < CLOSE
    return same and near and one.posted_at.astimezone(zone()).date() == before.posted_at.astimezone(zone()).date()
