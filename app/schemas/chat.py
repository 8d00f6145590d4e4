"""Rooms and messages, in and out."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Final
from unicodedata import category
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, validate

from app.schemas.fields import UNKEEPABLE, Flag, In, Line, Moment, Number, Pattern, Text, says, z
from networks.chat.events import MessageRemoved
from networks.chat.models import LONGEST, OF_ALL, Section
from networks.chat.views import Author, MessageView, Quote

KEY: Final = validate.Length(8, 64, error="Please use 8 to 64 characters.")
POSITION: Final = validate.Range(0, 2**53)
PICTURES: Final = frozenset({"So", "Sk", "Mn", "Me"})
"""Unicode categories that emoji are made of: symbols, skin tones, variation selectors, keycaps."""

SEEN: Final = frozenset({"So", "Me"})
"""Those that can be seen without others."""

JOINING: Final = frozenset({"\u200d", *map(chr, range(0xE0020, 0xE0080))})
"""What joins emoji to one, and the letters of some flags. Other invisible signs could turn a page's text around."""


def is_emoji(said: str) -> None:
    """Raise ValidationError unless this is one emoji (or a keycap such as 1️⃣)."""
    rest = said[1:] if len(said) > 1 and said[0] in "0123456789#*" else said
    kinds = {category(letter) for letter in rest if letter not in JOINING}
    if len(said) > 12 or not kinds <= PICTURES or not kinds & SEEN:
        raise ValidationError({"emoji": ["Please choose an emoji."]})


class Said(In):
    """The words of a message."""

    body = Text(least=1, most=LONGEST, required=True, metadata=says("Markdown. Not blank."))


class MessageIn(Said):
    client_key = Text(
        required=True,
        validate=[KEY],
        metadata=says("Made up by the sender, for each message anew. Sent again, it says the same once."),
    )
    reply_to = fields.UUID(load_default=None, allow_none=True, metadata=says("A message of the same room."))
    anonymous = Flag(load_default=False, metadata=says("Hidden from members. Facilitators can learn who, on record."))


class RemoveIn(In):
    reason = Text(
        least=1,
        most=2000,
        load_default=None,
        allow_none=True,
        metadata=says("From a facilitator: why. Whoever wrote it reads it, and it stays on record."),
    )


PLAIN: Final = frozenset({"room_id", "body", "client_key"})
IDS: Final = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def plain_post(said: dict[str, Any]) -> dict[str, Any] | None:
    """What MessageIn, with a room, would make of a post without options; None leaves it to MessageIn to say."""
    if said.keys() != PLAIN:
        return None
    room, body, key = said["room_id"], said["body"], said["client_key"]
    if not (type(room) is type(body) is type(key) is str and IDS.fullmatch(room) and 8 <= len(key) <= 64):
        return None
    if not 0 < len(body) <= LONGEST or not body.strip() or UNKEEPABLE.search(body) or UNKEEPABLE.search(key):
        return None
    return {"room_id": UUID(room), "body": body, "client_key": key, "reply_to": None, "anonymous": False}


class HistoryArgs(Schema):
    after_seq = fields.Integer(
        validate=POSITION, metadata=says("Only what was posted after this `seq`, the oldest first.")
    )
    before_seq = fields.Integer(
        validate=POSITION, metadata=says("Only what was posted before this `seq`: the latest of it.")
    )
    changed_after = fields.Integer(validate=POSITION, metadata=says("Only what has a `change_seq` above this."))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 100))
    cursor = fields.String(validate=Pattern(r"^[0-9]{1,15}$", error="This cursor is not one of ours."))
    named = fields.Boolean(
        load_default=True, metadata=says("Whether facilitators learn who wrote anonymously, which goes on record.")
    )


class RoomIn(In):
    name = Line(least=1, most=80, required=True)
    purpose = Line(most=200, load_default="")
    section = fields.String(load_default=Section.CONVERSATION, validate=validate.OneOf(list(OF_ALL)))


class ReadIn(In):
    seq = Number(required=True, metadata=says("The `seq` of the last message that was read."))


class OpeningIn(In):
    reason = Text(least=1, most=1000, required=True)


class AuthorOut(Schema):
    id = fields.UUID(required=True)
    handle = fields.String(required=True)
    role = fields.String(required=True, validate=validate.OneOf(["member", "professional", "facilitator"]))
    title = fields.String(required=True, allow_none=True)


class QuoteOut(Schema):
    """The beginning of the message that is answered; `excerpt` is null where it was removed."""

    id = fields.UUID(required=True)
    author = fields.Nested(
        AuthorOut,
        required=True,
        allow_none=True,
        metadata=says("Null where it is anonymous or removed, or its author is gone."),
    )
    excerpt = fields.String(required=True, allow_none=True)
    anonymous = fields.Boolean(required=True)


class MessageOut(Schema):
    """The shape of what `message_json` makes; written by hand there because a page of history is a hot path."""

    id = fields.UUID(required=True)
    room_id = fields.UUID(required=True)
    seq = fields.Integer(required=True, metadata=says("The room's counter when it was posted."))
    change_seq = fields.Integer(
        required=True, metadata=says("The room's counter at its last edit or removal, `seq` until then.")
    )
    author = fields.Nested(
        AuthorOut,
        required=True,
        allow_none=True,
        metadata=says("Null where it is anonymous to the asker, or its author is gone."),
    )
    anonymous = fields.Boolean(required=True)
    body = fields.String(required=True, allow_none=True)
    html = fields.String(
        required=True,
        allow_none=True,
        metadata=says("The body, rendered and safe to show. Null, like the body, where it was removed."),
    )
    client_key = fields.String(metadata=says("For the author only."))
    reply_to = fields.UUID(required=True, allow_none=True)
    thread_id = fields.UUID(required=True, allow_none=True, metadata=says("The message that began the thread."))
    quoted = fields.Nested(QuoteOut, required=True, allow_none=True)
    replies = fields.Integer(required=True, metadata=says("How many are in the thread that it began."))
    last_reply_at = Moment(required=True, allow_none=True)
    posted_at = Moment(required=True)
    edited_at = Moment(required=True, allow_none=True)
    removed = fields.Boolean(required=True)
    removed_by = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(["author", "facilitator"]),
        metadata=says("Who took it away, where it was removed. Never which facilitator."),
    )
    reactions = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True, metadata=says("How many, by emoji.")
    )
    mine = fields.List(fields.String(), metadata=says("The asker's own reactions. Not in events."))

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        return [self.dump(one) for one in obj] if many else obj if isinstance(obj, dict) else message_json(obj)


class RoomOut(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    purpose = fields.String(required=True)
    section = fields.String(required=True)
    last_seq = fields.Integer(required=True, metadata=says("The room's counter, moved by each post, edit and removal."))
    unread = fields.Integer(metadata=says("By others, since the asker read last. In lists only."))


class OpeningOut(Schema):
    id = fields.UUID(required=True)
    room_id = fields.UUID(required=True)
    reason = fields.String(required=True)
    opened_at = Moment(required=True)
    expires_at = Moment(required=True)


def message_json(said: MessageView, *, public: bool = False) -> dict[str, Any]:
    """A message as the public interface has it; with `public`, as an event that everybody in the room hears."""
    shown: dict[str, Any] = {
        "id": str(said.id),
        "room_id": str(said.room_id),
        "seq": said.seq,
        "change_seq": said.change_seq,
        "author": _author(said.author),
        "anonymous": said.anonymous,
        "body": said.body,
        "html": said.html,
        "reply_to": str(said.reply_to) if said.reply_to else None,
        "thread_id": str(said.thread_id) if said.thread_id else None,
        "quoted": _quote(said.quoted),
        "replies": said.replies,
        "last_reply_at": z(said.last_reply_at) if said.last_reply_at else None,
        "posted_at": z(said.posted_at),
        "edited_at": z(said.edited_at) if said.edited_at else None,
        "removed": said.removed,
        "removed_by": removed_by(by_author=said.removed_by_author) if said.removed else None,
        "reactions": {tally.emoji: tally.n for tally in said.reactions},
    }
    if public:
        return shown
    mine = [tally.emoji for tally in said.reactions if tally.mine]
    return own_json(shown, mine, is_own=said.own, client_key=said.client_key)


def own_json(public: dict[str, Any], mine: Collection[str], *, is_own: bool, client_key: str | None) -> dict[str, Any]:
    """A message as everybody hears it, with what is the asker's own put on top."""
    own = {"client_key": client_key} if is_own else {}
    return {**public, "mine": [emoji for emoji in public["reactions"] if emoji in mine], **own}


def removed_json(event: MessageRemoved) -> dict[str, Any]:
    return {
        "id": str(event.message_id),
        "room_id": str(event.room_id),
        "seq": event.seq,
        "change_seq": event.change_seq,
        "removed_by": removed_by(by_author=event.by_author),
    }


def removed_by(*, by_author: bool) -> str:
    return "author" if by_author else "facilitator"


def _author(author: Author | None) -> dict[str, Any] | None:
    if author is None:
        return None
    return {"id": str(author.id), "handle": author.handle, "role": author.role, "title": author.title}


def _quote(quoted: Quote | None) -> dict[str, Any] | None:
    if quoted is None:
        return None
    said = {"excerpt": quoted.excerpt, "anonymous": quoted.anonymous}
    return {"id": str(quoted.id), "author": _author(quoted.author), **said}
