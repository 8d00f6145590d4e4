"""How the library is arranged: collections by facilitators, and what members keep for themselves."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short


class Collection(HasId, Base):
    """Resources that belong together, in an order: "newly diagnosed: start here"."""

    __tablename__ = "collections"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(short(80))
    purpose: Mapped[str] = mapped_column(short(300), default="")
    position: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]


class Collected(Base):
    __tablename__ = "collection_items"

    collection_id: Mapped[UUID] = mapped_column(ForeignKey("collections.id", ondelete="CASCADE"), primary_key=True)
    resource_id: Mapped[UUID] = mapped_column(
        ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)


class Bookmark(Base):
    """Something that a member wants to find again. Only they see it."""

    __tablename__ = "bookmarks"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    resource_id: Mapped[UUID] = mapped_column(
        ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime]
