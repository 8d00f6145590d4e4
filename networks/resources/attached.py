"""Which files belong to which version. A file stays with every version from the one that brought it to its last."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from networks.resources.models import ResourceFile
from networks.work import Work


def files_of(work: Work, resource_id: UUID, number: int) -> list[ResourceFile]:
    """The files of one version. The caller has found that the asker may see it."""
    return [one for one in all_files_of(work, resource_id) if has(number, one)]


def all_files_of(work: Work, resource_id: UUID) -> list[ResourceFile]:
    """Those of every version, in the order in which they were added."""
    find = select(ResourceFile).where(ResourceFile.resource_id == resource_id)
    return list(work.session.scalars(find.order_by(ResourceFile.first, ResourceFile.added_at, ResourceFile.id)))


def has(number: int, file: ResourceFile) -> bool:
    return file.first <= number and (file.last is None or number <= file.last)
