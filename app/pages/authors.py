"""Who wrote an anonymous message: a facilitator asks, it goes on record, and then they are told."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from werkzeug.wrappers import Response

from app.begin import begin, reading
from app.pages.chat import blueprint
from app.pages.frame import around, back
from networks.chat import revealing
from networks.communities.queries import inside
from networks.errors import NotFound
from networks.work import Work


@blueprint.get("/c/<slug>/rooms/<uuid:room_id>/messages/<uuid:message_id>/author")
def author(slug: str, room_id: UUID, message_id: UUID) -> str:
    with reading() as work:
        asked = _here(work, slug, room_id, message_id)
        return render_template("chat/author.html", asked=asked, **around(work, inside(work, slug), "rooms"))


@blueprint.post("/c/<slug>/rooms/<uuid:room_id>/messages/<uuid:message_id>/author")
def ask_author(slug: str, room_id: UUID, message_id: UUID) -> Response:
    with begin() as work:
        _here(work, slug, room_id, message_id)
        revealing.put_on_record(work, room_id, [message_id])
    return back(".author", slug=slug, room_id=room_id, message_id=message_id)


def _here(work: Work, slug: str, room_id: UUID, message_id: UUID) -> revealing.Asked:
    asked = revealing.who_wrote(work, message_id)
    if (asked.entered.community.slug, asked.entered.room.id) != (slug, room_id):
        raise NotFound
    return asked
