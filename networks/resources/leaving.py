"""What of the library goes with a person who erases their account, and what of it is theirs to take out."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, delete, or_, select, update

from networks.resources.endorsing import end_all_of
from networks.resources.events import ResourceWithdrawn
from networks.resources.files import forget_files
from networks.resources.models import Resource, ResourceFile, State, Version
from networks.resources.review_models import Assignment, Check, Endorsement, Proposal, ResourceOpening, TipAsk
from networks.resources.shelf_models import Bookmark
from networks.resources.trying_models import Trial, TryReport
from networks.work import Work

OWN: Final = (Bookmark, Trial, TryReport, Assignment, Endorsement, ResourceOpening)


def erase_resources(work: Work, *, words_too: bool) -> None:
    """Part the asker from the library. With `words_too` what they offered goes; else what is published stays, by
    nobody, and the rest goes all the same: it was never meant for others.
    """
    end_all_of(work, work.me)
    mine = select(Resource).where(Resource.author_id == work.me)
    for found in work.session.scalars(mine).all():
        work.record(ResourceWithdrawn(found.community_id, found.id))
        if words_too or not found.listed:
            forget_files(work, ResourceFile.resource_id == found.id)
            work.session.delete(found)
        else:
            _leave_published(work, found)
    for table in OWN:
        work.session.execute(delete(table).where(table.person_id == work.me))
    for done in (Proposal, Check, TipAsk):
        work.session.execute(update(done).where(done.by_id == work.me).values(by_id=None))
    work.session.flush()


def resources_of_mine(work: Work) -> dict[str, tuple[Any, tuple[str, ...]]]:
    """What the asker can take out, as `networks.export` reads it: a question and the names of what is shown."""
    me = work.me
    return {
        "resources": (
            select(Resource).where(Resource.author_id == me).order_by(Resource.created_at, Resource.id),
            ("id", "state", "version", "published", "created_at"),
        ),
        "resource_versions": (
            select(Version).join(Resource).where(Resource.author_id == me).order_by(Version.saved_at, Version.id),
            (
                "resource_id", "number", "kind", "title", "body", "url", "tags", "helps", "source", "interest",
                "changes_treatment", "saved_at", "outcome", "reason",
            ),
        ),
        "resource_files": (
            select(ResourceFile).join(Resource).where(Resource.author_id == me).order_by(ResourceFile.added_at),
            ("id", "resource_id", "name", "type", "size", "first", "last", "added_at"),
        ),
        "bookmarks": (select(Bookmark).where(Bookmark.person_id == me), ("resource_id", "at")),
        "trials": (select(Trial).where(Trial.person_id == me), ("resource_id", "started_at", "ask_at", "over_at")),
        "try_reports": (
            select(TryReport).where(TryReport.person_id == me),
            (
                "resource_id", "version", "illness", "treatment", "effort", "days", "kept", "unwanted",
                "circumstances", "note", "reported_at", "changed_at", "withdrawn_at",
            ),
        ),
        "endorsements": (
            select(Endorsement).where(Endorsement.person_id == me),
            ("resource_id", "number", "interests", "at", "expires_at", "revoked_at"),
        ),
        "review_proposals": (
            select(Proposal).where(Proposal.by_id == me),
            ("resource_id", "number", "title", "body", "why", "at", "accepted"),
        ),
        "review_assignments": (
            select(Assignment).where(Assignment.person_id == me),
            ("resource_id", "at", "number", "against", "answered_at"),
        ),
        "resource_openings": (
            select(ResourceOpening).where(ResourceOpening.person_id == me),
            ("resource_id", "reason", "opened_at", "expires_at"),
        ),
        "tip_asks": (select(TipAsk).where(TipAsk.by_id == me), ("message_id", "at")),
    }  # fmt: skip


def _leave_published(work: Work, found: Resource) -> None:
    """The published version stays, and no other: an open draft of a newer one was theirs alone."""
    unseen = (Version.resource_id == found.id, Version.outcome.is_distinct_from("publish"))
    work.session.execute(delete(Version).where(*unseen))
    forget_files(work, *_unread(found))
    work.session.execute(delete(ResourceFile).where(*_unread(found)))
    work.session.execute(delete(Proposal).where(Proposal.resource_id == found.id))  # their words, in other words
    work.session.execute(update(Version).where(Version.resource_id == found.id).values(by_id=None))
    found.author_id, found.state, found.version = None, State.PUBLISHED, found.published or found.version


def _unread(found: Resource) -> tuple[ColumnElement[bool], ...]:
    """Files that no version has any more."""
    having = select(Version.id).where(
        Version.resource_id == ResourceFile.resource_id,
        Version.number >= ResourceFile.first,
        or_(ResourceFile.last.is_(None), Version.number <= ResourceFile.last),
    )
    return ResourceFile.resource_id == found.id, ~having.exists()
