"""What a member offers: writing it, handing it in, and how it is getting on, in words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import limits
from app.begin import asker_id, begin, reading
from app.errors import words
from app.pages.frame import again, around, back, load, typed
from app.pages.library import blueprint
from app.pages.progress import progress
from app.schemas.resources import DraftIn, ResourceIn
from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.resources import actions, queries
from networks.resources import library as shelves
from networks.resources.models import OPEN, ResourceKind
from networks.sharing import asked_for
from networks.work import Work

SHOWN: Final = 50
WRITTEN: Final = ("kind", "title", "body", "helps", "source", "interest", "note")


@blueprint.get("/c/<slug>/library/mine")
def offers(slug: str) -> str:
    with reading() as work:
        seen = queries.member_inside(work, slug)
        found = shelves.offers(work, slug, limit=SHOWN)
        before = queries.before_mine(work, seen.community.id)
        rows = [progress(one, before.get(one.id, 0), work.now) for one in found]
        asks = asked_for(work, slug)
        return render_template("library/offers.html", **around(work, seen, "library"), rows=rows, asks=asks)


@blueprint.get("/c/<slug>/library/new")
def new(slug: str) -> str:
    with reading() as work:
        return _new(work, slug)


@blueprint.post("/c/<slug>/library/mine")
def create(slug: str) -> Any:
    """A kind and a title make a draft: from here on nothing that is typed can be lost."""
    limits.use("write", asker_id())
    try:
        said = load(ResourceIn, **typed("kind", "title"))
        with begin() as work:
            made = actions.offer(work, slug, **said)
    except Invalid as refusal:
        with reading() as work:
            return _new(work, slug, **again(refusal)), 422
    return back(".edit", slug=slug, resource_id=made.id)


@blueprint.get("/c/<slug>/library/<uuid:resource_id>/draft")
def edit(slug: str, resource_id: UUID) -> Any:
    with reading() as work:
        return _edit(work, slug, resource_id)


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/draft")
def save(slug: str, resource_id: UUID) -> Any:
    """Keep it, and hand it in where that button was pressed: in one step, or what is missing would be lost."""
    limits.use("write", asker_id())
    handed_in, stored = request.form.get("then") == "submit", False
    try:
        said = load(DraftIn, **_said())
        with begin() as work:
            actions.keep_draft(work, resource_id, known=_known(), **said)
        stored = True
        if handed_in:
            _require_answer()
            with begin() as work:
                actions.submit(work, resource_id)
    except (Invalid, Conflict, NotAllowed) as refusal:
        if isinstance(refusal, NotAllowed) and not stored:
            raise
        shown = again(refusal) if isinstance(refusal, Invalid) else again(Invalid(fields={"": refusal.message}))
        with reading() as work:
            page = _edit(work, slug, resource_id, stored=stored, **shown)
        if isinstance(page, Response):  # handed in meanwhile, perhaps by the same click
            flash(words(refusal), "watch")
            return page
        return page, 403 if isinstance(refusal, NotAllowed) else 422
    if handed_in:
        flash(gettext("Thank you. It waits for a review now; you see here how it is getting on."), "ok")
        return back(".offers", slug=slug)
    flash(gettext("Saved. Only you can see it."), "ok")
    return back(".edit" if request.form.get("then") != "look" else ".resource", slug=slug, resource_id=resource_id)


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/submission")
def submit(slug: str, resource_id: UUID) -> Response:
    try:
        with begin() as work:
            actions.submit(work, resource_id)
    except Invalid:
        flash(gettext("Something is still missing. Please look at the draft once more."), "watch")
        return back(".edit", slug=slug, resource_id=resource_id)
    except Conflict as refusal:
        return _moved_on(slug, refusal)
    flash(gettext("Thank you. It waits for a review now."), "ok")
    return back(".offers", slug=slug)


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/withdrawal")
def withdraw(slug: str, resource_id: UUID) -> Response:
    try:
        with begin() as work:
            actions.withdraw(work, resource_id)
    except Conflict as refusal:
        return _moved_on(slug, refusal)
    flash(gettext("Done. Your text is still here, and only you can see it."), "ok")
    return back(".offers", slug=slug)


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/versions")
def revise(slug: str, resource_id: UUID) -> Response:
    try:
        with begin() as work:
            actions.revise(work, resource_id)
    except Conflict as refusal:
        return _moved_on(slug, refusal)
    return back(".edit", slug=slug, resource_id=resource_id)


def _moved_on(slug: str, refusal: Conflict) -> Response:
    """Pressed twice, or on an old page: the list shows where it stands now."""
    flash(words(refusal), "watch")
    return back(".offers", slug=slug)


def _new(work: Work, slug: str, **more: Any) -> str:
    seen = queries.member_inside(work, slug)
    return render_template("library/new.html", **around(work, seen, "library"), kinds=list(ResourceKind), **more)


def _edit(work: Work, slug: str, resource_id: UUID, **more: Any) -> Any:
    seen = queries.behind_the_door(work, resource_id)
    if seen.community.slug != slug or not seen.is_own(work):
        raise NotFound
    if seen.resource.state not in OPEN:
        return back(".resource", slug=slug, resource_id=resource_id)
    found = queries.view(work, seen)
    settled = queries.library_of(work, seen.community.id)
    context: dict[str, Any] = {
        "found": found,
        "kinds": list(ResourceKind),
        "tags": _with(settled.tags, found.said.tags),
        "needs": _with(settled.circumstances, found.said.needs),
        "answered": found.said.submitted_at is not None or found.version > 1 or found.said.changes_treatment,
        "preview": url_for("api_resources.preview", slug=slug),
    }
    return render_template(
        "library/draft.html", **around(work, queries.member_inside(work, slug), "library"), **context, **more
    )


def _with(known: list[str], kept: list[str]) -> list[str]:
    """A community's words, and those that something had before they were these."""
    return list(dict.fromkeys((*known, *kept)))


def _said() -> dict[str, Any]:
    """What the form says. An empty title is left out, so that the one it had stays."""
    said: dict[str, Any] = {name: request.form[name] for name in WRITTEN if name in request.form}
    said = {name: value for name, value in said.items() if value.strip() or name not in ("title", "kind")}
    words = [word.strip() for word in request.form.get("more_tags", "").split(",")]
    said["tags"] = [word for word in (*request.form.getlist("tags"), *words) if word]
    said["needs"] = request.form.getlist("needs")
    said["url"] = request.form.get("url", "").strip() or None
    days = request.form.get("try_days", "")
    answer = {"yes": True, "no": False}.get(request.form.get("changes_treatment", ""))
    ticked = {"material": bool(request.form.get("material"))} if "note" in request.form else {}
    return (
        said
        | ({"try_days": int(days)} if days.isascii() and days.isdigit() and len(days) < 5 else {})
        | ({"changes_treatment": answer} if answer is not None else {})
        | ticked
    )


def _require_answer() -> None:
    if request.form.get("changes_treatment") not in ("yes", "no"):
        asked = "Please say whether it changes a treatment: that decides who reads it first."
        raise Invalid(fields={"changes_treatment": asked})


def _known() -> datetime | None:
    """When what the page shows was saved; None where it does not tell."""
    try:
        return datetime.fromisoformat(request.form.get("saved_at", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
