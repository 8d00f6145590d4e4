"""Messages that become tips, over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from app import limits
from app.api.described import refuses
from app.api.frame import Blueprint, PageArgs, listed, part
from app.begin import asker_id, begin, reading
from app.schemas.fields import Moment, says
from app.schemas.people import PersonOut
from app.schemas.resources import ResourceOut, resource_shape
from app.schemas.reviews import AnswerIn
from networks import sharing
from networks.sharing import AskedFor

blueprint = Blueprint("sharing", "Messages that become tips, by their author or with their consent.")


class SharedOut(Schema):
    resource = fields.Nested(
        ResourceOut, required=True, allow_none=True, metadata=says("One's own draft; null where its author is asked.")
    )


class TipAskOut(Schema):
    id = fields.UUID(required=True)
    message_id = fields.UUID(required=True)
    room_id = fields.UUID(required=True)
    excerpt = fields.String(required=True)
    by = fields.Nested(PersonOut, required=True, allow_none=True)
    at = Moment(required=True)


class AnsweredOut(SharedOut):
    pass


@blueprint.route("/messages/<uuid:message_id>/tip", methods=["POST"])
@blueprint.response(201, SharedOut)
@refuses(403, 409)
def share(message_id: UUID) -> dict[str, Any]:
    """Share a message as a tip. One's own becomes a draft, the same one each time. The author of another's is asked,
    once; whoever asks learns nothing about them.
    """
    limits.use("tip", asker_id())
    with begin() as work:
        made = sharing.share(work, message_id)
        return {"resource": resource_shape(made) if made else None}


@blueprint.route("/communities/<slug>/tip-asks", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(TipAskOut))
def asked_for(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Which of one's messages others would like to see in the library. Only their author sees it."""
    with reading() as work:
        return part([_shape(one) for one in sharing.asked_for(work, slug)], said)


@blueprint.route("/tip-asks/<uuid:ask_id>/answer", methods=["PUT"])
@blueprint.arguments(AnswerIn)
@blueprint.response(200, AnsweredOut)
@refuses(409)
def answer(said: dict[str, bool], ask_id: UUID) -> dict[str, Any]:
    """Agree or say no. Agreeing makes a draft of one's own; of a no nobody is told."""
    with begin() as work:
        if not said["accepted"]:
            sharing.refuse(work, ask_id)
            return {"resource": None}
        return {"resource": resource_shape(sharing.agree(work, ask_id))}


def _shape(one: AskedFor) -> dict[str, Any]:
    about = {"id": one.ask.id, "message_id": one.message.id, "room_id": one.message.room_id, "at": one.ask.at}
    return about | {"excerpt": (one.message.body or "")[:200], "by": one.by}
