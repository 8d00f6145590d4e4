"""A message as `chat/_message.html` draws it: who groups with whom, where a day begins, what a reader may do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from flask import current_app
from flask_babel import gettext
from markupsafe import Markup

from app.looks import day, zone
from app.pages.frame import address
from app.schemas.chat import removed_by
from networks.chat.queries import Entered
from networks.chat.views import Author, MessageView

CLOSE: Final = timedelta(minutes=5)
"""Messages of one person that follow each other this closely share one head."""


class QuotedEntry(NamedTuple):
    id: UUID
    who: str
    excerpt: str | None
    author: Author | None


class Look(NamedTuple):
    """What differs between two readers of one message."""

    own: bool
    may_edit: bool
    may_remove: bool
    mine: frozenset[str]
    first_new: bool
    folded: bool
    asks_who: bool
    may_report: bool
    may_share: bool


@dataclass(frozen=True, slots=True)
class Entry:
    place: str
    base: str
    room_id: UUID
    id: UUID
    seq: int
    change_seq: int
    author: Author | None
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
    is_own: bool = False
    may_edit: bool = False
    may_remove: bool = False
    first_new: bool = False
    folded: bool = False
    asks_who: bool = False
    may_report: bool = False
    may_share: bool = False
    begins_talk: bool = False
    """Whether it is the first word about something in the library."""
    of_two: bool = False
    """Whether it was said in a conversation of two."""

    def seen_by(self, look: Look) -> Entry:
        reactions = tuple((emoji, n, emoji in look.mine) for emoji, n, _ in self.reactions)
        return replace(
            self,
            reactions=reactions,
            grouped=self.grouped and not look.first_new,
            is_own=look.own,
            may_edit=look.may_edit,
            may_remove=look.may_remove,
            first_new=look.first_new,
            folded=look.folded,
            asks_who=look.asks_who,
            may_report=look.may_report,
            may_share=look.may_share,
        )


@dataclass(slots=True)
class Line:
    """One message of a log, with the looks that it has been drawn in."""

    message: MessageView
    entry: Entry
    drawn: dict[Look, Markup] = field(default_factory=dict)

    def draw(self, look: Look) -> Markup:
        html = self.drawn.get(look)
        if html is None:
            template = current_app.jinja_env.get_template("chat/_message.html")
            html = self.drawn[look] = Markup(template.render(m=self.entry.seen_by(look)))  # noqa: S704
        return html


def lines(entered: Entered, said: list[MessageView], place: str = "log", talks: Collection[UUID] = ()) -> list[Line]:
    """The lines of a log, each knowing the one before. `talks` are the first words about something in the library."""
    base = address(entered.community.slug)
    found = [Line(one, _entry(one, last, place, base)) for one, last in zip(said, [None, *said], strict=False)]
    for line in found:
        if entered.pair is not None:
            line.entry = replace(line.entry, of_two=True)
        if line.message.id in talks:
            line.entry = replace(line.entry, begins_talk=True, grouped=False)
    return found


def _entry(one: MessageView, before: MessageView | None, place: str, base: str) -> Entry:
    today = day(one.posted_at)
    new_day = before is None or day(before.posted_at) != today
    return Entry(
        place=place,
        base=base,
        room_id=one.room_id,
        id=one.id,
        seq=one.seq,
        change_seq=one.change_seq,
        author=one.author,
        anonymous=one.anonymous,
        html=None if one.html is None else Markup(one.html),  # noqa: S704  (sanitised when it was said)
        removed=one.removed,
        removed_by=removed_by(by_author=one.removed_by_author) if one.removed else None,
        posted_at=one.posted_at,
        edited=one.edited_at is not None,
        quoted=_quoted(one),
        thread_id=one.thread_id,
        replies=one.replies,
        last_reply_at=one.last_reply_at,
        reactions=tuple((tally.emoji, tally.n, False) for tally in one.reactions),
        grouped=place == "log" and _follows(one, before),
        day=today if new_day and place == "log" else None,
    )


def _quoted(one: MessageView) -> QuotedEntry | None:
    if one.quoted is None:
        return None
    author = one.quoted.author
    nobody = gettext("Anonymous member") if one.quoted.anonymous else gettext("Somebody who left")
    return QuotedEntry(one.quoted.id, author.handle if author else nobody, one.quoted.excerpt, author)


def _follows(one: MessageView, before: MessageView | None) -> bool:
    """Whether a message continues the one before. Anonymous ones never do: it would tell that they are one person's."""
    if before is None or one.author is None or before.author is None or one.quoted or one.removed or before.removed:
        return False
    same = one.author.id == before.author.id and not (one.anonymous or before.anonymous)
    near = one.posted_at - before.posted_at < CLOSE
    return same and near and one.posted_at.astimezone(zone()).date() == before.posted_at.astimezone(zone()).date()
