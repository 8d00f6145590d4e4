"""Every permission, in one table. Templates ask `may` before they draw a button; use cases ask `require`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from networks.errors import NotAllowed
from networks.work import Work


class Role(StrEnum):
    MEMBER = "member"
    PROFESSIONAL = "professional"
    FACILITATOR = "facilitator"
    OPERATOR = "operator"


class Can(StrEnum):
    """What somebody may do in a community, as feature:thing:act."""

    POST_MESSAGE = "chat:message:post"
    EDIT_MESSAGE = "chat:message:edit"
    REMOVE_MESSAGE = "chat:message:remove"
    REACT = "chat:reaction:add"
    REVEAL_AUTHOR = "chat:author:reveal"
    MAKE_ROOM = "chat:room:make"
    AMEND = "charter:amendment:propose"
    VOTE = "charter:amendment:vote"
    SEE_MEMBERS = "communities:member:see"
    EDIT_COMMUNITY = "communities:community:edit"
    INVITE = "communities:invitation:make"
    GRANT_PROFESSIONAL = "communities:professional:grant"
    GRANT_ROLE = "communities:role:grant"
    OFFER_RESOURCE = "resources:resource:offer"
    EDIT_RESOURCE = "resources:resource:edit"
    ADD_TO_LIBRARY = "resources:library:add"
    """To let others read, or wait for, what one made: a draft is nobody else's."""
    REVIEW_RESOURCE = "resources:resource:review"
    ENDORSE_RESOURCE = "resources:resource:endorse"
    REPORT_TRY = "resources:try:report"
    WELCOME = "facilitation:newcomer:welcome"
    SET_UP_LIBRARY = "resources:library:edit"
    REPORT = "moderation:report:make"
    SEE_QUEUE = "moderation:case:see"
    DECIDE_CASE = "moderation:case:decide"
    SANCTION = "moderation:sanction:make"
    SEE_AUDIT = "moderation:audit:see"
    SEE_FIGURES = "overview:figure:see"
    SET_CAP = "overview:cap:set"
    LOOK_AFTER = "overview:member:look_after"


MEMBER: Final = frozenset(
    {
        Can.POST_MESSAGE,
        Can.EDIT_MESSAGE,
        Can.REMOVE_MESSAGE,
        Can.REACT,
        Can.SEE_MEMBERS,
        Can.OFFER_RESOURCE,
        Can.EDIT_RESOURCE,
        Can.ADD_TO_LIBRARY,
        Can.REPORT_TRY,
        Can.REPORT,
        Can.WELCOME,
        Can.AMEND,
        Can.VOTE,
    }
)
STAFF: Final = frozenset(
    {
        Can.SEE_MEMBERS,
        Can.EDIT_COMMUNITY,
        Can.INVITE,
        Can.GRANT_PROFESSIONAL,
        Can.SEE_QUEUE,
        Can.DECIDE_CASE,
        Can.SANCTION,
        Can.SEE_AUDIT,
        Can.SEE_FIGURES,
        Can.LOOK_AFTER,
        Can.MAKE_ROOM,
    }
)
GRANTS: Final[Mapping[Role, frozenset[Can]]] = {
    Role.MEMBER: MEMBER,
    Role.PROFESSIONAL: MEMBER | {Can.ENDORSE_RESOURCE},
    Role.FACILITATOR: MEMBER | STAFF | {Can.REVEAL_AUTHOR, Can.REVIEW_RESOURCE, Can.SET_UP_LIBRARY},
    Role.OPERATOR: STAFF | {Can.SET_CAP, Can.GRANT_ROLE},
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands in a community. An operator stands there without being a member."""

    person_id: UUID
    community_id: UUID
    roles: frozenset[Role]
    is_member: bool
    muted_until: datetime | None = None
    rests: bool = False
    """Whether nobody has looked after the community for so long that it can only be read."""
    unheard: bool = False
    """Whether the other, in a conversation of two, takes nothing from them just now."""

    @property
    def role(self) -> str | None:
        """What they are as a member, at this moment; None for an operator who is none."""
        return next((role for role in self.roles if role is not Role.OPERATOR), None)

    @property
    def is_facilitator(self) -> bool:
        return Role.FACILITATOR in self.roles


@dataclass(frozen=True, slots=True)
class About:
    """Whom an act concerns: who made the thing, or the person it is done to; and who decided about it before."""

    person_id: UUID | None
    decided_by: UUID | None = None


CLOSED: Final = "You cannot write to them just now."
"""The same words whatever the reason: that somebody takes no messages, blocks them, said not now, has yet to answer, or
is not here. None of it may be told from the others."""

Guard = Callable[[Standing, About | None, datetime], str | None]


def _not_muted(standing: Standing, about: About | None, now: datetime) -> str | None:
    if standing.muted_until is not None and standing.muted_until > now:
        return "You cannot write here just now. You can still read."
    return None


def _awake(standing: Standing, about: About | None, now: datetime) -> str | None:
    """Whoever looks after the place, and comes back, may begin at once."""
    if standing.rests and not standing.is_facilitator:
        return "Nobody has looked after this place for a while, so it can only be read. Its operator knows."
    return None


def _heard(standing: Standing, about: About | None, now: datetime) -> str | None:
    return CLOSED if standing.unheard else None


def _may_speak(standing: Standing, about: About | None, now: datetime) -> str | None:
    return _not_muted(standing, about, now) or _awake(standing, about, now) or _heard(standing, about, now)


def _own(standing: Standing, about: About | None, now: datetime) -> str | None:
    if about is None or about.person_id != standing.person_id:
        return "Only the person who wrote this can change it."
    return _may_speak(standing, about, now)


def _own_or_facilitator(standing: Standing, about: About | None, now: datetime) -> str | None:
    if standing.is_facilitator or (about is not None and about.person_id == standing.person_id):
        return None
    return "Only the person who wrote this, or a facilitator, can remove it."


def _not_oneself(standing: Standing, about: About | None, now: datetime) -> str | None:
    if about is not None and about.person_id == standing.person_id:
        return "Somebody else has to decide this, because it is about you."
    return None


def _afresh(standing: Standing, about: About | None, now: datetime) -> str | None:
    if about is not None and about.decided_by == standing.person_id:
        return "You decided this the first time, so somebody else has to look at it now."
    return _not_oneself(standing, about, now)


def _not_own(standing: Standing, about: About | None, now: datetime) -> str | None:
    if about is not None and about.person_id == standing.person_id:
        return "Someone else has to review this, because you wrote it."
    return None


def _not_ones_own_offer(standing: Standing, about: About | None, now: datetime) -> str | None:
    if about is not None and about.person_id == standing.person_id:
        return "You offered this, so what it did for you is told in it already. The counts are for everybody else."
    return None


def _not_looking_at_oneself(standing: Standing, about: About | None, now: datetime) -> str | None:
    if about is not None and about.person_id == standing.person_id:
        return "What others note about you is for them."
    return None


def _own_words(standing: Standing, about: About | None, now: datetime) -> str | None:
    if about is None or about.person_id != standing.person_id:
        return "Only the person who wrote this can change it."
    return None


GUARDS: Final[Mapping[Can, Guard]] = {
    Can.POST_MESSAGE: _may_speak,
    Can.OFFER_RESOURCE: _awake,
    Can.ADD_TO_LIBRARY: _awake,
    Can.REACT: _may_speak,
    Can.WELCOME: _may_speak,
    Can.AMEND: _may_speak,
    Can.VOTE: _awake,
    Can.EDIT_MESSAGE: _own,
    Can.REMOVE_MESSAGE: _own_or_facilitator,
    Can.DECIDE_CASE: _afresh,
    Can.EDIT_RESOURCE: _own_words,
    Can.REVIEW_RESOURCE: _not_own,
    Can.ENDORSE_RESOURCE: _not_own,
    Can.REPORT_TRY: _not_ones_own_offer,
    Can.SANCTION: _not_oneself,
    Can.LOOK_AFTER: _not_looking_at_oneself,
}


def why_not(standing: Standing, can: Can, now: datetime, about: About | None = None) -> str | None:
    """Why somebody may not, in words for them; None where they may."""
    if not any(can in GRANTS[role] for role in standing.roles):
        return "Your role in this community does not include this."
    guard = GUARDS.get(can)
    return guard(standing, about, now) if guard else None


def may(standing: Standing, can: Can, now: datetime, about: About | None = None) -> bool:
    return why_not(standing, can, now, about) is None


def require(work: Work, standing: Standing, can: Can, about: About | None = None) -> None:
    """Raise NotAllowed, with the reason in words, unless this standing includes it."""
    reason = why_not(standing, can, work.now, about)
    if reason is not None:
        raise NotAllowed(reason)
