"""Reading communities. Loading authorizes: what comes back, the asker may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, exists, func, or_, select

from networks.communities.models import Community, Invitation, Membership, Seat, Status, Visibility
from networks.errors import NotFound, Unauthenticated
from networks.once import once
from networks.people.models import Person, PersonSession
from networks.people.queries import asker_of, sessions
from networks.people.tokens import digest
from networks.policy import GRANTS, Can, Role, Standing, may, require
from networks.ready import Ready
from networks.work import Asker, Network, Work

STAFF: Final = [role for role, granted in GRANTS.items() if Can.SEE_QUEUE in granted]
"""Roles that see a community's cases."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody at a community's door: what they see of it, and where they stand, if anywhere."""

    community: Community
    membership: Membership | None
    status: Status | None
    standing: Standing | None
    by_invitation: bool = False

    @property
    def page_is_open(self) -> bool:
        """False for those who see a private community's name and their own status, and nothing else."""
        return self.community.visibility == Visibility.PUBLIC or self.standing is not None or self.by_invitation


class Companion(NamedTuple):
    """A member as other members see them."""

    id: UUID
    handle: str
    role: str
    title: str | None
    about: str
    pronouns: str
    joined_at: datetime | None
    verified_until: datetime | None = None
    """Until when the network has verified their profession; None where facilitators named them, or it is none."""


def visit(work: Work, slug: str, *, invitation: str | None = None) -> Visit:
    """A community for whoever may see its page. Raises NotFound to all others, as for one that does not exist."""
    found = work.session.execute(
        select(Community, Membership)
        .outerjoin(Membership, and_(Membership.community_id == Community.id, Membership.person_id == _asker_id(work)))
        .where(Community.slug == slug)
    ).first()
    if found is None:
        raise NotFound
    return _at_the_door(work, found[0], found[1], invitation)


def inside(work: Work, slug: str) -> Visit:
    """A community for its active members and for operators. Raises NotFound to all others, pending ones included."""
    seen = visit(work, slug)
    if seen.standing is None:
        raise NotFound
    return seen


def stand(work: Work, community_id: UUID) -> Standing | None:
    """Where the asker stands in a community: None unless they are an active member or an operator."""
    if work.asker is None:
        return None
    mine = and_(Membership.community_id == Community.id, Membership.person_id == work.me)
    find = select(Membership, Community.rests_since).select_from(Community).outerjoin(Membership, mine)
    row = work.session.execute(find.where(Community.id == community_id)).first()
    return standing_of(work, community_id, row[0], rests=row[1] is not None) if row else None


def standing_of(
    work: Work, community_id: UUID, membership: Membership | None, *, rests: bool = False
) -> Standing | None:
    return standing_in(work, community_id, membership.seat if membership else None, rests=rests)


def standing_in(work: Work, community_id: UUID, seat: Seat | None, *, rests: bool = False) -> Standing | None:
    if work.asker is None:
        return None
    taken = seat if seat is not None and seat.status_at(work.now) is Status.ACTIVE else None
    roles = {Role.OPERATOR} if work.asker.is_operator else set()
    if taken:
        roles.add(Role(taken.role_at(work.now)))
    if not roles:
        return None
    muted_until = taken.muted_until if taken else None
    return Standing(work.me, once(community_id), once(frozenset(roles)), taken is not None, muted_until, rests)


def discover(work: Work, query: str = "") -> Sequence[Community]:
    """The communities that the asker may see, by name; with `query`, those whose name, condition or summary has it."""
    find = select(Community).where(_visible(work)).order_by(Community.name)
    for word in query.split()[:8]:
        find = find.where(_has(word))
    return work.session.scalars(find).all()


def sizes(work: Work, communities: Iterable[Community]) -> dict[UUID, int]:
    """How many active members each community has."""
    ids = [community.id for community in communities]
    find = select(Membership.community_id, func.count()).where(Membership.community_id.in_(ids), active(work.now))
    return {row[0]: row[1] for row in work.session.execute(find.group_by(Membership.community_id))}


def facilitators(work: Work, communities: Iterable[Community]) -> dict[UUID, list[Companion]]:
    """Who looks after each community, professionals last."""
    ids = [community.id for community in communities]
    find = _companions(work).add_columns(Membership.community_id).where(Membership.community_id.in_(ids))
    found: dict[UUID, list[Companion]] = {id_: [] for id_ in ids}
    staff = find.where(or_(Membership.role == Role.FACILITATOR, is_professional(work.now)))
    for *companion, community_id in work.session.execute(staff.order_by(Membership.role, Person.handle_key)):
        found[community_id].append(Companion(*companion))
    return found


def members(work: Work, slug: str, *, after: str = "", limit: int = 50) -> Sequence[Companion]:
    """The active members by handle, those after the handle `after`."""
    seen = inside(work, slug)
    _require_members(work, seen)
    find = _companions(work).where(Membership.community_id == seen.community.id, Person.handle_key > after.casefold())
    return [_as_of(work, *row) for row in work.session.execute(find.order_by(Person.handle_key).limit(limit))]


def member(work: Work, slug: str, person_id: UUID) -> tuple[Visit, Companion, Membership]:
    """One member of a community; facilitators and operators also find those who left or were sent away."""
    seen = inside(work, slug)
    _require_members(work, seen)
    place = _place(work, seen, person_id)
    person = work.session.get_one(Person, person_id)
    about = (person.id, person.handle, place.role, place.title, person.about, person.pronouns)
    return seen, _as_of(work, *about, place.joined_at, place.role_until), place


def invitations(work: Work, slug: str) -> Sequence[Invitation]:
    """The invitations made here, newest first. Their codes were shown once and are not known any more."""
    seen = inside(work, slug)
    require(work, _standing(seen), Can.INVITE)
    find = select(Invitation).where(Invitation.community_id == seen.community.id)
    return work.session.scalars(find.order_by(Invitation.made_at.desc(), Invitation.id)).all()


def invitation_by_code(work: Work, code: str) -> Invitation | None:
    """The invitation that a code stands for, if it still opens its door."""
    found = work.session.scalar(select(Invitation).where(Invitation.code_hash == digest(code.strip().upper())))
    return found if found is not None and found.opens(work.now) else None


def community_of_code(work: Work, code: str) -> Community:
    """The community whose door a code opens. Raises NotFound."""
    found = invitation_by_code(work, code)
    if found is None:
        raise NotFound
    return work.session.get_one(Community, found.community_id)


def my_memberships(work: Work) -> Sequence[tuple[Community, Membership]]:
    """The communities that the asker belongs to or waits for."""
    find = select(Community, Membership).join(Membership, Membership.community_id == Community.id)
    mine = find.where(Membership.person_id == work.me, Membership.status != Status.LEFT).order_by(Community.name)
    return [(row[0], row[1]) for row in work.session.execute(mine)]


def arrive(network: Network, secret: str) -> tuple[Asker, list[UUID]]:
    """Who presents this token, and what `staffed` says, which is asked of few.

    Raises Unauthenticated where it stands for no session that is still good.
    """
    row: Any = next(iter(network.glance(ARRIVING, hash=digest(secret))), None)
    asker = asker_of(network, row)
    if asker is None:
        raise Unauthenticated
    if not (row.is_staff or asker.is_operator):
        return asker, []
    with network.reading(asker) as work:
        return asker, staffed(work)


def staffed(work: Work) -> list[UUID]:
    """The communities whose cases the asker may see as a member of them."""
    found: Any = work.rows(_seats(), me=work.me)
    return [row[0] for row in found if _sees_queue(work, row[0], Seat(*row[1:]))]


def _sees_queue(work: Work, community_id: UUID, seat: Seat) -> bool:
    standing = standing_in(work, community_id, seat)
    return standing is not None and standing.is_member and may(standing, Can.SEE_QUEUE, work.now)


@cache
def _seats() -> Any:
    """Plain columns, built once: everybody who connects asks these."""
    seat = Membership.__table__.c
    columns = (seat.community_id, *(seat[name] for name in Seat._fields))
    return select(*columns).where(seat.person_id == bindparam("me"))


def _arriving() -> Any:
    seat, person, session = (table.__table__.c for table in (Membership, Person, PersonSession))
    has_role = or_(*(seat.role == role for role in STAFF))  # an IN would be written out anew each time
    is_staff = exists(select(seat.id).where(seat.person_id == person.id, has_role))
    return sessions().add_columns(is_staff.label("is_staff")).where(session.token_hash == bindparam("hash"))


ARRIVING: Final = Ready(_arriving)


def still_staff(work: Work, pairs: Sequence[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Of these (person, community) pairs, those who may still see the queue as a member of that community."""
    people, ids = {person for person, _ in pairs}, {community for _, community in pairs}
    find = (
        select(Membership.person_id, Membership.community_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.person_id.in_(people), Membership.community_id.in_(ids), active(work.now))
        .where(or_(Membership.role.in_(STAFF), Person.is_operator))
    )
    return {(row[0], row[1]) for row in work.session.execute(find)}


def still_members(work: Work, people: Iterable[UUID], communities: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """In which of these communities each of these people is a member at this moment."""
    find = select(Membership.person_id, Membership.community_id).where(active(work.now))
    found: dict[UUID, list[UUID]] = {}
    for person_id, id_ in work.session.execute(
        find.where(Membership.person_id.in_(people), Membership.community_id.in_(communities))
    ):
        found.setdefault(person_id, []).append(id_)
    return found


def still_see(work: Work, people: Iterable[UUID], communities: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """In which of these communities each of these people may see who is there: as members, and operators in all."""
    operators = work.session.scalars(select(Person.id).where(Person.id.in_(people), Person.is_operator))
    return still_members(work, people, communities) | {one: list(communities) for one in operators}


def active(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """As a condition on memberships: those whose holders are inside at this moment."""
    away = Membership.status.in_((Status.SUSPENDED, Status.BANNED))
    over = and_(away, Membership.suspended_until <= now, Membership.joined_at.is_not(None))
    return or_(Membership.status == Status.ACTIVE, over)


def lasts(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """As a condition on memberships: those whose role is not over at this moment."""
    return or_(Membership.role_until.is_(None), Membership.role_until > now)


def is_professional(now: datetime) -> ColumnElement[bool]:
    """As a condition on memberships: those whose holders are professionals at this moment, if they are inside."""
    return and_(Membership.role == Role.PROFESSIONAL, lasts(now))


def _asker_id(work: Work) -> UUID | None:
    return work.asker.person_id if work.asker else None


def _at_the_door(work: Work, community: Community, membership: Membership | None, code: str | None) -> Visit:
    status = membership.status_at(work.now) if membership else None
    standing = standing_of(work, community.id, membership, rests=community.rests_since is not None)
    invited = code is not None and status is not Status.BANNED and _opens(work, community, code)
    listed = community.visibility == Visibility.PUBLIC or status is Status.PENDING
    if not (listed or standing or invited):
        raise NotFound
    return Visit(community, membership, status, standing, invited)


def _opens(work: Work, community: Community, code: str) -> bool:
    found = invitation_by_code(work, code)
    return found is not None and found.community_id == community.id


def _visible(work: Work) -> ColumnElement[bool]:
    public = Community.visibility == Visibility.PUBLIC
    if work.asker is None:
        return public
    if work.asker.is_operator:
        return Community.id.is_not(None)
    waits = and_(Membership.status == Status.PENDING, Membership.community_id == Community.id)
    inside_ = and_(active(work.now), Membership.community_id == Community.id)
    mine = select(Membership.id).where(Membership.person_id == work.me, or_(waits, inside_))
    return or_(public, mine.exists())


def _has(word: str) -> ColumnElement[bool]:
    columns = (Community.name, Community.condition, Community.summary)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


def _companions(work: Work) -> Any:
    columns = (
        Person.id,
        Person.handle,
        Membership.role,
        Membership.title,
        Person.about,
        Person.pronouns,
        Membership.joined_at,
        Membership.role_until,
    )
    return select(*columns).join(Membership, Membership.person_id == Person.id).where(active(work.now))


def _as_of(work: Work, *columns: Any) -> Companion:
    """Whose profession was verified for a time that is over is a member like all others."""
    found = Companion(*columns)
    over = found.verified_until is not None and found.verified_until <= work.now
    return found._replace(role=Role.MEMBER, title=None, verified_until=None) if over else found


def _place(work: Work, seen: Visit, person_id: UUID) -> Membership:
    find = select(Membership).where(Membership.community_id == seen.community.id, Membership.person_id == person_id)
    place = work.session.scalar(find)
    staff = seen.standing is not None and (seen.standing.is_facilitator or Role.OPERATOR in seen.standing.roles)
    if place is None or not (staff or place.is_active(work.now)):
        raise NotFound
    return place


def _standing(seen: Visit) -> Standing:
    if seen.standing is None:
        raise NotFound
    return seen.standing


def _require_members(work: Work, seen: Visit) -> None:
    require(work, _standing(seen), Can.SEE_MEMBERS)
