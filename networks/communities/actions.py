"""Making communities, joining and leaving them, and looking after them."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import bindparam, select, update

from networks.base import FOREVER
from networks.communities.charters import keep_version
from networks.communities.events import (
    CommunityEdited,
    CommunityMade,
    InvitationMade,
    JoinAnswered,
    JoinRequested,
    JoinWithdrawn,
    MembershipChanged,
    RoleGranted,
    SilentAgain,
)
from networks.communities.models import Community, Invitation, Joining, Membership, Status
from networks.communities.queries import Visit, inside, invitation_by_code, member, visit
from networks.database import insert_once
from networks.errors import Invalid, NotAllowed, NotFound
from networks.people.models import Person
from networks.people.tokens import digest
from networks.policy import Can, Role, require
from networks.work import Work

LETTERS: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that look alike when read aloud or copied by hand
INVITATION: Final = timedelta(days=14)


def make_community(work: Work, *, slug: str, name: str, about: str = "", **details: Any) -> Community:
    """Make a community. Operators only; it gives its maker no membership."""
    if work.asker is None or not work.asker.is_operator:
        raise NotAllowed("Only an operator of this network can make a community.")
    values = {"id": uuid4(), "slug": slug, "name": name, "about": about, "about_html": work.render(about)}
    details["condition"] = details.get("condition") or name
    if not insert_once(work.session, Community, **values, **details, created_at=work.now):
        raise Invalid(fields={"slug": "There is a community with this address already."})
    community = work.session.get_one(Community, values["id"])
    if community.charter:
        keep_version(work, community, "")
    work.record(CommunityMade(community.id, community.id))
    return community


def edit_community(work: Work, slug: str, *, charter_note: str = "", **changes: Any) -> Community:
    """Change a community's page, charter, questions or way of joining. A charter with other rules is a new version."""
    seen = inside(work, slug)
    require(work, _of(seen), Can.EDIT_COMMUNITY)
    work.session.refresh(seen.community, with_for_update=True)  # of two changes at once, each is a version
    before = seen.community.rules
    for name, value in changes.items():
        setattr(seen.community, name, value)
    if seen.community.rules != before:
        keep_version(work, seen.community, charter_note)
    seen.community.about_html = work.render(seen.community.about)
    work.record(CommunityEdited(seen.community.id, seen.community.id))
    return seen.community


def join(
    work: Work, slug: str, *, answers: list[str] | None = None, invitation: str | None = None
) -> tuple[Membership, bool]:
    """Join, or ask to. Returns the membership and whether anything changed: asking twice asks once."""
    me = work.me
    seen = visit(work, slug, invitation=invitation)
    if seen.status in (Status.ACTIVE, Status.PENDING) and seen.membership is not None:
        seen.membership.status = seen.status  # it may say of a suspension that is over that it holds
        return seen.membership, False
    _may_join(work, seen)
    _check_answers(seen, answers or [])
    if invitation is not None:
        _use_invitation(work, seen.community, invitation)
    pending = seen.community.joining == Joining.APPROVAL
    place = _take_place(work, seen, me, answers or [], Status.PENDING if pending else Status.ACTIVE)
    if pending:
        work.record(JoinRequested(seen.community.id, me))
    elif answers:
        work.record(JoinAnswered(seen.community.id, me))
    return place, True


def leave(work: Work, slug: str) -> None:
    """Leave a community, or withdraw the request to join it. What one wrote stays."""
    seen = visit(work, slug)
    place = seen.membership
    if place is None or seen.status not in (Status.ACTIVE, Status.PENDING):
        raise NotFound
    if seen.status is Status.PENDING:
        work.record(JoinWithdrawn(seen.community.id, work.me))
    place.role, place.title, place.role_until = Role.MEMBER, None, None
    set_status(work, seen.community, place, Status.LEFT)


def admit(work: Work, community: Community, person_id: UUID) -> None:
    """Let somebody in who asked to join."""
    set_status(work, community, _waiting(work, community, person_id), Status.ACTIVE)


def turn_away(work: Work, community: Community, person_id: UUID) -> None:
    """Decline a request to join. They may ask again."""
    set_status(work, community, _waiting(work, community, person_id), Status.LEFT)


def set_status(work: Work, community: Community, place: Membership, status: Status) -> None:
    """Move a membership to another status and tell everybody who must know."""
    if status is Status.ACTIVE and place.joined_at is None:
        place.joined_at = work.now
    place.status = status
    work.record(MembershipChanged(community.id, community.slug, place.person_id, status))


def set_role(
    work: Work, slug: str, person_id: UUID, role: str, title: str | None = None, *, until: datetime | None = None
) -> Membership:
    """Make a member a facilitator (operators), a professional (facilitators too), or a plain member again.

    A role that has an end keeps it where the same is given once more.
    """
    seen, companion, place = member(work, slug, person_id)
    touches_facilitators = Role.FACILITATOR in (role, companion.role)
    require(work, _of(seen), Can.GRANT_ROLE if touches_facilitators else Can.GRANT_PROFESSIONAL)
    if not place.is_active(work.now):
        raise Invalid("Only an active member can have this role.")
    same = (place.role, place.title) == (role, title)
    give_role(work, seen.community, place, role, title, until or (place.role_until if same else None))
    return place


def appoint(work: Work, slug: str, person: Person, role: str, title: str | None = None) -> Membership:
    """Give somebody a role and, where there is none, an active membership. For the command line."""
    community = work.session.scalar(select(Community).where(Community.slug == slug))
    if community is None:
        raise NotFound
    find = select(Membership).where(Membership.community_id == community.id, Membership.person_id == person.id)
    place = work.session.scalar(find)
    if place is None or not place.is_active(work.now):
        if place is not None and place.status == Status.PENDING:
            work.record(JoinWithdrawn(community.id, person.id))  # nothing is left to decide about their request
        place = _place(work, community, place, person.id, [], Status.ACTIVE)
    give_role(work, community, place, role, title)
    return place


def give_role(
    work: Work, community: Community, place: Membership, role: str, title: str | None, until: datetime | None = None
) -> None:
    """Change what somebody is here, and tell everybody who must know. The caller has checked who asks."""
    place.role, place.title, place.role_until = Role(role), None, None
    if role == Role.PROFESSIONAL:
        place.title, place.role_until = title, until
    work.record(RoleGranted(community.id, place.person_id, role))
    work.record(MembershipChanged(community.id, community.slug, place.person_id, place.status_at(work.now)))


def invite(work: Work, slug: str, *, max_uses: int = 1, expires_at: datetime | None = None) -> tuple[Invitation, str]:
    """Make an invitation. Returns it with its code, which is shown once and kept as a hash."""
    seen = inside(work, slug)
    require(work, _of(seen), Can.INVITE)
    until = expires_at or work.now + INVITATION
    if not work.now < until <= FOREVER:
        raise Invalid(fields={"expires_at": "Please choose a moment in the future."})
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(3))
    made = Invitation(
        id=uuid4(),
        community_id=seen.community.id,
        code_hash=digest(code),
        made_by_id=work.me,
        made_at=work.now,
        expires_at=until,
        max_uses=max_uses,
        uses=0,
    )
    work.session.add(made)
    work.record(InvitationMade(seen.community.id, made.id))
    return made, code


def begin_speaking(work: Work, community_id: UUID, person_id: UUID) -> str | None:
    """Remember that somebody has said something here. Returns their role the first time, and None from then on.

    Compared and set: of two first words that arrive together, one is the first.
    """
    role: str | None = work.rows(_speaking(), community=community_id, person=person_id, now=work.now).scalar()
    return role


def forget_speaking(work: Work, community_id: UUID, person_id: UUID) -> None:
    """What they said first was taken back: the next thing that they say is their first."""
    theirs = (Membership.community_id == community_id, Membership.person_id == person_id)
    silent = update(Membership).where(*theirs).values(spoke_at=None)
    work.session.execute(silent.execution_options(synchronize_session=False))
    work.record(SilentAgain(community_id, person_id))


def mute(place: Membership, until: datetime | None) -> None:
    place.muted_until = until


def send_away(work: Work, community: Community, place: Membership, status: Status, until: datetime) -> None:
    """Suspend or ban somebody until a moment. It must not let anybody in who was not inside before."""
    if place.status in (Status.LEFT, Status.PENDING):
        place.joined_at = None
    if (place.status, place.suspended_until) != (status, until):
        place.suspended_until = until
        set_status(work, community, place, status)


def let_back(work: Work, community: Community, place: Membership, was: Status | None = None) -> None:
    """Let somebody back to where they were before they were sent away."""
    place.suspended_until = None
    set_status(work, community, place, was or (Status.ACTIVE if place.joined_at else Status.LEFT))


def _of(seen: Visit) -> Any:
    return seen.standing


def _may_join(work: Work, seen: Visit) -> None:
    if work.asker is None or not work.asker.verified:
        raise NotAllowed("Please confirm your e-mail address first. We sent you a link.")
    if seen.status in (Status.BANNED, Status.SUSPENDED):
        raise NotAllowed("You cannot join this community just now.")
    if seen.community.joining == Joining.INVITATION and not seen.by_invitation:
        raise NotAllowed("This community is by invitation. If you have a code, please open it first.")


def _check_answers(seen: Visit, answers: list[str]) -> None:
    if seen.community.joining != Joining.APPROVAL:
        return
    wanted = len(seen.community.questions)
    if len(answers) != wanted or not all(answer.strip() for answer in answers):
        raise Invalid(fields={"answers": "Please answer each question. A sentence is plenty."})


def _use_invitation(work: Work, community: Community, code: str) -> None:
    """Counting in one statement: two people with the last use of a code cannot both get in."""
    found = invitation_by_code(work, code)
    used = (
        found is not None
        and found.community_id == community.id
        and work.session.execute(
            update(Invitation)
            .where(Invitation.id == found.id, Invitation.uses < Invitation.max_uses)
            .values(uses=Invitation.uses + 1)
            .returning(Invitation.id)
            .execution_options(synchronize_session=False)
        ).first()
    )
    if not used:
        raise NotFound


def _take_place(work: Work, seen: Visit, person_id: UUID, answers: list[str], status: Status) -> Membership:
    return _place(work, seen.community, seen.membership, person_id, answers, status)


@cache
def _speaking() -> Any:
    """Plain columns, built once: where a community opens its doors, hundreds speak for the first time."""
    place = Membership.__table__
    here = (place.c.community_id == bindparam("community"), place.c.person_id == bindparam("person"))
    silent = place.update().where(*here, place.c.spoke_at.is_(None))  # type: ignore[attr-defined]
    return silent.values(spoke_at=bindparam("now")).returning(place.c.role)


def _place(
    work: Work, community: Community, place: Membership | None, person_id: UUID, answers: list[str], status: Status
) -> Membership:
    if place is None:
        values = {"id": uuid4(), "community_id": community.id, "person_id": person_id, "role": Role.MEMBER}
        first = {"status": Status.LEFT, "answers": [], "requested_at": work.now}
        insert_once(work.session, Membership, **values, **first)
        find = select(Membership).where(Membership.community_id == community.id, Membership.person_id == person_id)
        place = work.session.scalars(find.with_for_update()).one()
    place.answers, place.requested_at = answers, work.now
    if place.status != status:
        set_status(work, community, place, status)
    return place


def _waiting(work: Work, community: Community, person_id: UUID) -> Membership:
    find = select(Membership).where(Membership.community_id == community.id, Membership.person_id == person_id)
    place = work.session.scalar(find.where(Membership.status == Status.PENDING))
    if place is None:
        raise NotFound
    return place
