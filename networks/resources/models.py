"""Resources, their versions, and how they go from a draft into the library."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short
from networks.errors import Conflict


class ResourceKind(StrEnum):
    TIP = "tip"
    LINK = "link"
    STORY = "story"
    DOCUMENT = "document"
    TOOL = "tool"


class State(StrEnum):
    """Where the version stands that its author works on. An older one may be published meanwhile."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    PUBLISHED = "published"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


class Step(StrEnum):
    SUBMIT = "submit"
    PUBLISH = "publish"
    REQUEST_CHANGES = "request_changes"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    ARCHIVE = "archive"
    REVISE = "revise"
    RESTORE = "restore"


_WITHDRAWN: Final = {Step.WITHDRAW: State.WITHDRAWN}
_AGAIN: Final = {Step.REVISE: State.DRAFT}

WAY: Final[Mapping[State, Mapping[Step, State]]] = {
    State.DRAFT: {Step.SUBMIT: State.SUBMITTED} | _WITHDRAWN,
    State.SUBMITTED: {
        Step.PUBLISH: State.PUBLISHED,
        Step.REQUEST_CHANGES: State.CHANGES_REQUESTED,
        Step.DECLINE: State.DECLINED,
    }
    | _WITHDRAWN,
    State.CHANGES_REQUESTED: {Step.SUBMIT: State.SUBMITTED} | _WITHDRAWN,
    State.PUBLISHED: {Step.ARCHIVE: State.ARCHIVED} | _WITHDRAWN | _AGAIN,
    State.DECLINED: _WITHDRAWN | _AGAIN,
    State.WITHDRAWN: _AGAIN,
    State.ARCHIVED: {Step.RESTORE: State.PUBLISHED} | _WITHDRAWN | _AGAIN,
}
"""Every step that there is. What is not here cannot happen, whoever asks for it."""

OPEN: Final = frozenset({State.DRAFT, State.CHANGES_REQUESTED})
"""States in which its author changes the words."""


class Resource(HasId, Base):
    """Something that a member offers. `version` is the one under way, `published` the one in the library, if any.

    `counted_from` is the first version to which its try reports still belong: a material change starts them afresh.
    """

    __tablename__ = "resources"
    __table_args__ = (
        Index("ix_resources_newest", "community_id", "listed", "published_at", "id"),
        Index("ix_resources_helped", "community_id", "listed", "helped", "id"),
        Index("ix_resources_testers", "community_id", "listed", "testers", "published_at", "id"),
        Index("ix_resources_review", "community_id", "state", "submitted_at"),
        Index("ix_resources_due", "listed", "review_by"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    state: Mapped[State] = mapped_column(short(24), default=State.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    published: Mapped[int | None]
    published_at: Mapped[datetime | None]
    """None also where its author took it back."""
    listed: Mapped[bool] = mapped_column(default=False)
    """Whether `published` is in the library now: false again once it was taken back or archived."""
    helped: Mapped[float] = mapped_column(default=0.5)
    """The share whom it made lighter, drawn to the community's mean. Moved by releases only."""
    testers: Mapped[int] = mapped_column(default=0)
    """How many reports the last release counted, 0 where that was too few to be told."""
    counted_from: Mapped[int] = mapped_column(default=1)
    submitted_at: Mapped[datetime | None]
    review_by: Mapped[datetime | None]
    created_at: Mapped[datetime]
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"))
    discussion_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"), index=True)
    """The message that began what members say about it, and its room, which it never leaves."""
    discussion_room_id: Mapped[UUID | None] = mapped_column(ForeignKey("rooms.id", ondelete="SET NULL"))

    def take(self, step: Step) -> None:
        """Go one step. Raises Conflict where it does not lead on from here."""
        further = WAY[State(self.state)].get(step)
        if further is None:
            raise Conflict("That is not possible any more: this has moved on since you looked.")
        self.state = further
        if further in (State.WITHDRAWN, State.ARCHIVED):
            self.listed = False


class Version(HasId, Base):
    """What a resource says, as it was written once. What was decided about it stays with it."""

    __tablename__ = "resource_versions"
    __table_args__ = (UniqueConstraint("resource_id", "number"),)

    resource_id: Mapped[UUID] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[ResourceKind] = mapped_column(short(16))
    title: Mapped[str] = mapped_column(short(160))
    body: Mapped[str] = mapped_column(default="")
    html: Mapped[str] = mapped_column(default="")
    url: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(default=list)
    needs: Mapped[list[str]] = mapped_column(default=list)
    """Whom it may help, of the community's circumstances."""
    helps: Mapped[str] = mapped_column(short(300), default="")
    source: Mapped[str] = mapped_column(short(500), default="")
    interest: Mapped[str] = mapped_column(short(500), default="")
    changes_treatment: Mapped[bool] = mapped_column(default=False)
    material: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(short(300), default="")
    try_days: Mapped[int] = mapped_column(default=28)
    """How long its author would try it before telling how it went."""
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(short(24))
    reason: Mapped[str | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]


class Label(Base):
    """A word under which something in the library is found, a tag or a need: of the published version only."""

    __tablename__ = "resource_labels"

    resource_id: Mapped[UUID] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(short(40), primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))

    __table_args__ = (Index("ix_resource_labels_tag", "community_id", "tag"),)


class Library(Base):
    """What a community has settled about its library. Where there is no row, nothing has been settled yet."""

    __tablename__ = "libraries"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"), primary_key=True)
    is_public: Mapped[bool] = mapped_column(default=False)
    tags: Mapped[list[str]] = mapped_column(default=list)
    circumstances: Mapped[list[str]] = mapped_column(default=list)
    reasons: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Canned reasons for reviewers: lists of texts by outcome."""
    review_months: Mapped[int] = mapped_column(default=12)


class ResourceFile(HasId, Base):
    """A file that belongs to a resource. `stored` is a random name: nothing of what its author calls it is a path."""

    __tablename__ = "resource_files"

    resource_id: Mapped[UUID] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), index=True)
    stored: Mapped[str] = mapped_column(short(64), unique=True)
    name: Mapped[str] = mapped_column(short(120))
    type: Mapped[str] = mapped_column(short(60))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(short(64))
    """SHA-256 of what was sent, before anything was taken out of it: a retry is known by it."""
    thumbnail: Mapped[str | None] = mapped_column(short(64))
    first: Mapped[int]
    """The version that brought it."""
    last: Mapped[int | None]
    """The last version that has it; None where the newest does."""
    added_at: Mapped[datetime]
