"""What of a library everybody may read, where its community says so."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from networks.communities.models import Community, Visibility
from networks.errors import NotFound
from networks.resources.models import Library, Resource, Version
from networks.work import Work


class Shared(NamedTuple):
    """A published version, by nobody: a member's name is for members."""

    community: Community
    resource: Resource
    said: Version


def shared(work: Work, slug: str, resource_id: UUID) -> Shared:
    """Something that is in a library which is open to everybody. Raises NotFound for all else, to whoever asks."""
    find = (
        select(Community, Resource, Version)
        .join(Resource, Resource.community_id == Community.id)
        .join(Library, Library.community_id == Community.id)
        .join(Version, (Version.resource_id == Resource.id) & (Version.number == Resource.published))
        .where(Community.slug == slug, Resource.id == resource_id, Resource.listed.is_(True))
        .where(Community.visibility == Visibility.PUBLIC, Library.is_public.is_(True))
    )
    row = work.session.execute(find).first()
    if row is None:
        raise NotFound
    return Shared(*row)
