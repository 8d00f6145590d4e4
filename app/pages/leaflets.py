"""A resource on one plain page: to print, and to share where its community's library is open to everybody."""

from __future__ import annotations

from uuid import UUID

from flask import render_template

from app.begin import reading
from app.pages.library import blueprint
from networks.communities.models import Community
from networks.errors import NotFound
from networks.resources import queries
from networks.resources.models import Resource, Version
from networks.resources.public import shared
from networks.resources.standing import is_endorsed
from networks.work import Work


@blueprint.get("/c/<slug>/library/<uuid:resource_id>/leaflet")
def leaflet(slug: str, resource_id: UUID) -> str:
    """For members, and their printer."""
    with reading() as work:
        seen = queries.behind_the_door(work, resource_id)
        if seen.community.slug != slug:
            raise NotFound
        found = queries.view(work, seen)
        author = found.author.handle if found.author else None
        return _page(work, seen.community, found.resource, found.said, author, inside=True)


@blueprint.get("/c/<slug>/library/<uuid:resource_id>/shared")
def share(slug: str, resource_id: UUID) -> str:
    """For everybody, without a member's name, where the community says so."""
    with reading() as work:
        return _page(work, *shared(work, slug, resource_id), None)


def _page(
    work: Work, community: Community, resource: Resource, said: Version, author: str | None, inside: bool = False
) -> str:
    """Where a professional's review is over, so does the paper say: it may hang on a fridge for years."""
    needs_one = said.changes_treatment and said.outcome == "publish"
    about = {"ended": needs_one and not is_endorsed(work, resource.id, said.number), "inside": inside}
    return render_template(
        "library/leaflet.html", community=community, resource=resource, said=said, author=author, **about
    )
