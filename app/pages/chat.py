"""Rooms: served whole, then kept lively by the scripts. Without scripts one can read and write as well."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import limits
from app.begin import asker_id, begin, reading
from app.pages.frame import around
from app.pages.room import room_page
from app.schemas.chat import MessageIn, OpeningIn, RoomIn
from app.support import support_for
from networks.chat import posting, queries
from networks.chat.rooms import make_room, open_room

blueprint = Blueprint("chat", __name__)


@blueprint.get("/c/<slug>/rooms")
def rooms(slug: str) -> Response | str:
    """To the room that was read last, else to the first; where there is none, a page that says so."""
    with reading() as work:
        seen, found = queries.rooms(work, slug)
        member = seen.standing is not None and seen.standing.is_member
        last = queries.last_read_room(work, slug) if member else None
        if member and found:
            return redirect(url_for("chat.room", slug=slug, room_id=last or found[0].id))
        return render_template(
            "communities/rooms.html",
            **around(work, seen, "rooms", unread=sum(one.unread for one in found)),
            rooms=found,
        )


@blueprint.post("/c/<slug>/rooms")
def create_room(slug: str) -> Response:
    with begin() as work:
        made = make_room(work, slug, **RoomIn().load(_said("name", "purpose", "section")))
    return redirect(url_for("chat.room", slug=slug, room_id=made.id))


@blueprint.get("/c/<slug>/rooms/<uuid:room_id>")
def room(slug: str, room_id: UUID) -> bytes:
    with reading() as work:
        return room_page(work, slug, room_id)


@blueprint.get("/c/<slug>/rooms/<uuid:room_id>/threads/<uuid:message_id>")
def thread(slug: str, room_id: UUID, message_id: UUID) -> bytes:
    with reading() as work:
        return room_page(work, slug, room_id, thread_of=message_id)


@blueprint.post("/c/<slug>/rooms/<uuid:room_id>/messages")
def say(slug: str, room_id: UUID) -> Response:
    """For those without scripts: the same use case, then back to the room."""
    limits.use("post", asker_id())
    said = _said("body", "client_key", "reply_to")
    if request.form.get("anonymous"):
        said["anonymous"] = True
    with begin() as work:
        message, _ = posting.post_message(work, room_id, **MessageIn().load(said))
    there = url_for("chat.room", slug=slug, room_id=room_id, _anchor=f"m-{message.id}")
    if support_for(said["body"], asker_id(), room_id):
        return redirect(url_for("support.heard", slug=slug, next=there))
    return redirect(there)


@blueprint.post("/c/<slug>/rooms/<uuid:room_id>/openings")
def open_for_an_hour(slug: str, room_id: UUID) -> Response:
    with begin() as work:
        open_room(work, room_id, **OpeningIn().load(_said("reason")))
    flash(gettext("The room is open to you for one hour. Its facilitators see your reason."), "watch")
    return redirect(url_for("chat.room", slug=slug, room_id=room_id))


def _said(*names: str) -> dict[str, Any]:
    return {name: request.form[name] for name in names if request.form.get(name)}
