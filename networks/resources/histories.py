"""The history of a resource: each version with what was different, and what was decided about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple
from uuid import UUID

from networks.people.models import Person
from networks.resources.diffs import GONE, NEW, SAME, Piece, compare
from networks.resources.models import Version
from networks.resources.proposing import edited_with
from networks.resources.queries import to_read, versions, view, which_versions
from networks.resources.views import ResourceView
from networks.work import Work

TEXTS: Final = ("title", "body", "url", "helps", "source", "interest")
MARKS: Final = ("kind", "changes_treatment")


class Change(NamedTuple):
    """What is different in one part of a version."""

    part: str
    pieces: list[Piece]


class Past(NamedTuple):
    view: ResourceView
    before: int | None
    """The version that it is compared with; None for the first, and for those who see no other words than published."""
    changes: list[Change]
    closer: bool
    """Whether the asker is its author or reviews it, and so sees differences and decisions."""
    edited: bool
    """Whether it was made of a reviewer's proposal, by `edited_with`."""
    edited_with: Person | None


def history(work: Work, resource_id: UUID, *, before: int | None = None, limit: int = 10) -> Iterator[Past]:
    """The versions that the asker may see, the newest first. Differences are shown to its author and to those who
    review it; members read what was published, and what its author says is new. They take a while to find: each is
    looked for when it is asked for.
    """
    seen, made = to_read(work, resource_id), edited_with(work, resource_id)
    shown = versions(work, resource_id, before=before, limit=limit + 1)
    closer = seen.is_own(work) or seen.may_review(work) or seen.is_asked or not seen.standing.is_member
    older = [*(one.said for one in shown[1:]), None]
    for one, last in list(zip(shown, older, strict=True))[:limit]:
        yield Past(
            one,
            last.number if last and closer else None,
            changes(last, one.said) if last and closer else [],
            closer,
            one.version in made and closer,
            made.get(one.version) if closer else None,
        )


def last_read(work: Work, resource_id: UUID, number: int) -> Version | None:
    """The version that a reviewer has read before this one: the last that was handed in, if there is one."""
    seen = to_read(work, resource_id)
    handed_in = (one.number for one in which_versions(work, seen, number - 1) if one.submitted_at is not None)
    last = next(handed_in, None)
    return view(work, seen, last).said if last is not None else None


def changes(old: Version, new: Version) -> list[Change]:
    """What is different, part by part. What stayed the same is left out."""
    found = [Change(name, compare(getattr(old, name) or "", getattr(new, name) or "")) for name in TEXTS]
    found += [Change(name, _marks(str(getattr(old, name)), str(getattr(new, name)))) for name in MARKS]
    found.append(Change("tags", _tags(old.tags, new.tags)))
    return [change for change in found if any(piece.kind != SAME for piece in change.pieces)]


def _marks(old: str, new: str) -> list[Piece]:
    return [] if old == new else [Piece(GONE, old), Piece(NEW, new)]


def _tags(old: list[str], new: list[str]) -> list[Piece]:
    stayed = [Piece(SAME, tag) for tag in new if tag in old]
    gone = [Piece(GONE, tag) for tag in old if tag not in new]
    return [*stayed, *gone, *(Piece(NEW, tag) for tag in new if tag not in old)]
