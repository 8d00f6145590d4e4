"""Sanctions: made, obeyed, lifted."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select

from networks.base import FOREVER
from networks.communities.actions import let_back, mute, send_away
from networks.communities.models import Community, Membership, Status
from networks.communities.queries import Companion, inside, member
from networks.errors import Invalid, NotFound
from networks.moderation.cases import reopen_case, withdraw_case
from networks.moderation.events import Sanctioned, SanctionEnded, SanctionOverturned, StaffNoted, StepBegins
from networks.moderation.loss_models import Lost
from networks.moderation.losses import AWAY, Found, keep, lost_by
from networks.moderation.models import CaseKind, Sanction, SanctionKind
from networks.moderation.repeated import taken_before
from networks.policy import About, Can, Role, Standing, may, require
from networks.work import Work

LINE: Final = 300
"""Characters of a rule that a list of them offers."""


def sanction(
    work: Work,
    slug: str,
    person_id: UUID,
    *,
    kind: str,
    reason: str,
    rule: str,
    until: datetime | None = None,
    case_id: UUID | None = None,
) -> Sanction:
    """Answer what somebody did: a note for staff, a warning, a mute, a suspension or a ban.

    Without an end it lasts until it is lifted. Where it is made with the decision of a case, `case_id` is that one.
    The same once more in a moment is one. Raises NotAllowed about oneself, and about facilitators unless an operator
    asks.
    """
    seen, _, place = member(work, slug, person_id)
    if seen.standing is None:
        raise NotFound
    _require_reach(work, seen.standing, place)
    if until is not None and until <= work.now:
        raise Invalid(fields={"until": "Please choose a moment in the future."})
    said = {"kind": SanctionKind(kind), "reason": reason, "rule": rule, "by_id": work.me, "case_id": case_id}
    before = taken_before(work, place, until, said)
    if before is not None:
        return before
    whom = {"community_id": seen.community.id, "person_id": person_id, "rule_text": rule_named(seen.community, rule)}
    made = Sanction(id=uuid4(), **whom, **said, starts_at=work.now, until=until, ended_at=None)
    work.session.add(made)
    work.record(StepBegins(seen.community.id, person_id, made.id, kind))
    _obey(work, seen.community, place, made)
    told = StaffNoted if made.kind == SanctionKind.NOTE else Sanctioned
    work.record(told(seen.community.id, person_id, made.id, kind, reason))
    return made


def may_sanction(standing: Standing, companion: Companion, now: datetime) -> bool:
    """Whether `sanction` would let somebody."""
    reaches = companion.role != Role.FACILITATOR or may(standing, Can.GRANT_ROLE, now)
    return reaches and may(standing, Can.SANCTION, now, About(companion.id))


def end_sanction(work: Work, sanction_id: UUID) -> Sanction:
    """Lift a sanction before its end: whoever could make it now. What it took comes back. Twice is once.

    Raises NotFound about oneself, and NotAllowed about a facilitator unless an operator asks.
    """
    made = _locked(work, sanction_id)
    if made is None:
        raise NotFound
    community = work.session.get_one(Community, made.community_id)
    standing = inside(work, community.slug).standing
    if standing is None or made.person_id == work.me:
        raise NotFound
    place = _place(work, made)
    _require_reach(work, standing, place)
    if made.holds(work.now):
        made.ended_at = work.now
        _obey(work, community, place, made)
        work.record(SanctionEnded(community.id, made.id, made.person_id, made.kind))
    return made


def overturn(work: Work, community: Community, sanction_id: UUID) -> None:
    """It should not have been: what it did is undone, and it counts for nothing. The caller has checked who decides."""
    made = _locked(work, sanction_id)
    if made is None or made.overturned_at is not None:
        return
    made.overturned_at = work.now
    made.ended_at = made.ended_at or work.now
    _obey(work, community, _place(work, made), made)
    work.record(SanctionOverturned(community.id, made.id, made.person_id, made.kind))


def rule_named(community: Community, rule: str) -> str | None:
    """The words of the rule that is named by its number, by its words, or by both as a list of them has it."""
    number, words = rule.strip().rstrip("."), rule.strip()
    for place, text in enumerate(community.rules, 1):
        if number == str(place) or words.casefold() in (text.casefold(), f"{place}. {text}"[:LINE].casefold()):
            return text
    return None


def _require_reach(work: Work, standing: Standing, place: Membership) -> None:
    """Facilitators decide about members, and operators about facilitators as well; nobody about themselves."""
    require(work, standing, Can.SANCTION, About(place.person_id))
    if place.role == Role.FACILITATOR:
        require(work, standing, Can.GRANT_ROLE)


def _locked(work: Work, sanction_id: UUID) -> Sanction | None:
    """Whoever lifts it at the same moment waits."""
    find = select(Sanction).where(Sanction.id == sanction_id).with_for_update()
    return work.session.scalar(find.execution_options(populate_existing=True))


def _obey(work: Work, community: Community, place: Membership, made: Sanction) -> None:
    """Bring a place in line with the sanctions that hold: the longest counts, and a ban before a suspension."""
    work.session.flush()
    work.session.refresh(place, with_for_update=True)  # who sanctions them at the same moment waits, and counts both
    if made.kind == SanctionKind.MUTE:
        mute(place, max(_ends(work, place, SanctionKind.MUTE), default=None))
    elif made.kind in AWAY:
        bans, suspensions = _ends(work, place, SanctionKind.BAN), _ends(work, place, SanctionKind.SUSPENSION)
        if bans or suspensions:
            _keep_place(work, place, made)
            withdraw_case(work, CaseKind.JOIN, community.id, place.person_id)
            send_away(work, community, place, Status.BANNED if bans else Status.SUSPENDED, max(bans + suspensions))
        elif place.status in (Status.BANNED, Status.SUSPENDED):
            _let_back(work, community, place, made)


def _keep_place(work: Work, place: Membership, made: Sanction) -> None:
    """Who is not inside loses what they had outside: a request that waits, or since when they had been a member."""
    if place.status in (Status.PENDING, Status.LEFT):
        was = {"status": place.status, "joined_at": place.joined_at}
        keep(work, made.id, place.community_id, place.person_id, Lost.PLACE, Found(place.id, None, was))


def _let_back(work: Work, community: Community, place: Membership, made: Sanction) -> None:
    kept = next(iter(lost_by(work, made.id, Lost.PLACE)), None)
    if kept is None:
        let_back(work, community, place)
        return
    place.joined_at = kept.moment("joined_at")
    let_back(work, community, place, Status(kept.was["status"]))
    if place.status == Status.PENDING:
        reopen_case(work, CaseKind.JOIN, community.id, place.person_id, closed_at=kept.at)


def _place(work: Work, made: Sanction) -> Membership:
    find = select(Membership).where(Membership.community_id == made.community_id)
    return work.session.scalars(find.where(Membership.person_id == made.person_id)).one()


def _ends(work: Work, place: Membership, kind: SanctionKind) -> list[datetime]:
    """When each sanction of a kind that holds will end."""
    about = (Sanction.community_id == place.community_id, Sanction.person_id == place.person_id)
    found = work.session.scalars(select(Sanction).where(*about, Sanction.kind == kind))
    return [one.until or FOREVER for one in found if one.holds(work.now)]
