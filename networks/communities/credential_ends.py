"""What was verified about a profession ends: by its time, or because somebody's place in the community is another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update

from networks.communities.actions import give_role
from networks.communities.credentials_models import Application, Looked
from networks.communities.events import CredentialsAsked, CredentialsEnded, CredentialsEndSoon
from networks.communities.models import Community, Membership
from networks.policy import Role
from networks.work import Work

HELD: Final = (Application.state == Looked.VERIFIED, Application.revoked_at.is_(None))


def expire(work: Work) -> int:
    """End what was verified for a time that is over; returns how many there were. Done twice it does nothing more."""
    over = (*HELD, Application.expires_at <= work.now)
    found = work.session.scalars(select(Application).where(*over).order_by(Application.expires_at)).all()
    for one in found:
        if end(work, Application.id == one.id):
            take_role(work, one, "expired")
    return len(found)


def remind(work: Work, application_id: UUID) -> None:
    """Say that what was verified ends soon, where it still holds and nothing newer waits."""
    found = work.session.get(Application, application_id)
    if found is None or not found.holds(work.now):
        return
    theirs = of(found.community_id, found.person_id)
    newer = select(Application.id).where(*theirs, Application.state == Looked.OPEN)
    if work.session.scalars(newer).first() is None:
        work.record(CredentialsEndSoon(found.community_id, found.person_id))


def follow(work: Work, community_id: UUID, person_id: UUID) -> None:
    """Somebody's place changed: who is not inside waits for nothing, and what was verified holds for exactly that.

    Else facilitators could write another title on a badge that says that the network has checked it.
    """
    place = place_of(work, community_id, person_id)
    theirs = of(community_id, person_id)
    if place is None or not place.is_active(work.now) or place.role == Role.FACILITATOR:
        change(work, *theirs, Application.state == Looked.OPEN, state=Looked.WITHDRAWN, decided_at=work.now)
    title = place.title if place is not None and place.role == Role.PROFESSIONAL else None
    if end(work, *theirs, Application.title.is_distinct_from(title)):
        work.record(CredentialsEnded(community_id, person_id, "changed"))


def open_of(work: Work, community_id: UUID, person_id: UUID) -> Sequence[UUID]:
    """What somebody has asked operators to check, and nobody has yet."""
    find = select(Application.id).where(*of(community_id, person_id), Application.state == Looked.OPEN)
    return work.session.scalars(find).all()


def ask_again(work: Work, application_id: UUID, withdrawn_at: datetime) -> None:
    """What was withdrawn at a moment waits again, as old as it is, unless they have asked anew since."""
    found = fresh(work, application_id)
    newer = select(Application.id).where(
        *of(found.community_id, found.person_id), Application.applied_at >= withdrawn_at
    )
    if work.session.scalars(newer.limit(1)).first() is not None:
        return
    was = (Application.id == application_id, Application.state == Looked.WITHDRAWN)
    if change(work, *was, Application.decided_at == withdrawn_at, state=Looked.OPEN, decided_at=None):
        work.record(CredentialsAsked(found.community_id, found.person_id))


def take_role(work: Work, found: Application, how: str) -> None:
    """They are a plain member from here on, unless they are something else than what was verified."""
    place = place_of(work, found.community_id, found.person_id)
    if place is not None and place.role == Role.PROFESSIONAL and place.title == found.title:
        give_role(work, work.session.get_one(Community, found.community_id), place, Role.MEMBER, None)
    work.record(CredentialsEnded(found.community_id, found.person_id, how))


def end(work: Work, *which: Any, **more: Any) -> bool:
    return change(work, *HELD, *which, revoked_at=work.now, **more)


def change(work: Work, *which: Any, **values: Any) -> bool:
    """Compared and set: of two who are equally fast, one is told that there was something to change."""
    changed = update(Application).where(*which).values(**values).returning(Application.id)
    return bool(work.session.execute(changed.execution_options(synchronize_session=False)).all())


def fresh(work: Work, application_id: UUID) -> Application:
    """As it is after a statement has changed it."""
    find = select(Application).where(Application.id == application_id)
    return work.session.scalars(find.execution_options(populate_existing=True)).one()


def of(community_id: UUID, person_id: UUID) -> tuple[Any, Any]:
    return Application.community_id == community_id, Application.person_id == person_id


def place_of(work: Work, community_id: UUID, person_id: UUID) -> Membership | None:
    here = (Membership.community_id == community_id, Membership.person_id == person_id)
    return work.session.scalars(select(Membership).where(*here)).first()
