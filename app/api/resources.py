"""The library over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app import limits
from app.api.described import refuses
from app.api.frame import Blueprint, PageArgs, listed, page, place_of, position, to_cursor, wrapped
from app.begin import asker_id, begin, reading
from app.schemas.resources import (
    BodyIn,
    HtmlOut,
    KeptIn,
    LibraryArgs,
    ResourceDecisionIn,
    ResourceEditIn,
    ResourceIn,
    ResourceOut,
    resource_shape,
)
from networks.resources import actions, queries, reviewing
from networks.resources import library as shelves
from networks.resources.library import Wanted

blueprint = Blueprint("resources", "What members offer to the library, and how it is reviewed.")

TIP = {"kind": "tip", "title": "Pacing a workday", "body": "Pick three things that must happen.", "tags": ["work"]}


@blueprint.route("/communities/<slug>/resources", methods=["GET"])
@blueprint.arguments(LibraryArgs, location="query")
@blueprint.response(200, listed(ResourceOut))
def library(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """The library. What members of a community published, by words, tag and kind. With `state`, one's own in that state
    and, for reviewers, what was submitted.
    """
    after, limit = place_of(said.get("cursor")), said["limit"]
    kinds = (said["kind"],) if "kind" in said else ()
    wanted = Wanted(said["q"], said.get("tag"), said.get("need"), kinds, said["sort"], said.get("state"))
    with reading() as work:
        found = shelves.library(work, slug, wanted, after=after, limit=limit + 1)
    more = to_cursor(found[limit - 1].id) if len(found) > limit else None
    return {"items": [resource_shape(one) for one in found[:limit]], "next": more}


@blueprint.route("/communities/<slug>/resources", methods=["POST"])
@blueprint.arguments(ResourceIn, example=TIP)
@blueprint.response(201, wrapped("resource", ResourceOut))
@refuses(403)
def offer(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Offer something to the library. It becomes a draft, which only its author sees. For members."""
    limits.use("write", asker_id())
    with begin() as work:
        return {"resource": resource_shape(actions.offer(work, slug, **said))}


@blueprint.route("/resources/<uuid:resource_id>", methods=["GET"])
@blueprint.response(200, wrapped("resource", ResourceOut))
def show(resource_id: UUID) -> dict[str, Any]:
    """One resource. The version under way for its author and, once it was submitted, for reviewers; the published one
    for members.
    """
    with reading() as work:
        seen = queries.resource(work, resource_id)
        waiting = queries.waiting(work, seen.resource) if seen.own else None
        return {"resource": resource_shape(seen, waiting)}


@blueprint.route("/resources/<uuid:resource_id>", methods=["PATCH"])
@blueprint.arguments(ResourceEditIn)
@blueprint.response(200, wrapped("resource", ResourceOut))
@refuses(403, 409)
def edit(said: dict[str, Any], resource_id: UUID) -> dict[str, Any]:
    """Change a draft. Each change is the next version. Its author, in `draft` and `changes_requested`; else 409."""
    limits.use("write", asker_id())
    with begin() as work:
        return {"resource": resource_shape(actions.edit(work, resource_id, **said))}


@blueprint.route("/resources/<uuid:resource_id>/draft", methods=["PUT"])
@blueprint.arguments(KeptIn)
@blueprint.response(200, wrapped("resource", ResourceOut))
@refuses(403, 409)
def keep(said: dict[str, Any], resource_id: UUID) -> dict[str, Any]:
    """Keep what is being typed. It makes no new version, other than PATCH. With `saved_at`, only while nothing else was
    saved since: 409 where its author wrote on another page.
    """
    limits.use("write", asker_id())
    known = said.pop("saved_at")
    with begin() as work:
        return {"resource": resource_shape(actions.keep_draft(work, resource_id, known=known, **said))}


@blueprint.route("/communities/<slug>/resources/preview", methods=["POST"])
@blueprint.arguments(BodyIn)
@blueprint.response(200, HtmlOut)
def preview(said: dict[str, str], slug: str) -> dict[str, str]:
    """Look at Markdown as it will be shown. Nothing is kept. For members."""
    limits.use("write", asker_id())
    with reading() as work:
        queries.member_inside(work, slug)
        return {"html": work.render(said["body"])}


@blueprint.route("/resources/<uuid:resource_id>/submission", methods=["POST"])
@blueprint.response(201, wrapped("resource", ResourceOut))
@refuses(403, 409, 422)
def submit(resource_id: UUID) -> dict[str, Any]:
    """Hand a draft in. It waits in the facilitators' queue, and its author is told how long it has and how many are
    before it.
    """
    with begin() as work:
        seen = actions.submit(work, resource_id)
        return {"resource": resource_shape(seen, queries.waiting(work, seen.resource))}


@blueprint.route("/resources/<uuid:resource_id>/withdrawal", methods=["POST"])
@blueprint.response(201, wrapped("resource", ResourceOut))
@refuses(403, 409)
def withdraw(resource_id: UUID) -> dict[str, Any]:
    """Take something back. Out of the review or out of the library, at any time. Its words stay with its author."""
    with begin() as work:
        return {"resource": resource_shape(actions.withdraw(work, resource_id))}


@blueprint.route("/resources/<uuid:resource_id>/versions", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(ResourceOut))
def versions(said: dict[str, Any], resource_id: UUID) -> dict[str, Any]:
    """The versions of a resource. The newest first: all for its author, what was submitted for reviewers, what was
    published for members.
    """
    before, limit = position(said.get("cursor")), said["limit"]
    with reading() as work:
        found = queries.versions(work, resource_id, before=before, limit=limit + 1)
        return page([resource_shape(one) for one in found], limit, lambda one: one["version"] - 1)


@blueprint.route("/resources/<uuid:resource_id>/versions", methods=["POST"])
@blueprint.response(201, wrapped("resource", ResourceOut))
@refuses(403, 409)
def revise(resource_id: UUID) -> dict[str, Any]:
    """Begin a new version. Of what was published, declined, taken back or archived. What is published stands until the
    new version is approved.
    """
    with begin() as work:
        return {"resource": resource_shape(actions.revise(work, resource_id))}


@blueprint.route("/resources/<uuid:resource_id>/decision", methods=["POST"])
@blueprint.arguments(
    ResourceDecisionIn, example={"outcome": "request_changes", "reason": "Where is it from?", "version": 1}
)
@blueprint.response(200, wrapped("resource", ResourceOut))
@refuses(403, 409)
def decide(said: dict[str, Any], resource_id: UUID) -> dict[str, Any]:
    """Decide about a submission. Facilitators, never about their own. Of two who decide at once, the second gets a
    conflict that names the first; so does whoever read another version.
    """
    with begin() as work:
        return {"resource": resource_shape(reviewing.decide(work, resource_id, **said))}
