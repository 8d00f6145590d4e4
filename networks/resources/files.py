"""Files of a resource. Whoever may see a version sees its files; whoever may not finds nothing.

A file's row and its bytes are in two places. A job that is written before the bytes are kept looks whether a row came
of it, so that nothing is left of an upload that was cut, whenever that was.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, func, or_, select

from networks import jobs
from networks.errors import Invalid, NotFound
from networks.resources.actions import mine, next_unread, own, require_open
from networks.resources.attached import files_of
from networks.resources.models import Resource, ResourceFile, Version
from networks.resources.queries import may_see, to_read
from networks.work import Work

MOST: Final = 10
"""Files of one version."""

ALLOWANCE: Final = 200 * 1024 * 1024
"""Bytes of all files of one person."""

PATIENCE: Final = timedelta(hours=1)
"""By then an upload has ended, one way or the other."""


class Kept(NamedTuple):
    """A file whose bytes are in the store already."""

    stored: str
    name: str
    type: str
    size: int
    digest: str
    thumbnail: str | None


def require_room(work: Work, resource_id: UUID) -> None:
    """Before anything is sent: raises whatever would speak against one more file."""
    seen = mine(work, resource_id)
    require_open(seen.resource)


def expect(work: Work, names: Iterable[str]) -> None:
    """Have it looked after later whether these names in the store belong to anybody."""
    _clear_away(work, list(names), after=PATIENCE)


def attach(work: Work, resource_id: UUID, file: Kept) -> ResourceFile:
    """Add a file to a draft. One that is there already, byte by byte, is not added again: then what is there comes
    back. Raises Invalid where there is no room.
    """
    found = own(work, resource_id).resource
    require_open(found)
    there = files_of(work, found.id, found.version)
    same = next((one for one in there if one.digest == file.digest), None)
    if same is not None:
        return same
    _require_room(work, there, file.size)
    next_unread(work, found)
    made = ResourceFile(id=uuid4(), resource_id=found.id, first=found.version, added_at=work.now, **file._asdict())
    work.session.add(made)
    work.session.flush()
    return made


def detach(work: Work, file_id: UUID) -> None:
    """Take a file out of a draft. Versions that others have read keep it; else it is gone."""
    file = _row(work, file_id)
    found = own(work, file.resource_id).resource
    require_open(found)
    if file.last is not None:
        raise NotFound
    next_unread(work, found)
    if _was_read(work, file):
        file.last = found.version - 1
    else:
        work.session.delete(file)
        _clear_away(work, _names([file]))
    work.session.flush()


def file(work: Work, file_id: UUID) -> ResourceFile:
    """A file, for those who may see a version that has it. Raises NotFound to all others."""
    found = _row(work, file_id)
    seen = to_read(work, found.resource_id)
    if not any(may_see(work, seen, version) for version in work.session.scalars(_versions_with(found))):
        raise NotFound
    return found


def forget_files(work: Work, *which: ColumnElement[bool]) -> None:
    """Have the bytes of files removed, for whoever removes their rows."""
    _clear_away(work, _names(work.session.scalars(select(ResourceFile).where(*which))))


def strays(work: Work, names: Iterable[str]) -> set[str]:
    """Those names in the store that belong to no file."""
    asked = list(names)
    known = work.session.execute(
        select(ResourceFile.stored, ResourceFile.thumbnail).where(
            or_(ResourceFile.stored.in_(asked), ResourceFile.thumbnail.in_(asked))
        )
    )
    return set(asked) - {name for row in known for name in row}


def _row(work: Work, file_id: UUID) -> ResourceFile:
    work.require_asker()
    found = work.session.get(ResourceFile, file_id)
    if found is None:
        raise NotFound
    return found


def _require_room(work: Work, there: list[ResourceFile], size: int) -> None:
    if len(there) >= MOST:
        raise Invalid(fields={"file": "There are ten files already, which is the most. Please remove one first."})
    taken = select(func.sum(ResourceFile.size)).join(Resource).where(Resource.author_id == work.me)
    if (work.session.scalar(taken) or 0) + size > ALLOWANCE:
        raise Invalid(fields={"file": "All your files together may take 200 MB. Please remove one first."})


def _was_read(work: Work, file: ResourceFile) -> bool:
    read = _versions_with(file).where(Version.submitted_at.is_not(None)).limit(1)
    return work.session.scalar(read) is not None


def _versions_with(file: ResourceFile) -> Select[Any]:
    find = select(Version).where(Version.resource_id == file.resource_id, Version.number >= file.first)
    return find if file.last is None else find.where(Version.number <= file.last)


def _names(files: Iterable[ResourceFile]) -> list[str]:
    return [name for one in files for name in (one.stored, one.thumbnail) if name]


def _clear_away(work: Work, names: list[str], *, after: timedelta = timedelta()) -> None:
    if names:
        jobs.enqueue(work, "files", uuid4().hex, {"names": names}, at=work.now + after)
