"""Live calls about rooms and messages."""

from __future__ import annotations

from itertools import accumulate
from typing import Any, Final
from uuid import UUID

from flask import g
from marshmallow import fields

from app.begin import begin, postbox, reading
from app.engine import Later
from app.realtime import follow, live, unfollow
from app.realtime.connections import room_channel
from app.realtime.presence import presence
from app.schemas.chat import MessageIn, ReadIn, RoomOut, Said, is_emoji, message_json
from app.schemas.fields import Flag, In, Number, Text
from app.sockets.frame import call, me, sid
from networks.chat import actions, posting, queries, rooms
from networks.chat.queries import Inside, Page
from networks.errors import Refusal

MISSED: Final = 100
ENOUGH: Final = 128 * 1024
"""Letters of what was missed that go into one ack. More than the megabyte that waits for whoever reads slowly would cut
everybody who comes back to a room where much was said, again and again."""


class RoomCall(In):
    room_id = fields.UUID(required=True)


class EnterCall(RoomCall):
    after_seq = Number(load_default=None, allow_none=True)


class PostCall(MessageIn, RoomCall):
    pass


class MessageCall(In):
    message_id = fields.UUID(required=True)


class EditCall(MessageCall, Said):
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
    follow(sid(), room_id)
    try:
        room, missed = _catch_up(room_id, after_seq)
    except Refusal:
        unfollow(sid(), room_id)
        raise
    presence(live(), room_id)
    return {
        "room": RoomOut(only=("id", "name", "purpose", "section", "last_seq")).dump(room),
        "last_seq": missed.last_seq,
        "missed": [message_json(one) for one in missed.items],
        "more": missed.more,
    }


@call("room:leave", RoomCall)
def on_leave(room_id: UUID) -> dict[str, Any]:
    unfollow(sid(), room_id)
    presence(live(), room_id)
    return {}


@call("message:post", PostCall, later=True)
def on_post(room_id: UUID, **said: Any) -> Later:
    """Who asks is found out where the message is stored: to ask before would take longer than all else."""
    post = postbox().post(me().session_id, room_id, **said)
    return Later(post, lambda: {"message": message_json(post.result())})


@call("message:edit", EditCall)
def on_edit(message_id: UUID, body: str) -> dict[str, Any]:
    with begin() as work:
        message = actions.edit_message(work, message_id, body=body)
    return {"message": message_json(message)}


@call("message:remove", MessageCall)
def on_remove(message_id: UUID) -> dict[str, Any]:
    with begin() as work:
        message = actions.remove_message(work, message_id)
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
    """Tell the others in the room. Nothing is stored, and only those who may write are told of."""
    with reading() as work:
        entered = queries.enter(work, room_id)
        posting.require_writer(work, entered)
    one = me()
    said = {"room_id": str(room_id), "person": {"id": str(one.person_id), "handle": one.handle}}
    live().io.emit("room:typing", said, to=room_channel(room_id), skip_sid=sid())
    return {}


def _catch_up(room_id: UUID, after_seq: int | None) -> tuple[Inside, Page]:
    with reading() as work:
        entered = queries.enter(work, room_id)
        if after_seq is None:
            return entered.room, Page([], False, entered.room.last_seq)
        return entered.room, _fitting(queries.history(work, entered, changed_after=after_seq, limit=MISSED))


def _fitting(page: Page) -> Page:
    """As much of it as one ack may hold, and at least one message."""
    sizes = accumulate(len(one.body or "") + len(one.html or "") for one in page.items)
    fitting = max(1, sum(1 for size in sizes if size <= ENOUGH))
    return page if fitting >= len(page.items) else page._replace(items=page.items[:fitting], more=True)
