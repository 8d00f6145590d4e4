"""Conversations of two: which one has, beginning one, answering whoever asks. Each is read and written as a room."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import limits
from app.begin import asker_id, begin, reading
from app.errors import words
from app.pages.frame import around, back, load, to_signin
from app.pages.two import listed
from app.schemas.conversations import StartIn
from networks.chat import conversations
from networks.chat.pairs import State
from networks.chat.queries import enter
from networks.errors import NotAllowed, NotFound, Unauthenticated
from networks.work import Work

blueprint = Blueprint("conversations", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)


@blueprint.get("/c/<slug>/conversations")
def mine(slug: str) -> str:
    with reading() as work:
        return _page(work, slug)


@blueprint.post("/c/<slug>/conversations")
def start(slug: str) -> Any:
    """To the one that there is, or to a new one. Who cannot be written to is told in the list, and not why."""
    limits.use("conversation", asker_id())
    said = load(StartIn, person_id=request.form.get("person_id", ""))
    try:
        with begin() as work:
            made, _ = conversations.start(work, slug, **said)
    except NotAllowed as refusal:
        with reading() as work:
            return _page(work, slug, refused=words(refusal)), 403
    return back("chat.room", slug=slug, room_id=made.id)


@blueprint.post("/c/<slug>/conversations/<uuid:conversation_id>/accept")
def accept(slug: str, conversation_id: UUID) -> Response:
    _answer(slug, conversation_id, accepted=True)
    return back("chat.room", slug=slug, room_id=conversation_id)


@blueprint.post("/c/<slug>/conversations/<uuid:conversation_id>/decline")
def decline(slug: str, conversation_id: UUID) -> Response:
    _answer(slug, conversation_id, accepted=False)
    flash(gettext("Done. They can write no more, and are not told."), "ok")
    return back(".mine", slug=slug)


def _answer(slug: str, conversation_id: UUID, *, accepted: bool) -> None:
    with begin() as work:
        if enter(work, conversation_id).community.slug != slug:
            raise NotFound
        conversations.answer(work, conversation_id, accepted=accepted)


def _page(work: Work, slug: str, **more: Any) -> str:
    seen, found = conversations.conversations(work, slug)
    shown = [listed(slug, one) for one in found]
    context: dict[str, Any] = {
        "requests": [one for one in shown if one.state == State.REQUEST],
        "found": [one for one in shown if one.state != State.REQUEST],
        **around(work, seen, "conversations"),
    }
    return render_template("chat/conversations.html", **context, **more)
