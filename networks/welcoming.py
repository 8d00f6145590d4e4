"""Welcoming a newcomer from their case: saying hello in the room, asking a mentor to, and what a mentor is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import or_, select

from networks.chat.posting import post_message
from networks.chat.views import MessageView
from networks.communities.queries import inside
from networks.errors import NotFound
from networks.facilitation import asking
from networks.facilitation.models import Asking, AskingState, FirstWords
from networks.moderation.models import CaseKind
from networks.moderation.queries import case
from networks.people.models import Person
from networks.policy import About, Can, may, require
from networks.work import Work


class Asked(NamedTuple):
    """What a mentor was asked, as they and facilitators see it. Who asked for help anonymously has no name here: a
    mentor is a member like any other."""

    id: UUID
    state: str
    asked_at: Any
    ended_at: Any
    by: Person | None
    mentor: Person | None
    newcomer: Person | None
    anonymous: bool
    room_id: UUID
    message_id: UUID
    seq: int


class Wish(NamedTuple):
    """The same as a plain value for their pages: `who` shall be welcomed, `by` asks for it."""

    id: UUID
    by: str | None
    who: str | None
    room_id: UUID
    message_id: UUID
    seq: int


def say_hello(work: Work, case_id: UUID, *, body: str, client_key: str) -> tuple[MessageView, bool]:
    """Answer a newcomer in the room, which closes their case. For whoever may work on it and write there."""
    words = _words(work, case_id)
    return post_message(work, words.room_id, body=body, client_key=client_key, reply_to=words.message_id)


def ask_mentor(work: Work, case_id: UUID, *, person_id: UUID | None = None) -> tuple[Asked, bool]:
    """Ask a mentor to welcome a newcomer: whoever has room and was asked longest ago, or this one. Asking twice asks
    once; returns the asking and whether it is new."""
    words = _words(work, case_id)
    made, is_new = asking.ask(work, words, person_id)
    return _asked(work, Asking.id == made.id)[0], is_new


def not_this_time(work: Work, asking_id: UUID) -> Asked:
    """The asker cannot welcome this one; the next mentor is asked."""
    asking.decline(work, asking_id)
    return _asked(work, Asking.id == asking_id)[0]


def asked_of(work: Work, case_id: UUID) -> list[Asked]:
    """Which mentors were asked about a case, the latest first. The caller has loaded the case."""
    found = case(work, case_id)[0].case
    return _asked(work, FirstWords.message_id == found.subject_id)


def askings(work: Work, slug: str, *, state: str | None = None) -> list[Asked]:
    """What the asker was asked as a mentor; for facilitators all that is asked here, but about themselves. The latest
    first."""
    standing = inside(work, slug).standing
    if standing is None:
        raise NotFound
    others = or_(FirstWords.person_id.is_(None), FirstWords.person_id != work.me)
    which: list[Any] = [Asking.community_id == standing.community_id, others]
    if not may(standing, Can.SEE_QUEUE, work.now):
        which.append(Asking.mentor_id == work.me)
    if state is not None:
        which.append(Asking.state == state)
    return _asked(work, *which)


def asked_of_me(work: Work, community_id: UUID) -> tuple[Wish, ...]:
    """What waits for the asker as a mentor in a community whose door they have come through."""
    mine = (Asking.community_id == community_id, Asking.mentor_id == work.me, Asking.state == AskingState.ASKED)
    return tuple(_wish(one) for one in _asked(work, *mine))


def _wish(one: Asked) -> Wish:
    by, who = one.by.handle if one.by else None, one.newcomer.handle if one.newcomer else None
    return Wish(one.id, by, who, one.room_id, one.message_id, one.seq)


def _words(work: Work, case_id: UUID) -> FirstWords:
    found, _, standing = case(work, case_id)
    require(work, standing, Can.DECIDE_CASE, About(found.case.person_id))
    if found.case.kind != CaseKind.NEWCOMER:
        raise NotFound
    find = select(FirstWords).where(FirstWords.message_id == found.case.subject_id)
    return work.session.scalars(find.execution_options(populate_existing=True)).one()


def _asked(work: Work, *which: Any) -> list[Asked]:
    find = select(Asking, FirstWords).join(FirstWords, FirstWords.id == Asking.first_words_id).where(*which)
    order = (Asking.asked_at.desc(), (Asking.state == AskingState.ASKED).desc(), Asking.id)
    rows = work.session.execute(find.order_by(*order).limit(100).execution_options(populate_existing=True)).all()
    people = _people(work, [(one.by_id, one.mentor_id, words.person_id) for one, words in rows])
    return [_told(one, words, people) for one, words in rows]


def _told(one: Asking, words: FirstWords, people: dict[UUID | None, Person]) -> Asked:
    return Asked(
        one.id,
        str(one.state),
        one.asked_at,
        one.ended_at,
        people.get(one.by_id),
        people.get(one.mentor_id),
        None if words.anonymous else people.get(words.person_id),
        words.anonymous,
        words.room_id,
        words.message_id,
        words.seq,
    )


def _people(work: Work, ids: Sequence[tuple[UUID | None, ...]]) -> dict[UUID | None, Person]:
    wanted = {id_ for some in ids for id_ in some if id_ is not None}
    find = select(Person).where(Person.id.in_(wanted), Person.erased_at.is_(None))
    return {one.id: one for one in work.session.scalars(find)}
