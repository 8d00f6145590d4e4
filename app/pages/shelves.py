"""How the library is arranged: collections by facilitators, and what a member keeps for themselves."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask import flash, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.begin import begin, reading
from app.pages.frame import again, around, back, load, typed
from app.pages.library import blueprint
from app.schemas.shelves import CollectionIn
from networks.errors import Conflict, Invalid, NotFound
from networks.policy import Can, may, require
from networks.resources import bookmarks, collecting, queries
from networks.work import Work

SHOWN: Final = 100


@blueprint.get("/c/<slug>/library/saved")
def saved(slug: str) -> str:
    with reading() as work:
        seen = queries.member_inside(work, slug)
        found = bookmarks.kept(work, slug, limit=SHOWN)
        return render_template("library/saved.html", **around(work, seen, "library"), found=found)


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/bookmark")
def bookmark(slug: str, resource_id: UUID) -> Response:
    keeps = request.form.get("keep") == "yes"
    with begin() as work:
        (bookmarks.keep if keeps else bookmarks.let_go)(work, resource_id)
    here = request.form.get("from") == "saved"
    return back(".saved", slug=slug) if here else back(".resource", slug=slug, resource_id=resource_id)


@blueprint.get("/c/<slug>/library/collections/<uuid:collection_id>")
def collection(slug: str, collection_id: UUID) -> str:
    with reading() as work:
        return _collection(work, slug, collection_id)


@blueprint.get("/c/<slug>/library/collections")
def collections(slug: str) -> str:
    with reading() as work:
        return _collections(work, slug)


@blueprint.post("/c/<slug>/library/collections")
def make_collection(slug: str) -> Any:
    try:
        said = load(CollectionIn, **typed("name", "purpose"))
        with begin() as work:
            made = collecting.make_collection(work, slug, **said)
    except (Invalid, Conflict) as refusal:
        with reading() as work:
            return _collections(work, slug, **_again(refusal)), 422
    return back(".collection", slug=slug, collection_id=made.id)


@blueprint.post("/c/<slug>/library/collections/<uuid:collection_id>")
def edit_collection(slug: str, collection_id: UUID) -> Any:
    try:
        said = load(CollectionIn, **typed("name", "purpose"))
        with begin() as work:
            collecting.edit_collection(work, collection_id, **said)
    except (Invalid, Conflict) as refusal:
        with reading() as work:
            return _collection(work, slug, collection_id, **_again(refusal)), 422
    flash(gettext("Saved."), "ok")
    return back(".collection", slug=slug, collection_id=collection_id)


@blueprint.post("/c/<slug>/library/collections/<uuid:collection_id>/place")
def place_collection(slug: str, collection_id: UUID) -> Response:
    with begin() as work:
        collecting.edit_collection(work, collection_id, position=_position())
    return back(".collections", slug=slug)


@blueprint.post("/c/<slug>/library/collections/<uuid:collection_id>/delete")
def delete_collection(slug: str, collection_id: UUID) -> Response:
    with begin() as work:
        collecting.delete_collection(work, collection_id)
    flash(gettext("The collection is gone. What was in it stays in the library."), "ok")
    return back(".collections", slug=slug)


@blueprint.post("/c/<slug>/library/collections/<uuid:collection_id>/items/<uuid:resource_id>")
def place_item(slug: str, collection_id: UUID, resource_id: UUID) -> Response:
    """Move it, or take it out where no place is named."""
    with begin() as work:
        if request.form.get("position"):
            collecting.collect(work, collection_id, resource_id, position=_position())
        else:
            collecting.take_out(work, collection_id, resource_id)
    return back(".collection", slug=slug, collection_id=collection_id)


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/collections")
def collect(slug: str, resource_id: UUID) -> Response:
    wanted = request.form.get("collection", "")
    with begin() as work:
        chosen = next((one for one in collecting.collections(work, slug) if str(one.collection.id) == wanted), None)
        if chosen is None:
            raise NotFound
        collecting.collect(work, chosen.collection.id, resource_id)
        name = chosen.collection.name
    flash(gettext("It is in “%(name)s” now.", name=name), "ok")
    return back(".resource", slug=slug, resource_id=resource_id)


def _collections(work: Work, slug: str, **more: Any) -> str:
    seen = queries.member_inside(work, slug)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.SET_UP_LIBRARY)
    found = collecting.collections(work, slug)
    return render_template("library/collections.html", **around(work, seen, "library"), found=found, **more)


def _collection(work: Work, slug: str, collection_id: UUID, **more: Any) -> str:
    chosen, seen, found = collecting.collection(work, collection_id)
    if seen.community.slug != slug:
        raise NotFound
    arranges = may(seen.standing, Can.SET_UP_LIBRARY, work.now)
    place = around(work, queries.member_inside(work, slug), "library")
    return render_template("library/collection.html", **place, chosen=chosen, found=found, arranges=arranges, **more)


def _again(refusal: Invalid | Conflict) -> dict[str, Any]:
    return again(refusal if isinstance(refusal, Invalid) else Invalid(fields={"name": refusal.message}))


def _position() -> int:
    said = request.form.get("position", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 1
