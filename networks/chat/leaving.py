"""What becomes of somebody's conversations when they take out or erase what is theirs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, or_, select

from networks.chat.models import Conversation, Room
from networks.chat.pairs import looked_at
from networks.communities.models import Community
from networks.work import Work


def conversations_of_mine(work: Work) -> list[dict[str, Any]]:
    """With whom the asker talks. That they said not now is theirs to know, that it was said to them is not."""
    find = looked_at(work.me, work.now).add_columns(Community.slug, Conversation.asked_at)
    home = find.join(Community, Community.id == Conversation.community_id)
    rows = work.session.execute(home.order_by(Conversation.made_at, Conversation.room_id))
    return [_shown(work, row) for row in rows]


def leave_conversations(work: Work) -> None:
    """A conversation that nobody is left of goes, and so does one in which nothing was said. In all others the one who
    stays can go on reading."""
    mine = looked_at(work.me, work.now).subquery()
    alone = select(mine.c.room_id).where(or_(mine.c.erased_at.is_not(None), mine.c.asked_by_id.is_(None)))
    gone = list(work.session.scalars(alone))
    work.session.execute(delete(Room).where(Room.id.in_(gone)).execution_options(synchronize_session=False))


def _shown(work: Work, row: Any) -> dict[str, Any]:
    is_mine = row.asked_by_id == work.me
    return {
        "room_id": row.room_id,
        "community": row.slug,
        "with": row.handle if row.erased_at is None else None,
        "asked_by_me": is_mine,
        "asked_at": row.asked_at,
        "accepted_at": row.accepted_at,
        "declined_at": None if is_mine else row.declined_at,
    }
