"""The member desk: who is new, active, quiet or sanctioned, notes about them, and writing to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app import limits
from app.api.described import refuses
from app.api.frame import Blueprint, PageArgs, from_cursor, listed, page, part, wrapped
from app.begin import asker_id, begin, reading
from app.looked import notes_on_record
from app.schemas.chat import MessageOut
from app.schemas.looking_after import (
    GreetingIn,
    LookedAfterArgs,
    LookedAfterOut,
    MemberNoteIn,
    MemberNoteOut,
    looked_after_shape,
    member_note_shape,
)
from networks.overview import looking_after
from networks.overview.members import people
from networks.people.queries import myself

blueprint = Blueprint("looking_after", "Members, for those who look after them.")


@blueprint.route("/communities/<slug>/people", methods=["GET"])
@blueprint.arguments(LookedAfterArgs, location="query")
@blueprint.response(200, listed(LookedAfterOut))
@refuses(403)
def list_people(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """The members, and how they are here. For facilitators and operators: by handle, those in one state or all. Whoever
    only asks anonymously counts as quiet.
    """
    with reading() as work:
        after, limit = from_cursor(said.get("cursor")), said["limit"]
        found = people(work, slug, state=said.get("state"), after=after, limit=limit + 1)
        return page([looked_after_shape(row) for row in found.rows], limit, lambda row: row["handle"])


@blueprint.route("/communities/<slug>/members/<uuid:person_id>/notes", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(MemberNoteOut))
@refuses(403)
def list_member_notes(said: dict[str, Any], slug: str, person_id: UUID) -> dict[str, Any]:
    """Notes about a member. What facilitators keep for each other, the latest first. No page shows them to the member;
    the export of their own data has them, without who wrote them. That an operator reads them goes on record first.
    """
    notes_on_record(slug, person_id)
    with reading() as work:
        found = looking_after.notes(work, slug, person_id)
        return part([member_note_shape(note, by) for note, by in found], said)


@blueprint.route("/communities/<slug>/members/<uuid:person_id>/notes", methods=["POST"])
@blueprint.arguments(MemberNoteIn, example={"body": "Back at work since March; Tuesdays are hard."})
@blueprint.response(201, wrapped("note", MemberNoteOut))
@refuses(403)
def add_member_note(said: dict[str, Any], slug: str, person_id: UUID) -> dict[str, Any]:
    """Note something about a member. For the other facilitators. About oneself nobody may."""
    limits.use("write", asker_id())
    with begin() as work:
        return {"note": member_note_shape(looking_after.note(work, slug, person_id, **said), myself(work))}


@blueprint.route("/member-notes/<uuid:note_id>", methods=["DELETE"])
@blueprint.response(204)
def remove_member_note(note_id: UUID) -> None:
    """Remove a note about a member. For whoever may read it."""
    with begin() as work:
        looking_after.remove_note(work, note_id)


@blueprint.route("/communities/<slug>/members/<uuid:person_id>/greetings", methods=["POST"])
@blueprint.arguments(GreetingIn)
@blueprint.response(201, wrapped("message", MessageOut))
@blueprint.alt_response(200, schema=wrapped("message", MessageOut), description="It was written before.")
@refuses(403, 409)
def greet(said: dict[str, Any], slug: str, person_id: UUID) -> Any:
    """Write to a member in a room. To welcome them or to ask how they are; the words call them by name. That it was
    written is noted for the other facilitators. The same key again says it once.
    """
    limits.use("post", asker_id())
    with begin() as work:
        message, is_new = looking_after.write_to(work, slug, person_id, **said)
    return {"message": message}, 201 if is_new else 200
