"""How far each room has been looked through."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base


class Mark(Base):
    """Everything up to `change_seq` is in the index as it was then."""

    __tablename__ = "search_marks"

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    change_seq: Mapped[int] = mapped_column(default=0)
