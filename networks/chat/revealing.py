"""Who said something anonymously: facilitators can learn it, and it goes on record that they did."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from networks import audit
from networks.audit import AuditRow
from networks.chat.events import AuthorRevealed
from networks.chat.history import view
from networks.chat.queries import Entered, enter, message
from networks.chat.views import MessageView
from networks.errors import NotFound
from networks.policy import Can, require
from networks.work import Work


class Asked(NamedTuple):
    """A message with whoever wrote it, where the asker has put on record today that they look."""

    message: MessageView
    entered: Entered
    on_record: bool


def who_wrote(work: Work, message_id: UUID) -> Asked:
    """Without a name until the asker has it put on record. Raises NotFound where there is nothing to ask."""
    found, entered = message(work, message_id)
    require(work, entered.standing, Can.REVEAL_AUTHOR)
    if not found.anonymous or found.removed_at is not None:
        raise NotFound
    on_record = found.author_id == work.me or message_id in _seen_today(work, entered.community.id, [message_id])
    return Asked(view(work, message_id, reveal=on_record), entered, on_record)


def put_on_record(work: Work, room_id: UUID, message_ids: Iterable[UUID]) -> None:
    """That the asker learns who wrote these. Once a day for each: whoever reads on does not fill the record with it."""
    entered = enter(work, room_id)
    require(work, entered.standing, Can.REVEAL_AUTHOR)
    wanted = list(message_ids)
    audit.hold(work, entered.community.id)  # two at once: the second finds what the first wrote
    seen = _seen_today(work, entered.community.id, wanted)
    for message_id in wanted:
        if message_id not in seen:
            work.record(AuthorRevealed(entered.community.id, message_id))


def _seen_today(work: Work, community_id: UUID, message_ids: list[UUID]) -> Set[UUID]:
    """By the asker; a day is one of UTC."""
    mine = (AuditRow.chain == community_id, AuditRow.actor_id == work.me, AuditRow.act == AuthorRevealed.act)
    today = work.now.replace(hour=0, minute=0, second=0, microsecond=0)
    find = select(AuditRow.subject_id).where(*mine, AuditRow.at >= today, AuditRow.subject_id.in_(message_ids))
    return {one for one in work.session.scalars(find) if one is not None}
