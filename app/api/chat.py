"""Rooms and messages over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from app import limits
from app.api.frame import Blueprint, Nothing, listed, wrapped
from app.begin import asker_id, begin, reading
from app.schemas.chat import (
    HistoryArgs,
    MessageIn,
    MessageOut,
    OpeningIn,
    OpeningOut,
    ReadIn,
    RoomIn,
    RoomOut,
    Said,
    is_emoji,
)
from networks.chat import actions, queries
from networks.chat.views import MessageView

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
@blueprint.response(200, listed(RoomOut))
def list_rooms(slug: str) -> dict[str, Any]:
    """A community's rooms, with how much of each the asker has not read."""
    with reading() as work:
        return {"items": queries.rooms(work, slug)[1], "next": None}


@blueprint.route("/communities/<slug>/rooms", methods=["POST"])
@blueprint.arguments(RoomIn)
@blueprint.response(201, wrapped("room", RoomOut))
def make_room(said: dict[str, str], slug: str) -> dict[str, Any]:
    """Make a room. Facilitators and operators."""
    with begin() as work:
        return {"room": actions.make_room(work, slug, **said)}


@blueprint.route("/rooms/<uuid:room_id>/messages", methods=["GET"])
@blueprint.arguments(HistoryArgs, location="query")
@blueprint.response(200, History)
def history(said: dict[str, Any], room_id: UUID) -> Any:
    """A stretch of a room's history, ascending. Without a position, the latest messages.

    `next` goes on in the direction of reading: it stands for the position after (or before) the last one shown.
    """
    kind = next((name for name in ("changed_after", "after_seq", "before_seq") if name in said), "before_seq")
    cursor = said.pop("cursor", None)
    if cursor is not None:
        said[kind] = int(cursor)
    with reading() as work:
        entered = queries.enter(work, room_id)
        found = queries.history(work, entered, reveal=True, **said)
    return {
        "items": found.items,
        "next": str(_edge(found.items, kind)) if found.more else None,
        "last_seq": found.last_seq,
    }


@blueprint.route("/rooms/<uuid:room_id>/messages", methods=["POST"])
@blueprint.arguments(MessageIn)
@blueprint.response(201, wrapped("message", MessageOut))
@blueprint.alt_response(200, schema=wrapped("message", MessageOut), description="It was said before.")
def post(said: dict[str, Any], room_id: UUID) -> Any:
    """Say something. The same `client_key` again answers with the same message."""
    limits.use("post", asker_id())
    with begin() as work:
        message, fresh = actions.post_message(work, room_id, **said)
    return {"message": message}, 201 if fresh else 200


@blueprint.route("/messages/<uuid:message_id>", methods=["PATCH"])
@blueprint.arguments(Said)
@blueprint.response(200, wrapped("message", MessageOut))
def edit(said: dict[str, str], message_id: UUID) -> dict[str, Any]:
    """Change the words of one's own message."""
    with begin() as work:
        return {"message": actions.edit_message(work, message_id, **said)}


@blueprint.route("/messages/<uuid:message_id>", methods=["DELETE"])
@blueprint.response(200, wrapped("message", MessageOut))
def remove(message_id: UUID) -> dict[str, Any]:
    """Remove a message: its place stays, its words go. Its author, or a facilitator."""
    with begin() as work:
        return {"message": actions.remove_message(work, message_id)}


@blueprint.route("/messages/<uuid:message_id>/reactions/<emoji>", methods=["PUT"])
@blueprint.response(200, wrapped("message", MessageOut))
def react(message_id: UUID, emoji: str) -> dict[str, Any]:
    """React to a message."""
    return _react(message_id, emoji, on=True)


@blueprint.route("/messages/<uuid:message_id>/reactions/<emoji>", methods=["DELETE"])
@blueprint.response(200, wrapped("message", MessageOut))
def unreact(message_id: UUID, emoji: str) -> dict[str, Any]:
    """Take a reaction back."""
    return _react(message_id, emoji, on=False)


@blueprint.route("/rooms/<uuid:room_id>/read", methods=["PUT"])
@blueprint.arguments(ReadIn)
@blueprint.response(200, Nothing)
def read(said: dict[str, int], room_id: UUID) -> dict[str, Any]:
    """Remember how far one has read. It never goes back."""
    with begin() as work:
        actions.mark_read(work, room_id, said["seq"])
    return {}


@blueprint.route("/rooms/<uuid:room_id>/openings", methods=["POST"])
@blueprint.arguments(OpeningIn)
@blueprint.response(201, wrapped("opening", OpeningOut))
def open_room(said: dict[str, str], room_id: UUID) -> dict[str, Any]:
    """As an operator, open a private room for one hour, with a reason that its facilitators see."""
    with begin() as work:
        return {"opening": actions.open_room(work, room_id, **said)}


def _react(message_id: UUID, emoji: str, *, on: bool) -> dict[str, Any]:
    is_emoji(emoji)
    with begin() as work:
        return {"message": actions.react(work, message_id, emoji, on=on)}


def _edge(items: list[MessageView], kind: str) -> int:
    if kind == "before_seq":
        return items[0].seq
    return items[-1].change_seq if kind == "changed_after" else items[-1].seq
