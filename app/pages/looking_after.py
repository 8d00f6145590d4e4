"""The member desk, notes about a member, and writing to them in a room."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import limits
from app.begin import asker_id, begin, reading
from app.pages.frame import again, around, back, load, to_signin, typed
from app.pages.members import profile
from app.schemas.looking_after import GreetingIn, MemberNoteIn
from networks.errors import Conflict, Invalid, Unauthenticated
from networks.overview import looking_after
from networks.overview.members import STATES, people

blueprint = Blueprint("looking_after", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)
PAGE = 50


@blueprint.get("/c/<slug>/people")
def desk(slug: str) -> str:
    after, said = request.args.get("after", "")[:60].replace("\x00", ""), request.args.get("state")
    state = said if said in STATES else None
    with reading() as work:
        found = people(work, slug, state=state, after=after, limit=PAGE + 1)
        rows = found.rows[:PAGE]
        more = url_for(".desk", slug=slug, state=state, after=rows[-1].handle) if len(found.rows) > PAGE else None
        context: dict[str, Any] = {"rows": rows, "counts": found.counts, "state": state, "states": STATES, "next": more}
        return render_template("overview/people.html", **around(work, found.seen, "overview"), **context)


@blueprint.post("/c/<slug>/members/<uuid:person_id>/notes")
def note(slug: str, person_id: UUID) -> Any:
    limits.use("write", asker_id())
    try:
        said = load(MemberNoteIn, body=request.form.get("member_note", ""))
        with begin() as work:
            looking_after.note(work, slug, person_id, **said)
    except Invalid as refusal:
        return _once_more(slug, person_id, "member_note", refusal)
    flash(gettext("Noted, for the other facilitators."), "ok")
    return _there(slug, person_id)


@blueprint.post("/c/<slug>/members/<uuid:person_id>/notes/<uuid:note_id>/remove")
def remove_note(slug: str, person_id: UUID, note_id: UUID) -> Response:
    with begin() as work:
        looking_after.remove_note(work, note_id)
    flash(gettext("The note is gone."), "ok")
    return _there(slug, person_id)


@blueprint.post("/c/<slug>/members/<uuid:person_id>/greetings")
def greet(slug: str, person_id: UUID) -> Any:
    limits.use("post", asker_id())
    kind = request.form.get("kind", "")
    field = "welcome" if kind == "welcome" else "check_in"
    try:
        said = load(GreetingIn, body=request.form.get(field, ""), **typed("kind", "room_id", "client_key"))
        with begin() as work:
            looking_after.write_to(work, slug, person_id, **said)
    except (Invalid, Conflict) as refusal:
        return _once_more(slug, person_id, field, refusal)
    flash(gettext("Said, in the room. The other facilitators see that you did."), "ok")
    return _there(slug, person_id)


def _there(slug: str, person_id: UUID) -> Response:
    return back("communities.member", slug=slug, person_id=person_id, _anchor="looking-after")


def _once_more(slug: str, person_id: UUID, field: str, refusal: Invalid | Conflict) -> tuple[str, int]:
    """The page once more, with what was typed and what to mend beside it."""
    words = " ".join(refusal.fields.values()) if isinstance(refusal, Invalid) else ""
    with reading() as work:
        return profile(work, slug, person_id, **again(Invalid(fields={field: words or str(refusal)}))), 422
