"""Conversations of two, as one of them sees them: on the page of one, beside it, and in the list."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from flask_babel import gettext

from app.pages.frame import address
from networks.chat.conversations import ConversationView
from networks.chat.pairs import State
from networks.chat.queries import Entered
from networks.policy import Can, why_not
from networks.work import Work


class Somebody(NamedTuple):
    id: UUID
    handle: str


class Two(NamedTuple):
    """The other of them and how far it has come. `person` is None where they have erased their account."""

    person: Somebody | None
    handle: str
    state: str


class With(NamedTuple):
    """A conversation in a list."""

    id: UUID
    url: str
    person: Somebody | None
    name: str
    role: str
    title: str | None
    state: str
    note: str
    unread: int
    at: datetime | None


def two(entered: Entered) -> Two | None:
    """None in an ordinary room."""
    if entered.pair is None:
        return None
    pair = entered.pair
    person = Somebody(pair.other_id, pair.handle) if pair.handle else None
    return Two(person, name_of(pair.handle), str(pair.state))


def name_of(handle: str | None) -> str:
    return handle or gettext("Somebody who left")


def listed(slug: str, one: ConversationView) -> With:
    return With(
        id=one.id,
        url=f"{address(slug)}/rooms/{one.id}",
        person=Somebody(one.person_id, one.handle) if one.handle else None,
        name=name_of(one.handle),
        role=one.role,
        title=one.title,
        state=str(one.state),
        note=_note(one.state),
        unread=one.unread,
        at=one.last_at,
    )


def _note(state: State) -> str:
    notes = {State.WAITING: gettext("waits for an answer"), State.DECLINED: gettext("you said “not now”")}
    return notes.get(state, "")


def silence(work: Work, entered: Entered) -> str | None:
    """Why the asker cannot write in a room just now, in words for them; None where they can."""
    if entered.pair is not None and entered.pair.state == State.WAITING:
        return gettext(
            "You have written to %(who)s, who decides whether to answer. Until then you can send nothing more.",
            who=name_of(entered.pair.handle),
        )
    reason = why_not(entered.standing, Can.POST_MESSAGE, work.now)
    return gettext(reason) if reason else None
