"""What ends for a newcomer and for a mentor when they are sent away, and what of it goes on when they are let back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from networks.communities.models import Membership
from networks.communities.queries import active
from networks.database import insert_once
from networks.facilitation.events import AskingChanged
from networks.facilitation.mentoring import mark
from networks.facilitation.models import Asking, AskingState, Ending, FirstWords, Mentor
from networks.facilitation.places import month, month_of, not_muted, of, retake_place
from networks.work import Work


def waiting(work: Work, community_id: UUID, person_id: UUID) -> Sequence[UUID]:
    """First words of somebody that nobody has answered."""
    theirs = (FirstWords.community_id == community_id, FirstWords.person_id == person_id)
    find = select(FirstWords.id).where(*theirs, FirstWords.answered_at.is_(None), FirstWords.ended_at.is_(None))
    return work.session.scalars(find).all()


def asked_about(work: Work, community_id: UUID, person_id: UUID) -> Sequence[UUID]:
    """What mentors are asked about somebody."""
    words = select(FirstWords.id).where(FirstWords.person_id == person_id, FirstWords.community_id == community_id)
    return _asked(work, Asking.first_words_id.in_(words))


def asked_about_words(work: Work, words_id: UUID) -> Sequence[UUID]:
    return _asked(work, Asking.first_words_id == words_id)


def asked_of(work: Work, community_id: UUID, person_id: UUID) -> Sequence[UUID]:
    """What somebody is asked as a mentor."""
    return _asked(work, Asking.mentor_id == person_id, Asking.community_id == community_id)


def offered(work: Work, community_id: UUID, person_id: UUID) -> dict[str, Any] | None:
    """What somebody has offered, as it is when they are asked nothing: each asking that goes on takes its place."""
    found = work.session.scalars(select(Mentor).where(*of(community_id, person_id))).first()
    if found is None:
        return None
    names = ("capacity", "since", "month", "taken", "asked_at")
    asked = select(Asking).where(Asking.id.in_(asked_of(work, community_id, person_id)))
    now = [one for one in work.session.scalars(asked) if found.month == month(work) == month_of(one.asked_at)]
    return {name: getattr(found, name) for name in names} | {"taken": max(0, found.taken - len(now))}


def wait_on(work: Work, words_id: UUID, ended_at: datetime) -> FirstWords | None:
    """First words that ended at a moment because their author had to go are as they were. None for all others."""
    found = work.session.get(FirstWords, words_id, populate_existing=True)
    if found is None or (found.ended_how, found.ended_at) != (Ending.LEFT, ended_at):
        return None
    found.ended_at = found.ended_how = None
    work.session.flush()
    return found


def offer_again(work: Work, community_id: UUID, person_id: UUID, **was: Any) -> None:
    """What they have offered anew meanwhile stands as they said it."""
    insert_once(work.session, Mentor, community_id=community_id, person_id=person_id, **was)
    mark(work, community_id, person_id, True)


def ask_again(work: Work, asking_id: UUID, ended_at: datetime) -> None:
    """A mentor is asked again what they were asked until a moment, unless somebody else is, or nobody needs it."""
    found = work.session.get(Asking, asking_id, populate_existing=True)
    if found is None or found.mentor_id is None or not _could_go_on(work, found, ended_at):
        return
    asked_in, was_given_back = month_of(found.asked_at), month_of(found.asked_at) == month_of(ended_at)
    if was_given_back and not retake_place(work, found.community_id, found.mentor_id, asked_in):
        return
    found.state, found.ended_at = AskingState.ASKED, None
    work.session.flush()
    words = work.session.get_one(FirstWords, found.first_words_id)
    work.record(AskingChanged(found.community_id, words.message_id, found.id, found.mentor_id, found.state))


def _could_go_on(work: Work, found: Asking, ended_at: datetime) -> bool:
    words = work.session.get_one(FirstWords, found.first_words_id, populate_existing=True)
    other = select(Asking.id).where(Asking.first_words_id == words.id, Asking.state == AskingState.ASKED)
    ended = found.state in (AskingState.GONE, AskingState.OVER) and found.ended_at == ended_at
    return ended and words.waits and work.session.scalar(other) is None and _may_welcome(work, found)


def _may_welcome(work: Work, found: Asking) -> bool:
    here = (Membership.community_id == found.community_id, Membership.person_id == found.mentor_id)
    offers = select(Mentor.person_id).where(
        Mentor.community_id == found.community_id, Mentor.person_id == found.mentor_id
    )
    find = select(Membership.id).where(*here, active(work.now), not_muted(work), offers.exists())
    return work.session.scalar(find) is not None


def _asked(work: Work, *which: Any) -> Sequence[UUID]:
    return work.session.scalars(select(Asking.id).where(Asking.state == AskingState.ASKED, *which)).all()
