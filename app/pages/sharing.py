"""Sharing a message as a tip: one's own becomes a draft, somebody else's is asked for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import limits
from app.begin import asker_id, begin, reading
from app.errors import words
from app.pages.frame import around, back
from app.pages.reviews import blueprint
from networks import sharing
from networks.communities.queries import inside
from networks.errors import Conflict, NotFound
from networks.work import Work


@blueprint.get("/c/<slug>/rooms/<uuid:room_id>/messages/<uuid:message_id>/tip")
def tip(slug: str, room_id: UUID, message_id: UUID) -> Any:
    try:
        with reading() as work:
            found = _here(work, slug, room_id, message_id)
            shown = around(work, inside(work, slug), "rooms")
            return render_template("library/share.html", found=found, room_id=room_id, **shown)
    except Conflict as refusal:
        return _back_to_room(slug, room_id, refusal)


@blueprint.post("/c/<slug>/rooms/<uuid:room_id>/messages/<uuid:message_id>/tip")
def share(slug: str, room_id: UUID, message_id: UUID) -> Response:
    limits.use("tip", asker_id())
    try:
        with begin() as work:
            _here(work, slug, room_id, message_id)
            made = sharing.share(work, message_id)
    except Conflict as refusal:
        return _back_to_room(slug, room_id, refusal)
    if made is not None:
        flash(gettext("Here is your draft. Only you can see it."), "ok")
        return back("library.edit", slug=slug, resource_id=made.id)
    flash(gettext("We have asked its author. If they like the idea, they offer it themselves."), "ok")
    return back("library.show", slug=slug)


@blueprint.post("/c/<slug>/library/asks/<uuid:ask_id>/agree")
def agree(slug: str, ask_id: UUID) -> Response:
    try:
        with begin() as work:
            inside(work, slug)
            made = sharing.agree(work, ask_id)
    except Conflict as refusal:
        flash(words(refusal), "watch")
        return back("library.offers", slug=slug)
    flash(gettext("Here is your draft. Change what you like; nobody sees it until you hand it in."), "ok")
    return back("library.edit", slug=slug, resource_id=made.id)


@blueprint.post("/c/<slug>/library/asks/<uuid:ask_id>/refuse")
def refuse(slug: str, ask_id: UUID) -> Response:
    with begin() as work:
        inside(work, slug)
        sharing.refuse(work, ask_id)
    flash(gettext("It stays a message. Nobody is told."), "ok")
    return back("library.offers", slug=slug)


def _here(work: Work, slug: str, room_id: UUID, message_id: UUID) -> sharing.Shareable:
    found = sharing.shareable(work, message_id)
    if found.slug != slug or found.message.room_id != room_id:
        raise NotFound
    return found


def _back_to_room(slug: str, room_id: UUID, refusal: Conflict) -> Response:
    flash(words(refusal), "watch")
    return Response(status=303, headers={"Location": url_for("chat.room", slug=slug, room_id=room_id)})
