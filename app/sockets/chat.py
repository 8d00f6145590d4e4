"""Live calls about rooms and messages."""

from __future__ import annotations

from itertools import accumulate
from typing import Any, Final
from uuid import UUID

from flask import g
from marshmallow import fields

from app.begin import begin, network, postbox, reading
from app.engine import Later
from app.realtime import follow, live, unfollow
from app.realtime.channels import room_channel
from app.schemas.chat import MessageIn, ReadIn, RemoveIn, RoomOut, Said, is_emoji, message_json, plain_post
from app.schemas.fields import Flag, In, Number, Text
from app.sockets.frame import call, me, sid
from app.stretches import Stretch, stretch
from app.support import support_for, support_of, supported
from networks import removal
from networks.chat import actions, posting, queries, rooms
from networks.chat.pairs import State
from networks.chat.queries import Inside
from networks.errors import Refusal

MISSED: Final = 100
MUCH: Final = 64 * 1024
"""Characters of what was missed, body and HTML together, past which the rest is read over HTTP. A hundred long
messages at once would be more than the engine keeps for a client, and who comes back would be cut each time anew."""

ROOM: Final = RoomOut(only=("id", "name", "purpose", "section", "last_seq"))
"""Made once: for each who enters it would take a tenth of all else, and leave 8 kB to the collector."""


class RoomCall(In):
    room_id = fields.UUID(required=True)


class EnterCall(RoomCall):
    after_seq = Number(load_default=None, allow_none=True)


class PostCall(MessageIn, RoomCall):
    """Most posts are plain: to walk through the fields of a schema takes a third of all that is done to hear one."""

    def load(self, data: Any, **how: Any) -> Any:
        return plain_post(data) or super().load(data, **how)


class MessageCall(In):
    message_id = fields.UUID(required=True)


class EditCall(MessageCall, Said):
    pass


class RemoveCall(MessageCall, RemoveIn):
    pass


class ReactCall(MessageCall):
    emoji = Text(required=True, most=12, validate=[is_emoji])
    on = Flag(required=True)


class ReadCall(RoomCall, ReadIn):
    pass


@call("room:enter", EnterCall)
def on_enter(room_id: UUID, after_seq: int | None) -> dict[str, Any]:
    """Follow first, then read what was missed: what is committed in between comes twice rather than never."""
    rights = postbox().rights
    generation = rights.generation
    with reading() as work:
        entered = queries.enter(work, room_id)  # nobody follows, even for a moment, what they may not hear
    rights.learn(generation, g.asker, entered)
    follow(sid(), room_id, entered.community.id, watched=entered.pair is None)
    try:
        room, missed = _catch_up(room_id, after_seq)
        badges = live().wearers.of(network(), entered.community.id)
    except Refusal:
        unfollow(sid(), room_id)
        raise
    live().streams.begin(room_channel(room_id), room.last_seq)
    live().presence.changed(room_id)
    return {
        "room": ROOM.dump(room),
        "last_seq": room.last_seq,
        "missed": missed.items,
        "more": missed.more,
        "badges": badges,
    }


@call("room:leave", RoomCall)
def on_leave(room_id: UUID) -> dict[str, Any]:
    unfollow(sid(), room_id)
    live().presence.changed(room_id)
    return {}


@call("message:post", PostCall, later=True)
def on_post(room_id: UUID, **said: Any) -> Later:
    """Who asks is found out where the message is stored: to ask before would take longer than all else."""
    one = me()
    post = postbox().post(one.session_id, room_id, **said)
    support = support_of(post.words.heard, one.person_id, room_id)
    return Later(post, lambda: supported({"message": message_json(post.result())}, support))


@call("message:edit", EditCall)
def on_edit(message_id: UUID, body: str) -> dict[str, Any]:
    with begin() as work:
        message = actions.edit_message(work, message_id, body=body)
    return supported({"message": message_json(message)}, support_for(body, me().person_id, message.room_id))


@call("message:remove", RemoveCall)
def on_remove(message_id: UUID, reason: str | None) -> dict[str, Any]:
    with begin() as work:
        message = removal.remove_message(work, message_id, reason=reason)
    return {"message": message_json(message)}


@call("message:react", ReactCall)
def on_react(message_id: UUID, emoji: str, on: bool) -> dict[str, Any]:
    with begin() as work:
        message = actions.react(work, message_id, emoji, on=on)
    return {"message": message_json(message)}


@call("room:read", ReadCall)
def on_read(room_id: UUID, seq: int) -> dict[str, Any]:
    with begin() as work:
        rooms.mark_read(work, room_id, seq)
    return {}


@call("room:typing", RoomCall)
def on_typing(room_id: UUID) -> dict[str, Any]:
    """Tell the others in the room. Nothing is stored, and only those who may write are told of; of whoever was asked to
    talk nothing is told before they answer."""
    with reading() as work:
        entered = queries.enter(work, room_id)
        posting.require_writer(work, entered)
    if entered.pair is not None and entered.pair.state is not State.OPEN:
        return {}
    one = me()
    said = {"room_id": str(room_id), "person": {"id": str(one.person_id), "handle": one.handle}}
    live().say(room_channel(room_id), "room:typing", said, skip=sid())
    return {}


def _catch_up(room_id: UUID, after_seq: int | None) -> tuple[Inside, Stretch]:
    with reading() as work:
        entered = queries.enter(work, room_id)
        if after_seq is None:
            return entered.room, Stretch([], more=False)
        return entered.room, _not_too_much(stretch(work, entered, changed_after=after_seq, limit=MISSED))


def _not_too_much(missed: Stretch) -> Stretch:
    """The beginning of it; one message at least, or nobody would ever get past it."""
    sizes = accumulate(len(one["body"] or "") + len(one["html"] or "") for one in missed.items)
    count = max(1, sum(size <= MUCH for size in sizes))
    return Stretch(missed.items[:count], missed.more or count < len(missed.items))
