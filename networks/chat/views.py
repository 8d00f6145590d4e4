"""Messages as somebody may see them: immutable values, so that they can be sent, compared and kept in caches."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class Author(NamedTuple):
    id: UUID
    handle: str
    role: str
    title: str | None


class Quote(NamedTuple):
    """The beginning of the message that is replied to; `author` is None where it is anonymous, removed or erased."""

    id: UUID
    author: Author | None
    anonymous: bool
    excerpt: str | None  # None where it was removed


class Tally(NamedTuple):
    emoji: str
    n: int
    mine: bool


class MessageView(NamedTuple):
    """A tuple, as several are made of every post, of which a dataclass takes three times as long."""

    id: UUID
    room_id: UUID
    seq: int
    change_seq: int
    author: Author | None
    own: bool
    anonymous: bool
    body: str | None
    html: str | None
    client_key: str | None
    reply_to: UUID | None
    thread_id: UUID | None
    quoted: Quote | None
    replies: int
    last_reply_at: datetime | None
    posted_at: datetime
    edited_at: datetime | None
    removed: bool
    removed_by_author: bool
    reactions: tuple[Tally, ...]

    def for_everybody(self) -> MessageView:
        """Without what only its author, or only a facilitator, may see."""
        tallies = tuple(Tally(emoji, count, False) for emoji, count, _ in self.reactions)
        author = None if self.anonymous else self.author
        return self._replace(own=False, client_key=None, author=author, reactions=tallies)
