"""What was decided, by whom and why: rows that nobody changes, chained by their hashes per community.

A row's hash is SHA-256 over the previous row's hash and the row's own content in canonical JSON, so that a changed,
missing or reordered row breaks the chain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId
from networks.database import insert_once
from networks.work import Event, Work, fields_of

NETWORK: Final = UUID(int=0)
"""The chain of what belongs to no community."""

START: Final = "0" * 64


class AuditRow(HasId, Base):
    __tablename__ = "audit_rows"
    __table_args__ = (UniqueConstraint("chain", "position"),)

    chain: Mapped[UUID]
    position: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    act: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID | None]
    reason: Mapped[str | None]
    previous: Mapped[str]
    hash: Mapped[str]


class AuditHead(Base):
    """The end of a chain. Locking it puts those who decide at once into a row."""

    __tablename__ = "audit_heads"

    chain: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(default=START)


def keep(work: Work, event: Event) -> None:
    """Keep an audited event, in the transaction that made it happen."""
    if not event.audited:
        return
    said = fields_of(event)
    chain = said.get("community_id") or NETWORK
    head = hold(work, chain)
    row = AuditRow(
        id=uuid4(),
        chain=chain,
        position=head.position + 1,
        at=work.now,
        actor_id=work.asker.person_id if work.asker else None,
        act=event.act,
        subject_kind=said.get("subject_kind", "person"),
        subject_id=said.get("subject_id"),
        reason=said.get("reason"),
        previous=head.hash,
    )
    row.hash = seal(row)
    head.position, head.hash = row.position, row.hash
    work.session.add(row)
    work.session.flush()


def seal(row: AuditRow) -> str:
    """The hash that a row must carry. An erased person stays as a nameless stub, so the actor's id holds for good."""
    content = [
        row.previous,
        str(row.chain),
        row.position,
        row.at.isoformat(),
        str(row.actor_id),
        row.act,
        row.subject_kind,
        str(row.subject_id),
        row.reason,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def faults(rows: Iterable[AuditRow]) -> list[int]:
    """The positions at which a chain, given in order, does not hold."""
    broken, previous, position = [], START, 0
    for row in rows:
        position += 1
        if row.position != position or row.previous != previous or row.hash != seal(row):
            broken.append(row.position)
        position, previous = row.position, row.hash
    return broken


class Verdict(NamedTuple):
    """What became of a chain. `end` is the last seal: whoever noted it down sees whether it is still in there."""

    chain: UUID
    rows: int
    end: str
    broken: list[int]


def verify(work: Work, chain: UUID) -> Verdict:
    """Look through a kept chain, its end included: the head knows how long it must be."""
    count, end = 0, (0, START)
    find = select(AuditRow).where(AuditRow.chain == chain).order_by(AuditRow.position, AuditRow.id)

    def counted() -> Iterator[AuditRow]:
        nonlocal count, end
        for row in work.session.scalars(find.execution_options(yield_per=500)):
            count, end = count + 1, (row.position, row.hash)
            yield row

    found = faults(counted())
    head = work.session.get(AuditHead, chain)
    wanted = (head.position, head.hash) if head else (0, START)
    if wanted != end and max(wanted[0], end[0]) not in found:
        found.append(max(wanted[0], end[0]))
    return Verdict(chain, count, end[1], found)


def broken(work: Work, chain: UUID) -> list[int]:
    """The positions at which a kept chain does not hold."""
    return verify(work, chain).broken


def chains(work: Work) -> list[UUID]:
    """Every chain of which there is anything: a row, or the end of rows that are gone."""
    found = set(work.session.scalars(select(AuditRow.chain).distinct())) | set(
        work.session.scalars(select(AuditHead.chain))
    )
    return sorted(found, key=str)


def hold(work: Work, chain: UUID) -> AuditHead:
    find = select(AuditHead).where(AuditHead.chain == chain).with_for_update()
    head = work.session.scalar(find)
    if head is None:
        insert_once(work.session, AuditHead, chain=chain, position=0, hash=START)
        head = work.session.scalars(find).one()
    return head
