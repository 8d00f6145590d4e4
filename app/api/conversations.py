"""Conversations of two members over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app import limits
from app.api.described import refuses
from app.api.frame import Blueprint, PageArgs, listed, part, wrapped
from app.begin import asker_id, begin, reading
from app.schemas.conversations import ConversationOut, StartIn, conversation_shape
from app.schemas.reviews import AnswerIn
from networks.chat import conversations

blueprint = Blueprint("conversations", "Conversations of two members, which nobody else can read.")

Shown = wrapped("conversation", ConversationOut)


@blueprint.route("/communities/<slug>/conversations", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(ConversationOut))
def list_conversations(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """One's conversations in a community. The latest first. One in which nothing was said yet is left out. For members.
    What is said in them is read and written as in rooms, by their ids.
    """
    with reading() as work:
        return part([conversation_shape(one) for one in conversations.conversations(work, slug)[1]], said)


@blueprint.route("/communities/<slug>/conversations", methods=["POST"])
@blueprint.arguments(StartIn, example={"person_id": "6f0c7c54-57a0-4a0e-9a53-0f4f2f3a0a11"})
@blueprint.response(201, Shown)
@blueprint.alt_response(200, schema=Shown, description="There is one already.")
@refuses(403)
def start(said: dict[str, UUID], slug: str) -> Any:
    """Begin to talk with another member. There is one conversation for each two in a community. The first message in it
    asks: until the other has answered or accepted, it is the only one. The refusal is the same whether they take no
    messages, block one, are blocked, or have said not now.
    """
    limits.use("conversation", asker_id())
    with begin() as work:
        made, is_new = conversations.start(work, slug, said["person_id"])
    return {"conversation": conversation_shape(made)}, 201 if is_new else 200


@blueprint.route("/conversations/<uuid:conversation_id>", methods=["GET"])
@blueprint.response(200, Shown)
def conversation(conversation_id: UUID) -> dict[str, Any]:
    """One conversation. For its two, and nobody else: facilitators and operators neither."""
    with reading() as work:
        return {"conversation": conversation_shape(conversations.conversation(work, conversation_id))}


@blueprint.route("/conversations/<uuid:conversation_id>/answer", methods=["PUT"])
@blueprint.arguments(AnswerIn)
@blueprint.response(200, Shown)
@refuses(409)
def answer(said: dict[str, bool], conversation_id: UUID) -> dict[str, Any]:
    """Accept, or say not now. For whoever was asked. Of a not now nobody is told, and it can still be accepted; a
    conversation that was accepted cannot be declined any more. To write in it accepts it as well.
    """
    with begin() as work:
        return {"conversation": conversation_shape(conversations.answer(work, conversation_id, **said))}
