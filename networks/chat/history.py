"""From rows to views: messages with their authors, quotes, replies and reactions in two queries, however many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import aliased

from networks.chat.models import Message, Reaction, Room
from networks.chat.views import Author, MessageView, Quote, Tally
from networks.communities.models import Membership
from networks.people.models import Person
from networks.work import Work

EXCERPT: Final = 80
"""Characters of the quoted message that a reply shows."""

Quoted = aliased(Message)
QuotedAuthor = aliased(Person)
Answer = aliased(Message)


def views(work: Work, ids: Sequence[UUID], *, reveal: bool = False, order: str = "seq") -> list[MessageView]:
    """The messages with these ids, which the caller has authorized, ascending by `order`."""
    if not ids:
        return []
    tallies = _tallies(work, ids)
    rows = work.session.execute(_select(order).where(Message.id.in_(ids)))
    return [_view(row, work.me, tallies.get(row.id, ()), reveal) for row in rows]


def view(work: Work, message_id: UUID, *, reveal: bool = False) -> MessageView:
    return views(work, [message_id], reveal=reveal)[0]


def tallies(work: Work, message_id: UUID) -> tuple[Tally, ...]:
    return _tallies(work, [message_id]).get(message_id, ())


def _select(order: str) -> Any:
    answers = select(func.count(Answer.id)).where(Answer.thread_id == Message.id).scalar_subquery()
    last = select(func.max(Answer.posted_at)).where(Answer.thread_id == Message.id).scalar_subquery()
    columns = [getattr(Message, name) for name in _COLUMNS]
    return (
        select(
            *columns,
            Person.handle,
            Membership.role,
            Membership.title,
            Quoted.body.label("quoted_body"),
            Quoted.anonymous.label("quoted_anonymous"),
            QuotedAuthor.handle.label("quoted_handle"),
            answers.label("replies"),
            last.label("last_reply_at"),
        )
        .join(Room, Room.id == Message.room_id)
        .outerjoin(Person, Person.id == Message.author_id)
        .outerjoin(
            Membership,
            and_(Membership.community_id == Room.community_id, Membership.person_id == Message.author_id),
        )
        .outerjoin(Quoted, Quoted.id == Message.reply_to)
        .outerjoin(QuotedAuthor, QuotedAuthor.id == Quoted.author_id)
        .order_by(getattr(Message, order))
    )


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
    author = None if row.quoted_anonymous else row.quoted_handle
    body = None if row.quoted_body is None else " ".join(row.quoted_body[: EXCERPT * 2].split())[:EXCERPT]
    return Quote(row.reply_to, author, bool(row.quoted_anonymous), body)


def _tallies(work: Work, ids: Sequence[UUID]) -> dict[UUID, tuple[Tally, ...]]:
    mine = func.max(case((Reaction.person_id == work.me, 1), else_=0))
    found = work.session.execute(
        select(Reaction.message_id, Reaction.emoji, func.count(), mine)
        .where(Reaction.message_id.in_(ids))
        .group_by(Reaction.message_id, Reaction.emoji)
        .order_by(func.min(Reaction.at), Reaction.emoji)
    )
    grouped: dict[UUID, tuple[Tally, ...]] = {}
    for message_id, emoji, count, is_mine in found:
        grouped[message_id] = (*grouped.get(message_id, ()), Tally(emoji, count, bool(is_mine)))
    return grouped
