"""First words: kept, answered by another human, weighing more the longer they wait.

What counts as an answer is found out in `networks.wiring.newcomers`, which knows the rooms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, or_, select, update

from networks import jobs
from networks.database import insert_once
from networks.facilitation.events import NewcomerWaits, WordsEnded
from networks.facilitation.models import Ending, FirstWords
from networks.work import Work

STAGES: Final = (
    ("amber", timedelta(hours=4)),
    ("red", timedelta(hours=12)),
    ("overdue", timedelta(hours=24)),
)
"""How long nobody has answered, and what it is called (product.md, newcomer desk). From the last on, operators see."""

AGAIN: Final = timedelta(days=7)
"""So long after the first words it is worth while to say hello once more, where the only answer was taken back."""

SOME: Final = 50
"""How many a unit of work looks at, so that others write in between."""


def keep_first(work: Work, community_id: UUID, person_id: UUID, *, said_at: datetime, **said: Any) -> None:
    """Somebody has said something here for the first time. `said` is where: room, message, thread and seq."""
    fresh = {"id": uuid4(), "community_id": community_id, "person_id": person_id, "said_at": said_at}
    insert_once(work.session, FirstWords, **fresh, **said)
    plan(work, said_at + STAGES[0][1])


def answer(work: Work, words_id: UUID, *, by: UUID, role: str, answer_id: UUID) -> bool:
    """Keep who answered. Compared and set: of two who answer at once, one is the first; False for the other."""
    told = {"answered_at": work.now, "answered_by_id": by, "answered_as": role, "answer_id": answer_id}
    return bool(_change(work, (FirstWords.id == words_id, _waits()), **told))


def answer_instead(
    work: Work, found: FirstWords, *, at: datetime, by: UUID | None, role: str | None, answer_id: UUID | None
) -> None:
    """The first answer was taken back; this one came after it."""
    found.answered_at, found.answered_by_id, found.answered_as, found.answer_id = at, by, role, answer_id
    work.session.flush()


def wait_again(work: Work, found: FirstWords) -> str | None:
    """The only answer was taken back, or the words are back. Returns the stage that waiting for so long comes to."""
    found.answered_at = found.answered_by_id = found.answered_as = found.answer_id = None
    found.ended_at = found.ended_how = None
    reached = _mark(work, found)
    work.session.flush()
    return reached


def end(work: Work, how: Ending, *conditions: Any) -> bool:
    """These wait no longer, though nobody answered. Tells whether there were any."""
    ended = _change(work, (*conditions, _waits()), ended_at=work.now, ended_how=how)
    for words_id, community_id, message_id in ended:
        work.record(WordsEnded(community_id, words_id, message_id))
    return bool(ended)


def words_about(work: Work, message_id: UUID) -> Sequence[FirstWords]:
    """The first words that a message is, and those that it is the answer to."""
    either = or_(FirstWords.message_id == message_id, FirstWords.answer_id == message_id)
    return work.session.scalars(select(FirstWords).where(either)).all()


def first_words(work: Work, message_ids: Iterable[UUID]) -> dict[UUID, FirstWords]:
    """By message. The caller has authorized the cases that they belong to."""
    find = select(FirstWords).where(FirstWords.message_id.in_(list(message_ids)))
    return {one.message_id: one for one in work.session.scalars(find)}


def escalate(work: Work) -> int:
    """Mark some of those whom nobody has answered for so long; returns how many. Done twice it does nothing more."""
    find = select(FirstWords).where(_waits(), _due(work.now)).order_by(FirstWords.said_at, FirstWords.id)
    found = work.session.scalars(find.limit(SOME).with_for_update()).all()
    for one in found:
        reached = _mark(work, one)
        if reached is not None:
            work.record(NewcomerWaits(one.community_id, one.message_id, reached))
    work.session.flush()
    return len(found)


def plan(work: Work, when: datetime) -> None:
    """Have somebody look at who waits then. What is due within one minute is looked at together."""
    minute = when.replace(second=0, microsecond=0) + timedelta(minutes=1)
    jobs.enqueue(work, "newcomers", minute.isoformat(), {}, at=minute)


def _mark(work: Work, found: FirstWords) -> str | None:
    """Keep which stages have been reached, and have the next one looked at. Returns the last that was reached."""
    reached = None
    for stage, after in STAGES:
        if found.said_at + after > work.now:
            plan(work, found.said_at + after)
            break
        reached = stage
        if getattr(found, f"{stage}_at") is None:
            setattr(found, f"{stage}_at", work.now)
    return reached


def _waits() -> ColumnElement[bool]:
    return and_(FirstWords.answered_at.is_(None), FirstWords.ended_at.is_(None))


def _due(now: datetime) -> ColumnElement[bool]:
    unmarked = ((getattr(FirstWords, f"{stage}_at"), now - after) for stage, after in STAGES)
    return or_(*(and_(column.is_(None), FirstWords.said_at <= moment) for column, moment in unmarked))


def _change(work: Work, conditions: tuple[Any, ...], **values: Any) -> Sequence[Any]:
    columns = (FirstWords.id, FirstWords.community_id, FirstWords.message_id)
    changed = update(FirstWords).where(*conditions).values(**values).returning(*columns)
    return work.session.execute(changed.execution_options(synchronize_session=False)).all()
