"""The library: its shelves, and one resource."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from app.begin import reading
from app.pages.frame import around, to_signin
from app.pages.histories import around_resource, looks
from app.pages.progress import progress
from app.pages.talk import talk_about
from app.pages.tried import on_the_shelves, tried
from networks.errors import NotFound, Unauthenticated
from networks.policy import Can, may
from networks.resources import bookmarks, collecting, queries
from networks.resources import library as shelves
from networks.resources.library import SORTS, Wanted
from networks.resources.models import ResourceKind
from networks.resources.queries import Seen
from networks.resources.views import ResourceView
from networks.work import Work

blueprint = Blueprint("library", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)

SHOWN: Final = 12
RAIL: Final = 5
"""Resources that are named because they need people who try them."""


@blueprint.get("/c/<slug>/library")
def show(slug: str) -> str:
    wanted, start = _wanted(), _start()
    narrowed = any((wanted.words, wanted.tag, wanted.need, wanted.kinds))
    with reading() as work:
        seen = queries.member_inside(work, slug)
        found = shelves.library(work, slug, wanted, after=start, limit=SHOWN + 1)
        testing = _testing(work, slug, wanted, start)
        settled = queries.library_of(work, seen.community.id)
        context: dict[str, Any] = {
            "wanted": wanted,
            "narrowed": narrowed,
            "kinds": list(ResourceKind),
            "sorts": list(SORTS),
            "tags": settled.tags,
            "needs": settled.circumstances,
            "found": found[:SHOWN],
            "following": _following(found[SHOWN - 1].id) if len(found) > SHOWN else None,
            "testing": testing,
            "looks": looks(work, slug, seen.standing),
            "shelves": collecting.collections(work, slug) if not (start or narrowed) else [],
            **on_the_shelves(work, seen.community.id, found[:SHOWN]),
        }
        return render_template("library/library.html", **around(work, seen, "library"), **context)


@blueprint.get("/c/<slug>/library/<uuid:resource_id>")
def resource(slug: str, resource_id: UUID) -> str:
    with reading() as work:
        return page(work, slug, resource_id)


def page(work: Work, slug: str, resource_id: UUID, **more: Any) -> str:
    """The page of a resource. `more` is what a form on it was refused for."""
    seen = queries.behind_the_door(work, resource_id)
    if seen.community.slug != slug:
        raise NotFound
    found = queries.view(work, seen)
    place = around(work, queries.member_inside(work, slug), "library")
    return render_template("library/resource.html", **place, **_parts(work, seen, found), **more)


def _parts(work: Work, seen: Seen, found: ResourceView) -> dict[str, Any]:
    """What the page of a resource is made of."""
    before = queries.before_mine(work, seen.community.id).get(found.id, 0) if found.own else 0
    row = progress(found, before, work.now) if found.own else None
    arranges = may(seen.standing, Can.SET_UP_LIBRARY, work.now)
    context = {
        "found": found,
        "row": row,
        "related": shelves.related(work, seen, found.said.tags),
        "talk": talk_about(work, seen, found.discussion),
        "is_public": queries.library_of(work, seen.community.id).is_public and seen.community.visibility == "public",
        "is_kept": bookmarks.is_kept(work, found.id),
        "shelves": collecting.collections(work, seen.community.slug) if arranges else [],
    }
    return context | around_resource(work, seen, found) | tried(work, seen, found)


def _testing(work: Work, slug: str, wanted: Wanted, start: UUID | None) -> list[ResourceView]:
    """What has too few reports to be told of; beside the first page, unless this is what is looked at anyway."""
    if start or wanted.sort == "needs_testers" or wanted.words:
        return []
    found = shelves.library(work, slug, Wanted(sort="needs_testers"), limit=RAIL)
    return [one for one in found if not one.resource.testers]


def _wanted() -> Wanted:
    """What the address asks for; what it cannot mean is left out."""
    asked = request.args
    words = " ".join(asked.get("q", "")[:200].replace("\x00", "").split())
    kinds = tuple(kind for kind in ResourceKind if kind in asked.getlist("kind"))
    sort = asked.get("sort", "")
    tag, need = (asked.get(name, "")[:40] or None for name in ("tag", "need"))
    return Wanted(words, tag, need, kinds, sort if sort in SORTS else "helped")


def _start() -> UUID | None:
    """The last one of the page before."""
    with suppress(ValueError):
        return UUID(request.args["start"]) if "start" in request.args else None
    return None


def _following(last: UUID) -> str:
    said: dict[str, Any] = request.args.to_dict(flat=False)
    return url_for(".show", **(request.view_args or {}), **said | {"start": str(last)})
