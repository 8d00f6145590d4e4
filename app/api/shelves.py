"""Collections and marks over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.api.described import refuses
from app.api.frame import Blueprint, Nothing, PageArgs, listed, part, wrapped
from app.begin import begin, reading
from app.schemas.resources import ResourceOut, resource_shape
from app.schemas.shelves import CollectionEditIn, CollectionIn, CollectionOut, LibraryIn, LibraryOut, PlaceIn
from networks.resources import bookmarks, collecting, settling

blueprint = Blueprint("shelves", "How the library is arranged: collections, and what one keeps for oneself.")

START = {"name": "Newly diagnosed: start here", "purpose": "Five things to read in the first weeks."}


@blueprint.route("/communities/<slug>/collections", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(CollectionOut))
def collections(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """A community's collections. In the order of its facilitators; members see those that hold something."""
    with reading() as work:
        found = collecting.collections(work, slug)
        return part([{**_shape(one.collection), "size": one.size} for one in found], said)


@blueprint.route("/communities/<slug>/collections", methods=["POST"])
@blueprint.arguments(CollectionIn, example=START)
@blueprint.response(201, wrapped("collection", CollectionOut))
@refuses(403, 409)
def make_collection(said: dict[str, str], slug: str) -> dict[str, Any]:
    """Make a collection. Facilitators; 409 where there is one of this name."""
    with begin() as work:
        return {"collection": collecting.make_collection(work, slug, **said)}


@blueprint.route("/collections/<uuid:collection_id>", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(ResourceOut))
def collection(said: dict[str, Any], collection_id: UUID) -> dict[str, Any]:
    """What is in a collection. In its order; what has left the library only for facilitators."""
    with reading() as work:
        _, _, found = collecting.collection(work, collection_id)
        return part([resource_shape(one) for one in found], said)


@blueprint.route("/collections/<uuid:collection_id>", methods=["PATCH"])
@blueprint.arguments(CollectionEditIn)
@blueprint.response(200, wrapped("collection", CollectionOut))
@refuses(403, 409)
def edit_collection(said: dict[str, Any], collection_id: UUID) -> dict[str, Any]:
    """Change a collection. Its name, its purpose, its place among the others. Facilitators."""
    with begin() as work:
        return {"collection": collecting.edit_collection(work, collection_id, **said)}


@blueprint.route("/collections/<uuid:collection_id>", methods=["DELETE"])
@blueprint.response(200, Nothing)
@refuses(403)
def delete_collection(collection_id: UUID) -> dict[str, Any]:
    """Take a collection apart. What was in it stays in the library. Facilitators."""
    with begin() as work:
        collecting.delete_collection(work, collection_id)
    return {}


@blueprint.route("/collections/<uuid:collection_id>/items/<uuid:resource_id>", methods=["PUT"])
@blueprint.arguments(PlaceIn)
@blueprint.response(200, Nothing)
@refuses(403)
def collect(said: dict[str, Any], collection_id: UUID, resource_id: UUID) -> dict[str, Any]:
    """Put something into a collection. Or move it there. Doing it twice does it once. Facilitators."""
    with begin() as work:
        collecting.collect(work, collection_id, resource_id, **said)
    return {}


@blueprint.route("/collections/<uuid:collection_id>/items/<uuid:resource_id>", methods=["DELETE"])
@blueprint.response(200, Nothing)
@refuses(403)
def take_out(collection_id: UUID, resource_id: UUID) -> dict[str, Any]:
    """Take something out of a collection. Where it is not in there, nothing happens. Facilitators."""
    with begin() as work:
        collecting.take_out(work, collection_id, resource_id)
    return {}


@blueprint.route("/resources/<uuid:resource_id>/bookmark", methods=["PUT"])
@blueprint.response(200, Nothing)
def keep(resource_id: UUID) -> dict[str, Any]:
    """Mark a resource to find it again. Nobody else sees or counts it."""
    with begin() as work:
        bookmarks.keep(work, resource_id)
    return {}


@blueprint.route("/resources/<uuid:resource_id>/bookmark", methods=["DELETE"])
@blueprint.response(200, Nothing)
def let_go(resource_id: UUID) -> dict[str, Any]:
    """Take a mark away. Also from what has left the library."""
    with begin() as work:
        bookmarks.let_go(work, resource_id)
    return {}


@blueprint.route("/communities/<slug>/library", methods=["GET"])
@blueprint.response(200, wrapped("library", LibraryOut))
@refuses(403)
def library(slug: str) -> dict[str, Any]:
    """What is settled about a library. For its facilitators."""
    with reading() as work:
        return {"library": settling.settled(work, slug)[1]}


@blueprint.route("/communities/<slug>/library", methods=["PATCH"])
@blueprint.arguments(LibraryIn, example={"tags": ["work", "sleep", "travel"], "review_months": 12})
@blueprint.response(200, wrapped("library", LibraryOut))
@refuses(403)
def settle(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Settle something about a library. Its words, whether everybody may read it. For its facilitators."""
    with begin() as work:
        return {"library": settling.settle(work, slug, **said)}


def _shape(one: Any) -> dict[str, Any]:
    return {"id": one.id, "name": one.name, "purpose": one.purpose}
