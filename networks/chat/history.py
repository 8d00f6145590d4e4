"""From rows to views: messages with their authors, quotes, replies and reactions in two queries, however many."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, case, func, null, or_, select, union_all
from sqlalchemy.orm import aliased

from networks.chat.models import Message, Reaction, Room
from networks.chat.views import Author, MessageView, Quote, Tally
from networks.communities.badges import wears
from networks.communities.models import Membership
from networks.folding import plain
from networks.people.models import Person
from networks.work import Work

EXCERPT: Final = 80
"""Characters of the quoted message that a reply shows."""

LAST: Final = 2**31 - 1
"""Beyond every position, and the largest number that its column can be compared with."""

NOBODY: Final = UUID(int=0)

Quoted = aliased(Message)
QuotedAuthor = aliased(Person)
QuotedWearer = (
    select(Membership.community_id, Membership.person_id, Membership.role, Membership.title)
    .where(wears(bindparam("now")))
    .subquery()
)
Answer = aliased(Message)


def views(work: Work, ids: Sequence[UUID], *, reveal: bool = False) -> list[MessageView]:
    """The messages with these ids, which the caller has authorized, ascending by `seq`."""
    return _views(work, "ids", {"ids": list(ids)}, reveal=reveal) if ids else []


def view(work: Work, message_id: UUID, *, reveal: bool = False) -> MessageView:
    return views(work, [message_id], reveal=reveal)[0]


def thread_views(work: Work, root: UUID, *, reveal: bool = False) -> list[MessageView]:
    """A thread's root and its replies, ascending, 500 at most."""
    return _views(work, "thread", {"root": root, "limit": 500}, reveal=reveal)


def stretch(
    work: Work,
    room_id: UUID,
    *,
    by: str = "seq",
    after: int = -1,
    before: int = LAST,
    latest: bool = False,
    limit: int,
    reveal: bool = False,
    for_nobody: bool = False,
) -> list[MessageView]:
    """Messages of a room between two positions of `seq` or `change_seq`, ascending: the first ones or the latest.

    With `for_nobody` they are as any reader may share them; `marks` tells what is the asker's own.
    """
    position = {"room": room_id, "after": _within(after), "before": _within(before), "limit": limit}
    found = _views(work, by, position, reveal=reveal, latest=latest, me=NOBODY if for_nobody else None)
    return found[::-1] if latest else found


def _within(position: int) -> int:
    return max(-1, min(position, LAST))


def marks(
    work: Work, room_id: UUID, low: int, high: int, by: str = "seq"
) -> tuple[dict[int, str | None], dict[int, frozenset[str]]]:
    """Between two positions of a room: the asker's own messages, by `seq` with their keys, and those with a reaction of
    theirs."""
    found: Any = work.rows(_marks(by), room=room_id, after=low - 1, before=high + 1, me=work.me)
    own: dict[int, str | None] = {}
    mine: dict[int, frozenset[str]] = {}
    for seq, emoji, key in found:
        if emoji is None:
            own[seq] = key
        else:
            mine[seq] = mine.get(seq, frozenset()) | {emoji}
    return own, mine


def tallies(work: Work, message_id: UUID) -> tuple[Tally, ...]:
    return _tallies(work, "ids", {"ids": [message_id]}, work.me).get(message_id, ())


def _views(
    work: Work, kind: str, values: dict[str, Any], *, reveal: bool, latest: bool = False, me: UUID | None = None
) -> list[MessageView]:
    me = me or (work.asker.person_id if work.asker else NOBODY)
    rows = work.session.execute(_messages(kind, latest), values | {"now": work.now}).all()
    if not rows:
        return []
    if "room" in values:
        edges = sorted((getattr(rows[0], kind), getattr(rows[-1], kind)))
        values = {"room": values["room"], "after": edges[0] - 1, "before": edges[1] + 1}
    found = _tallies(work, kind, values, me)
    return [_view(row, me, found.get(row.id, ()), reveal) for row in rows]


CONDITIONS: Final[dict[str, ColumnElement[bool]]] = {
    "ids": Message.id.in_(bindparam("ids", expanding=True)),
    "thread": or_(Message.id == bindparam("root"), Message.thread_id == bindparam("root")),
    "seq": and_(
        Message.room_id == bindparam("room"), Message.seq > bindparam("after"), Message.seq < bindparam("before")
    ),
    "change_seq": and_(
        Message.room_id == bindparam("room"),
        Message.change_seq > bindparam("after"),
        Message.change_seq < bindparam("before"),
    ),
}
"""Which messages: statements are built once, since building one takes longer than running it."""


@cache
def _messages(kind: str, latest: bool) -> Any:
    answers = select(func.count(Answer.id)).where(Answer.thread_id == Message.id).scalar_subquery()
    last = select(func.max(Answer.posted_at)).where(Answer.thread_id == Message.id).scalar_subquery()
    columns = [getattr(Message, name) for name in _COLUMNS]
    order = Message.change_seq if kind == "change_seq" else Message.seq
    found = (
        select(
            *columns,
            Person.handle,
            Membership.role,
            Membership.title,
            Quoted.html.label("quoted_html"),
            Quoted.anonymous.label("quoted_anonymous"),
            QuotedAuthor.id.label("quoted_author_id"),
            QuotedAuthor.handle.label("quoted_handle"),
            QuotedWearer.c.role.label("quoted_role"),
            QuotedWearer.c.title.label("quoted_title"),
            answers.label("replies"),
            last.label("last_reply_at"),
        )
        .join(Room, Room.id == Message.room_id)
        .outerjoin(Person, Person.id == Message.author_id)
        .outerjoin(
            Membership,
            and_(
                Membership.community_id == Room.community_id,
                Membership.person_id == Message.author_id,
                wears(bindparam("now")),
            ),
        )
        .outerjoin(Quoted, Quoted.id == Message.reply_to)
        .outerjoin(QuotedAuthor, QuotedAuthor.id == Quoted.author_id)
        .outerjoin(
            QuotedWearer,
            and_(QuotedWearer.c.community_id == Room.community_id, QuotedWearer.c.person_id == Quoted.author_id),
        )
        .where(CONDITIONS[kind])
        .order_by(order.desc() if latest else order)
    )
    return found if kind == "ids" else found.limit(bindparam("limit"))


_COLUMNS = (
    "id", "room_id", "seq", "change_seq", "author_id", "anonymous", "body", "html", "client_key", "reply_to",
    "thread_id", "posted_at", "edited_at", "removed_at", "removed_by_id",
)  # fmt: skip


def _view(row: Any, me: UUID, reactions: tuple[Tally, ...], reveal: bool) -> MessageView:
    own = row.author_id == me
    return MessageView(
        id=row.id,
        room_id=row.room_id,
        seq=row.seq,
        change_seq=row.change_seq,
        author=_author(row) if reveal or not row.anonymous else None,
        own=own,
        anonymous=row.anonymous,
        body=row.body,
        html=row.html,
        client_key=row.client_key if own else None,
        reply_to=row.reply_to,
        thread_id=row.thread_id,
        quoted=_quote(row),
        replies=row.replies,
        last_reply_at=row.last_reply_at,
        posted_at=row.posted_at,
        edited_at=row.edited_at,
        removed=row.removed_at is not None,
        removed_by_author=row.removed_at is not None and row.removed_by_id == row.author_id,
        reactions=reactions,
    )


def _author(row: Any) -> Author | None:
    if row.author_id is None or row.handle is None:
        return None
    return Author(row.author_id, row.handle, row.role or "member", row.title)


def _quote(row: Any) -> Quote | None:
    if row.reply_to is None:
        return None
    excerpt = None if row.quoted_html is None else _plain(row.quoted_html)
    author = None if row.quoted_anonymous or excerpt is None else _quoted_author(row)
    return Quote(row.reply_to, author, excerpt is not None and bool(row.quoted_anonymous), excerpt)


def _quoted_author(row: Any) -> Author | None:
    if row.quoted_handle is None:
        return None
    return Author(row.quoted_author_id, row.quoted_handle, row.quoted_role or "member", row.quoted_title)


def _plain(html: str) -> str:
    """The beginning of a message in words alone, without its markup."""
    words = plain(html[: EXCERPT * 30])
    return words if len(words) <= EXCERPT else words[: EXCERPT - 1].rstrip() + "…"


def _tallies(work: Work, kind: str, values: dict[str, Any], me: UUID) -> dict[UUID, tuple[Tally, ...]]:
    wanted = {name: value for name, value in values.items() if name != "limit"}
    grouped: dict[UUID, tuple[Tally, ...]] = {}
    for message_id, emoji, count, is_mine in work.session.execute(_reactions(kind), wanted | {"me": me}):
        grouped[message_id] = (*grouped.get(message_id, ()), Tally(emoji, count, bool(is_mine)))
    return grouped


@cache
def _reactions(kind: str) -> Any:
    mine = func.max(case((Reaction.person_id == bindparam("me"), 1), else_=0))
    return (
        select(Reaction.message_id, Reaction.emoji, func.count(), mine)
        .join(Message, Message.id == Reaction.message_id)
        .where(CONDITIONS[kind], Message.removed_at.is_(None))
        .group_by(Reaction.message_id, Reaction.emoji)
        .order_by(func.min(Reaction.at), Reaction.emoji)
    )


@cache
def _marks(by: str) -> Any:
    said, given = Message.__table__.c, Reaction.__table__.c  # plain columns: no objects are made of them
    here = and_(said.room_id == bindparam("room"), said[by] > bindparam("after"), said[by] < bindparam("before"))
    own = select(said.seq, null().label("emoji"), said.client_key).where(here, said.author_id == bindparam("me"))
    mine = (
        select(said.seq, given.emoji, null().label("client_key"))
        .join_from(Message.__table__, Reaction.__table__, given.message_id == said.id)
        .where(here, given.person_id == bindparam("me"), said.removed_at.is_(None))
    )
    return union_all(own, mine)
