"""What of newcomers and mentors goes with a person who erases their account, and what is theirs to take out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from networks.facilitation.mentoring import end_offer
from networks.facilitation.models import Asking, Ending, FirstWords, Mentor
from networks.facilitation.newcomers import end
from networks.work import Work


def erase_newcomer(work: Work) -> None:
    """Part the asker from what they said first, from whom they answered and from what they were asked. When it was, and
    in which role, stays for the figures."""
    for community_id in work.session.scalars(select(Mentor.community_id).where(Mentor.person_id == work.me)).all():
        end_offer(work, community_id, work.me)
    end(work, Ending.LEFT, FirstWords.person_id == work.me)
    for column in (FirstWords.person_id, FirstWords.answered_by_id, Asking.mentor_id, Asking.by_id):
        theirs = update(column.class_).where(column == work.me).values({column: None})
        work.session.execute(theirs.execution_options(synchronize_session=False))
    work.session.expire_all()


def newcomers_of_mine(work: Work) -> dict[str, tuple[Any, tuple[str, ...]]]:
    """What the asker can take out, as `networks.export` reads it."""
    me = work.me
    said, welcomed = FirstWords.person_id == me, FirstWords.answered_by_id == me
    return {
        "first_words": (
            select(FirstWords).where(said).order_by(FirstWords.said_at),
            ("community_id", "message_id", "said_at", "answered_at", "ended_at", "ended_how"),
        ),
        "welcomed": (
            select(FirstWords).where(welcomed).order_by(FirstWords.answered_at),
            ("community_id", "answer_id", "answered_at"),
        ),
        "mentoring": (
            select(Mentor).where(Mentor.person_id == me),
            ("community_id", "capacity", "since", "month", "taken", "asked_at"),
        ),
        "askings": (
            select(Asking).where(Asking.mentor_id == me).order_by(Asking.asked_at),
            ("community_id", "state", "asked_at", "ended_at"),
        ),
        "asked_mentors": (
            select(Asking).where(Asking.by_id == me).order_by(Asking.asked_at),
            ("community_id", "state", "asked_at", "ended_at"),
        ),
    }
