"""A resource on one plain page: to print, and to share where its community's library is open to everybody."""

from __future__ import annotations

from uuid import UUID

from flask import render_template

from app.begin import reading
from app.pages.library import blueprint
from networks.errors import NotFound
from networks.resources import queries
from networks.resources.public import shared


@blueprint.get("/c/<slug>/library/<uuid:resource_id>/leaflet")
def leaflet(slug: str, resource_id: UUID) -> str:
    """For members, and their printer."""
    with reading() as work:
        seen = queries.behind_the_door(work, resource_id)
        if seen.community.slug != slug:
            raise NotFound
        found = queries.view(work, seen)
        author = found.author.handle if found.author else None
        return _page(seen.community, found.resource, found.said, author)


@blueprint.get("/c/<slug>/library/<uuid:resource_id>/shared")
def share(slug: str, resource_id: UUID) -> str:
    """For everybody, without a member's name, where the community says so."""
    with reading() as work:
        return _page(*shared(work, slug, resource_id), None)


def _page(community: object, resource: object, said: object, author: str | None) -> str:
    return render_template("library/leaflet.html", community=community, resource=resource, said=said, author=author)
