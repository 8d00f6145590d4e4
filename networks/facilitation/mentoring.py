"""Mentors: members who offer to welcome newcomers, as many each month as they say."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select, update

from networks.communities.models import Membership
from networks.communities.queries import active, inside
from networks.database import insert_once
from networks.errors import NotFound
from networks.facilitation.asking import pass_all_on
from networks.facilitation.models import Mentor
from networks.facilitation.places import not_muted, of
from networks.policy import Can, Standing, require
from networks.work import Work


def offer(work: Work, slug: str, *, capacity: int) -> Mentor:
    """Offer to welcome newcomers in a community, so many each month; the same again changes how many."""
    standing = _standing(work, slug)
    require(work, standing, Can.WELCOME)
    fresh = {"community_id": standing.community_id, "person_id": work.me, "since": work.now}
    insert_once(work.session, Mentor, **fresh, capacity=capacity, month="", taken=0)
    found = _mentor(work, standing.community_id)
    if found is None:
        raise NotFound
    found.capacity = capacity
    mark(work, standing.community_id, work.me, True)
    return found


def stop(work: Work, slug: str) -> None:
    """Offer it no longer. What one was asked goes to the next. Doing it twice does it once."""
    standing = _standing(work, slug)
    end_offer(work, standing.community_id, work.me)


def my_offer(work: Work, standing: Standing) -> Mentor | None:
    return _mentor(work, standing.community_id)


def check(work: Work, community_id: UUID, person_id: UUID) -> None:
    """Somebody's place has changed. Who has left is no mentor, and whoever may not write is asked nothing."""
    here = (Membership.community_id == community_id, Membership.person_id == person_id)
    if work.session.scalar(select(Mentor.person_id).where(*of(community_id, person_id))) is None:
        return
    if work.session.scalar(select(Membership.id).where(*here, active(work.now))) is None:
        end_offer(work, community_id, person_id)
    elif work.session.scalar(select(Membership.id).where(*here, not_muted(work))) is None:
        pass_all_on(work, community_id, person_id)


def end_offer(work: Work, community_id: UUID, person_id: UUID) -> None:
    work.session.execute(delete(Mentor).where(*of(community_id, person_id)))
    mark(work, community_id, person_id, False)
    pass_all_on(work, community_id, person_id)


def mark(work: Work, community_id: UUID, person_id: UUID, welcomes: bool) -> None:
    here = (Membership.community_id == community_id, Membership.person_id == person_id)
    marked = update(Membership).where(*here).values(welcomes=welcomes)
    work.session.execute(marked.execution_options(synchronize_session=False))


def _standing(work: Work, slug: str) -> Standing:
    standing = inside(work, slug).standing
    if standing is None or not standing.is_member:
        raise NotFound
    return standing


def _mentor(work: Work, community_id: UUID) -> Mentor | None:
    return work.session.get(Mentor, (community_id, work.me), populate_existing=True)
