"""Being asked to welcome somebody: by a facilitator, one mentor at a time, each of them once about one newcomer."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_, select, update

from networks.communities.models import Community
from networks.communities.queries import inside
from networks.database import insert_once
from networks.errors import Conflict, NotFound
from networks.facilitation.events import AskingChanged, MentorAsked
from networks.facilitation.models import Asking, AskingState, FirstWords
from networks.facilitation.places import give_place_back, month, next_for, take_place
from networks.work import Work


def ask(work: Work, words: FirstWords, person_id: UUID | None = None) -> tuple[Asking, bool]:
    """Ask a mentor to welcome somebody: this one, or whoever is next. Returns the asking and whether it is new.

    The caller has authorized. Raises Conflict where nobody needs to answer any more, or no mentor has room.
    """
    if not words.waits:
        raise Conflict("Somebody has answered already, so nobody has to be asked.")
    open_ = _open_asking(work, words.id)
    if open_ is not None:
        return open_, False
    made = _ask(work, words, work.me, person_id)
    if made is None:
        raise Conflict("No mentor can be asked just now.")
    work.record(MentorAsked(words.community_id, made.mentor_id or work.me))
    return made, True


def decline(work: Work, asking_id: UUID) -> Asking:
    """Not this time: somebody else is asked. Doing it twice does it once. NotFound to whoever was not asked."""
    found = mine(work, asking_id)
    if _end(work, Asking.id == asking_id, AskingState.DECLINED):
        _pass_on(work, found)
    work.session.refresh(found)
    return found


def mine(work: Work, asking_id: UUID) -> Asking:
    """Something that the asker was asked, where they still may be. Raises NotFound to all others."""
    found = work.session.get(Asking, asking_id)
    if found is None or found.mentor_id != work.me:
        raise NotFound
    standing = inside(work, work.session.get_one(Community, found.community_id).slug).standing
    if standing is None or not standing.is_member:
        raise NotFound
    return found


def answered(work: Work, words_id: UUID, by: UUID) -> None:
    """Somebody has answered: who was asked has done it, or need not."""
    _end(work, and_(Asking.first_words_id == words_id, Asking.mentor_id == by), AskingState.DONE, keeps_place=True)
    over(work, words_id)


def over(work: Work, words_id: UUID) -> None:
    """There is nothing left to answer."""
    _end(work, Asking.first_words_id == words_id, AskingState.OVER)


def pass_all_on(work: Work, community_id: UUID, person_id: UUID) -> None:
    theirs = (Asking.community_id == community_id, Asking.mentor_id == person_id)
    for one in work.session.scalars(select(Asking).where(*theirs, Asking.state == AskingState.ASKED)).all():
        if _end(work, Asking.id == one.id, AskingState.GONE):
            _pass_on(work, one)


def _ask(work: Work, words: FirstWords, by: UUID | None, person_id: UUID | None = None) -> Asking | None:
    for mentor_id in next_for(work, words, person_id):
        if not take_place(work, words.community_id, mentor_id):
            continue
        fresh: dict[str, Any] = {"community_id": words.community_id, "first_words_id": words.id, "by_id": by}
        fresh |= {"id": uuid4(), "mentor_id": mentor_id, "state": AskingState.ASKED, "asked_at": work.now}
        insert_once(work.session, Asking, **fresh)
        made = work.session.get_one(Asking, fresh["id"])
        work.record(AskingChanged(words.community_id, words.message_id, made.id, mentor_id, made.state))
        return made
    return None


def _end(work: Work, which: Any, state: AskingState, *, keeps_place: bool = False) -> bool:
    """These are asked no longer. Unless they did it, they can be asked to welcome somebody else instead."""
    gone = update(Asking).where(Asking.state == AskingState.ASKED, which).values(state=state, ended_at=work.now)
    columns = (Asking.id, Asking.community_id, Asking.mentor_id, Asking.first_words_id, Asking.asked_at)
    ended = work.session.execute(gone.returning(*columns).execution_options(synchronize_session=False)).all()
    for one in ended:
        if not keeps_place and one.asked_at.strftime("%Y-%m") == month(work):
            give_place_back(work, one.community_id, one.mentor_id)
        message_id = work.session.scalars(
            select(FirstWords.message_id).where(FirstWords.id == one.first_words_id)
        ).one()
        work.record(AskingChanged(one.community_id, message_id, one.id, one.mentor_id, state))
    return bool(ended)


def _pass_on(work: Work, ended: Asking) -> None:
    """To the next, as if the same facilitator asked. Where nobody has room, the case says so."""
    words = work.session.get_one(FirstWords, ended.first_words_id, populate_existing=True)
    if words.waits:
        _ask(work, words, ended.by_id)


def _open_asking(work: Work, words_id: UUID) -> Asking | None:
    find = select(Asking).where(Asking.first_words_id == words_id, Asking.state == AskingState.ASKED)
    return work.session.scalars(find).first()
