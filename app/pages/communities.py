"""Finding communities, joining and leaving them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import limits
from app.begin import asker_id, begin, reading
from app.pages.doors import listing, page_of
from app.pages.frame import again, back, load, to_signin
from app.schemas.communities import JoinIn
from app.support import support_for
from networks.communities import actions, queries
from networks.errors import Invalid, NotFound, Unauthenticated

blueprint = Blueprint("communities", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)


@blueprint.get("/")
def discover() -> str:
    q = " ".join(request.args.get("q", "")[:100].replace("\x00", "").split())
    with reading() as work:
        return render_template("communities/discover.html", q=q, **listing(work, q))


@blueprint.get("/invitations")
def invitation() -> Any:
    """Open an invitation. Counted, because a code can be guessed; wrong, used up and old ones look the same."""
    code = request.args.get("code", "").strip().upper()[:64]
    limits.use("code", asker_id())
    try:
        with reading() as work:
            slug = queries.community_of_code(work, code).slug
    except NotFound:
        return render_template("communities/invitation.html", code=code), 404
    return redirect(url_for(".show", slug=slug, invitation=code), 303)


@blueprint.get("/c/<slug>")
def show(slug: str) -> str:
    code = _code(request.args.get("invitation"))
    with reading() as work:
        return page_of(work, slug, code)


@blueprint.post("/c/<slug>/memberships")
def join(slug: str) -> Any:
    answers = request.form.getlist("answers")
    code = _code(request.form.get("invitation"))
    limits.use("join", asker_id())
    try:
        said = load(JoinIn, answers=answers)
        _agree()
        with begin() as work:
            place, _ = actions.join(work, slug, answers=said["answers"], invitation=code)
            arrived = place.is_active(work.now)
    except Invalid as refusal:
        with reading() as work:
            return page_of(work, slug, code, **again(refusal, answers=answers)), 422
    if arrived:
        flash(gettext("Welcome. Say hello: a question is a good first stone."), "ok")
    there = "chat.rooms" if arrived else ".show"
    if support_for("\n\n".join(answers), asker_id(), slug=slug):
        return back("support.support", heard=url_for(there, slug=slug))
    return back(there, slug=slug)


@blueprint.post("/c/<slug>/memberships/leave")
def leave(slug: str) -> Response:
    with begin() as work:
        actions.leave(work, slug)
    flash(gettext("Done. You can ask again at any time."), "ok")
    return back(".discover")


def _agree() -> None:
    if not request.form.get("agree"):
        raise Invalid(fields={"agree": "Please read the charter, and tick the box if you agree."})


def _code(said: str | None) -> str | None:
    """A code that somebody presents, counted against guessing."""
    if not said:
        return None
    limits.use("code", asker_id())
    return said.strip().upper()[:64]
