"""Rooms and messages over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from app import limits
from app.api.described import refuses
from app.api.frame import Blueprint, Nothing, PageArgs, listed, part, wrapped
from app.begin import asker_id, begin, keep_pace, reading
from app.schemas.chat import (
    HistoryArgs,
    MessageIn,
    MessageOut,
    OpeningIn,
    OpeningOut,
    ReadIn,
    RemoveIn,
    RoomIn,
    RoomOut,
    Said,
    is_emoji,
)
from app.schemas.safety import SaidAnswer
from app.stretches import stretch
from app.support import support_for, supported
from app.unveiled import on_record
from networks import removal
from networks.chat import actions, posting, queries, rooms

blueprint = Blueprint("chat", "Rooms and messages.")

History = Schema.from_dict(
    {
        "items": fields.List(fields.Nested(MessageOut), required=True),
        "next": fields.String(required=True, allow_none=True),
        "last_seq": fields.Integer(required=True),
    },
    name="History",
)


@blueprint.route("/communities/<slug>/rooms", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(RoomOut))
def list_rooms(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Rooms. A community's rooms, with how much of each the asker has not read. For members and operators."""
    with reading() as work:
        return part(queries.rooms(work, slug)[1], said)


@blueprint.route("/communities/<slug>/rooms", methods=["POST"])
@blueprint.arguments(RoomIn, example={"name": "Everyday", "purpose": "For whatever the day brings."})
@blueprint.response(201, wrapped("room", RoomOut))
@refuses(403)
def make_room(said: dict[str, str], slug: str) -> dict[str, Any]:
    """Make a room. Facilitators and operators."""
    with begin() as work:
        return {"room": rooms.make_room(work, slug, **said)}


@blueprint.route("/rooms/<uuid:room_id>/messages", methods=["GET"])
@blueprint.arguments(HistoryArgs, location="query")
@blueprint.response(200, History)
def history(said: dict[str, Any], room_id: UUID) -> Any:
    """Read a room. A stretch of its history, ascending by `seq`: after or before a position, or the latest messages.
    With `changed_after` everything that was posted, edited or removed since, ascending by `change_seq`, each message
    once as it is now. `next` goes on in the direction of reading. For members, and for operators who opened the room.
    For facilitators anonymous messages have their author, and the audit says once a day who read whose; with
    `named=false` they have none.
    """
    kind = next((name for name in ("changed_after", "after_seq", "before_seq") if name in said), "before_seq")
    cursor = said.pop("cursor", None)
    if cursor is not None:
        said[kind] = int(cursor)
    with reading() as work:
        entered = queries.enter(work, room_id)
        found = stretch(work, entered, reveal=said.pop("named"), **said)
    return {
        "items": on_record(room_id, found.items),
        "next": str(_edge(found.items, kind)) if found.more else None,
        "last_seq": entered.room.last_seq,
    }


@blueprint.route("/rooms/<uuid:room_id>/messages", methods=["POST"])
@blueprint.arguments(MessageIn, example={"body": "Good morning. Does anybody swim?", "client_key": "6f1c2a9e4b7d4f0a"})
@blueprint.response(201, SaidAnswer)
@blueprint.alt_response(200, schema=SaidAnswer, description="It was said before.")
@refuses(403, 409)
def post(said: dict[str, Any], room_id: UUID) -> Any:
    """Say something. The same `client_key` with the same message again answers 200 and changes nothing; with anything
    else different, 409. Muted members may not. Where the words may mean that their author is at risk, the answer has
    `support` beside the message, with contacts for them alone; the message is posted and unchanged.
    """
    limits.use("post", asker_id())
    with begin() as work:
        message, fresh = posting.post_message(work, room_id, **said)
    return supported({"message": message}, support_for(said["body"], asker_id(), room_id)), 201 if fresh else 200


@blueprint.route("/messages/<uuid:message_id>", methods=["PATCH"])
@blueprint.arguments(Said)
@blueprint.response(200, SaidAnswer)
@refuses(403, 409)
def edit(said: dict[str, str], message_id: UUID) -> dict[str, Any]:
    """Change one's own message. The same words again change nothing. The answer may have `support`, as for a post."""
    keep_pace("message:edit")
    with begin() as work:
        message = actions.edit_message(work, message_id, **said)
    return supported({"message": message}, support_for(said["body"], asker_id(), message.room_id))


@blueprint.route("/messages/<uuid:message_id>", methods=["DELETE"])
@blueprint.arguments(RemoveIn, required=False)
@blueprint.response(200, wrapped("message", MessageOut))
@refuses(403)
def remove(said: dict[str, Any], message_id: UUID) -> dict[str, Any]:
    """Remove a message. Its place stays, its words go. Its author, or a facilitator: then its author reads the reason
    and can appeal. Doing it twice does it once.
    """
    keep_pace("message:remove")
    with begin() as work:
        return {"message": removal.remove_message(work, message_id, **said)}


@blueprint.route("/messages/<uuid:message_id>/reactions/<emoji>", methods=["PUT"])
@blueprint.response(200, wrapped("message", MessageOut))
@refuses(403, 409, 422)
def react(message_id: UUID, emoji: str) -> dict[str, Any]:
    """React to a message. With one emoji. Doing it twice does it once."""
    return _react(message_id, emoji, on=True)


@blueprint.route("/messages/<uuid:message_id>/reactions/<emoji>", methods=["DELETE"])
@blueprint.response(200, wrapped("message", MessageOut))
@refuses(403, 422)
def unreact(message_id: UUID, emoji: str) -> dict[str, Any]:
    """Take a reaction back. Where there is none of one's own, nothing happens."""
    return _react(message_id, emoji, on=False)


@blueprint.route("/rooms/<uuid:room_id>/read", methods=["PUT"])
@blueprint.arguments(ReadIn)
@blueprint.response(200, Nothing)
def read(said: dict[str, int], room_id: UUID) -> dict[str, Any]:
    """Remember how far one has read. It never goes back. Only the asker knows."""
    with begin() as work:
        rooms.mark_read(work, room_id, said["seq"])
    return {}


@blueprint.route("/rooms/<uuid:room_id>/openings", methods=["POST"])
@blueprint.arguments(OpeningIn, example={"reason": "A member reported by post that somebody is in danger."})
@blueprint.response(201, wrapped("opening", OpeningOut))
def open_room(said: dict[str, str], room_id: UUID) -> dict[str, Any]:
    """Open a private room to read it. Operators only, for one hour, with a reason that the community's facilitators see
    in the audit.
    """
    with begin() as work:
        return {"opening": rooms.open_room(work, room_id, **said)}


def _react(message_id: UUID, emoji: str, *, on: bool) -> dict[str, Any]:
    is_emoji(emoji)
    keep_pace("message:react")
    with begin() as work:
        return {"message": actions.react(work, message_id, emoji, on=on)}


def _edge(items: list[dict[str, Any]], kind: str) -> int:
    if kind == "before_seq":
        return int(items[0]["seq"])
    return int(items[-1]["change_seq" if kind == "changed_after" else "seq"])
