"""What runs later: rows written in the transaction that wants them, so that a job exists exactly if its cause does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId
from networks.database import insert_once
from networks.work import Work

CLAIM: Final = timedelta(minutes=2)
"""A worker that is silent for so long is taken for dead, and somebody else takes its job."""

TRIES: Final = 12


class JobRow(HasId, Base):
    __tablename__ = "jobs"

    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    payload: Mapped[dict[str, Any]]
    due_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)


@dataclass(frozen=True, slots=True)
class Job:
    id: UUID
    kind: str
    payload: dict[str, Any]
    tries: int


def enqueue(work: Work, kind: str, key: str, payload: dict[str, Any], *, at: datetime | None = None) -> None:
    """Have a job done soon, or `at` a moment. A key that waits already waits once: many requests make one mail."""
    due = at or work.now
    values = {"id": uuid4(), "kind": kind, "key": f"{kind}:{key}", "payload": payload, "due_at": due, "tries": 0}
    insert_once(work.session, JobRow, **values)


def waiting(work: Work) -> int:
    return work.session.scalar(select(func.count()).select_from(JobRow)) or 0


def is_due(work: Work) -> bool:
    return work.session.scalar(select(JobRow.id).where(JobRow.due_at <= work.now).limit(1)) is not None


def claim(work: Work) -> Job | None:
    """Take the job that is due longest, or None. A conditional update decides between two workers."""
    row = work.session.scalar(select(JobRow).where(JobRow.due_at <= work.now).order_by(JobRow.due_at).limit(1))
    if row is None:
        return None
    taken = work.session.execute(
        update(JobRow)
        .where(JobRow.id == row.id, JobRow.due_at == row.due_at)
        .values(due_at=work.now + CLAIM, tries=row.tries + 1)
        .returning(JobRow.id)
        .execution_options(synchronize_session=False)
    ).first()
    return Job(row.id, row.kind, row.payload, row.tries + 1) if taken else None


def finish(work: Work, job: Job) -> None:
    work.session.execute(delete(JobRow).where(JobRow.id == job.id))


def postpone(work: Work, job: Job) -> bool:
    """Try again later, each time twice as late, up to an hour. After the last try it is dropped: then False."""
    if job.tries >= TRIES:
        finish(work, job)
        return False
    later = work.now + min(timedelta(seconds=5 * 2**job.tries), timedelta(hours=1))
    work.session.execute(update(JobRow).where(JobRow.id == job.id).values(due_at=later))
    return True
