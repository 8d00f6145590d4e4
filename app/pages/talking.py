"""Saying something about a resource, from its own page. It stands in the room, where all else is done with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request, url_for

from app import limits
from app.begin import asker_id, begin, reading
from app.pages.frame import again, back, load, typed
from app.pages.library import blueprint, page
from app.schemas.chat import MessageIn
from app.support import support_for
from networks.errors import Invalid, NotFound
from networks.resources.queries import behind_the_door
from networks.talking import talk as say


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/talk")
def talk(slug: str, resource_id: UUID) -> Any:
    limits.use("post", asker_id())
    try:
        said = load(MessageIn, **typed("body", "client_key"), anonymous=bool(request.form.get("anonymous")))
        said.pop("reply_to")
        with begin() as work:
            if behind_the_door(work, resource_id).community.slug != slug:
                raise NotFound
            message, _ = say(work, resource_id, **said)
    except Invalid as refusal:
        with reading() as work:
            return page(work, slug, resource_id, talking=again(refusal)), 422
    if support_for(said["body"], asker_id(), message.room_id):
        there = url_for(".resource", slug=slug, resource_id=resource_id, _anchor=f"t-{message.id}")
        return back("support.heard", slug=slug, next=there)
    return back(".resource", slug=slug, resource_id=resource_id, _anchor=f"t-{message.id}")
