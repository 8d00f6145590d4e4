"""A message becomes a tip: its author's own words, offered by nobody but its author.

Others ask. Whoever asks is told that the author was asked and nothing else: not who that is, nor whether they are still
here, have blocked them, were asked before or have said no. A message is asked about once, whoever asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import exists, or_, select, update

from networks.chat.models import Message
from networks.chat.queries import Entered, message
from networks.communities.models import Community
from networks.database import insert_once
from networks.errors import Conflict, NotFound
from networks.people.models import Block, Person
from networks.policy import Can, require
from networks.resources.actions import offer
from networks.resources.models import Resource, ResourceKind
from networks.resources.queries import behind_the_door, member_inside, view
from networks.resources.review_models import TipAsk
from networks.resources.views import ResourceView
from networks.work import Work

TITLE: Final = 80
"""Characters of a message that its tip is called by until its author finds better ones."""


@dataclass(frozen=True, slots=True)
class Shareable:
    """A message that could become a tip, as the asker sees it."""

    message: Message
    slug: str
    own: bool


@dataclass(frozen=True, slots=True)
class AskedFor:
    """Somebody would like a message of the asker's to become a tip."""

    ask: TipAsk
    message: Message
    by: Person | None


def shareable(work: Work, message_id: UUID) -> Shareable:
    """A message for members of its community. Raises Conflict where it was removed."""
    found, entered = _said(work, message_id)
    return Shareable(found, entered.community.slug, found.author_id == work.me)


def share(work: Work, message_id: UUID) -> ResourceView | None:
    """Make a draft of one's own message, or ask its author: then None, whatever becomes of it. Twice is once."""
    found, entered = _said(work, message_id)
    if found.author_id == work.me:
        return _draft(work, found, entered.community.slug)
    require(work, entered.standing, Can.POST_MESSAGE)  # to ask somebody is to turn to them
    if not _blocked(work, found.author_id):
        values = {"id": uuid4(), "community_id": entered.community.id, "by_id": work.me, "at": work.now}
        insert_once(work.session, TipAsk, message_id=message_id, **values)
    return None


def asked_for(work: Work, slug: str) -> list[AskedFor]:
    """Which of the asker's messages others would like to see in the library, and who; oldest first."""
    place = member_inside(work, slug)
    apart = exists().where(
        or_(
            (Block.person_id == work.me) & (Block.blocked_id == TipAsk.by_id),
            (Block.person_id == TipAsk.by_id) & (Block.blocked_id == work.me),
        )
    )
    find = select(TipAsk, Message, Person).join(Message, Message.id == TipAsk.message_id)
    mine = find.outerjoin(Person, Person.id == TipAsk.by_id).where(
        Message.author_id == work.me, Message.removed_at.is_(None), TipAsk.community_id == place.community.id
    )
    waiting = mine.where(TipAsk.answered_at.is_(None), ~apart).order_by(TipAsk.at, TipAsk.id)
    return [AskedFor(*row) for row in work.session.execute(waiting)]


def agree(work: Work, ask_id: UUID) -> ResourceView:
    """Make a draft of what one was asked for. It goes nowhere until its author hands it in."""
    _, found, slug = _mine(work, ask_id)
    if found.removed_at is not None:
        raise Conflict("This message was removed.")
    return _draft(work, found, slug)


def refuse(work: Work, ask_id: UUID) -> None:
    """Say no, quietly: whoever asked is not told."""
    ask, _, _ = _mine(work, ask_id)
    free = update(TipAsk).where(TipAsk.id == ask.id, TipAsk.answered_at.is_(None))
    work.session.execute(free.values(answered_at=work.now, accepted=False))


def _said(work: Work, message_id: UUID) -> tuple[Message, Entered]:
    found, entered = message(work, message_id)
    if not entered.standing.is_member or entered.pair is not None:
        raise NotFound
    require(work, entered.standing, Can.OFFER_RESOURCE)
    if found.removed_at is not None:
        raise Conflict("This message was removed.")
    return found, entered


def _mine(work: Work, ask_id: UUID) -> tuple[TipAsk, Message, str]:
    """For the author of the message alone."""
    find = select(TipAsk, Message, Community.slug).join(Message, Message.id == TipAsk.message_id)
    asked = find.join(Community, Community.id == TipAsk.community_id)
    row: Any = work.session.execute(asked.where(TipAsk.id == ask_id, Message.author_id == work.me)).first()
    if row is None:
        raise NotFound
    member_inside(work, row[2])
    return row[0], row[1], row[2]


def _draft(work: Work, found: Message, slug: str) -> ResourceView:
    """The one draft that there is of a message. What was said anonymously stays apart from it: nothing leads back."""
    values = {"id": uuid4(), "community_id": _home(work, slug), "by_id": work.me, "at": work.now}
    insert_once(work.session, TipAsk, message_id=found.id, **values)
    ask = work.session.scalars(select(TipAsk).where(TipAsk.message_id == found.id).with_for_update()).one()
    if ask.resource_id is not None and work.session.get(Resource, ask.resource_id) is not None:
        return view(work, behind_the_door(work, ask.resource_id))
    body = found.body or ""
    origin = None if found.anonymous else found.id
    made = offer(work, slug, message_id=origin, kind=ResourceKind.TIP, title=title_of(body), body=body)
    ask.resource_id, ask.accepted, ask.answered_at = made.id, True, work.now
    work.session.flush()
    return made


def title_of(body: str) -> str:
    """The beginning of a message, to the end of a sentence or of a word."""
    plain = " ".join(re.sub(r"[*_`>#\[\]]+", "", body).split())
    first = re.split(r"(?<=[.!?])\s", plain, maxsplit=1)[0].rstrip(".")
    if len(first) <= TITLE:
        return first or "—"
    return first[:TITLE].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _home(work: Work, slug: str) -> UUID:
    return member_inside(work, slug).community.id


def _blocked(work: Work, author_id: UUID | None) -> bool:
    """Whether one of the two has blocked the other. Nobody is told."""
    if author_id is None:
        return False
    either = or_(
        (Block.person_id == work.me) & (Block.blocked_id == author_id),
        (Block.person_id == author_id) & (Block.blocked_id == work.me),
    )
    return work.session.scalar(select(Block.person_id).where(either).limit(1)) is not None
