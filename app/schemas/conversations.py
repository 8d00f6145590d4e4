"""Conversations of two, in and out."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from app.schemas.chat import AuthorOut
from app.schemas.fields import In, Moment, says
from networks.chat.conversations import ConversationView
from networks.chat.pairs import State


class StartIn(In):
    person_id = fields.UUID(required=True, metadata=says("A member of this community."))


class ConversationOut(Schema):
    id = fields.UUID(required=True, metadata=says("Its room's: for everything that is done in rooms."))
    person = fields.Nested(
        AuthorOut, required=True, allow_none=True, metadata=says("The other; null once their account is erased.")
    )
    state = fields.String(
        required=True,
        validate=validate.OneOf(list(State)),
        metadata=says(
            "`new`: nothing was said. `waiting`: one has asked, by one message, and has no answer. `request`: the "
            "other has asked. `declined`: one has said not now. `open`: both talk."
        ),
    )
    can_write = fields.Boolean(required=True, metadata=says("Whether what one said just now would be taken."))
    unread = fields.Integer(required=True)
    last_seq = fields.Integer(required=True)
    last_at = Moment(required=True, allow_none=True, metadata=says("When something was said last."))


def conversation_shape(one: ConversationView) -> dict[str, Any]:
    names = ("id", "state", "can_write", "unread", "last_seq", "last_at")
    who = {"id": one.person_id, "handle": one.handle, "role": one.role, "title": one.title}
    return {name: getattr(one, name) for name in names} | {"person": who if one.handle else None}
