"""Proposing another rule, supporting it, and voting on it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update

from networks import jobs
from networks.charter.amendments import amendment
from networks.charter.events import AmendmentDeclined, VoteClosed, VoteOpened
from networks.charter.models import Amendment, Ballot, Choice, State, Support
from networks.communities.charters import keep_version
from networks.communities.models import Community, Membership
from networks.communities.queries import Visit, active, inside, sizes
from networks.database import insert_once
from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.policy import Can, Standing, require
from networks.work import Work

OPEN: Final = (State.PROPOSED, State.VOTING)
EACH: Final = 3
"""Proposals that somebody has open at once."""


def propose(work: Work, slug: str, *, text: str, why: str, rule: str = "") -> Amendment:
    """Propose other words for a rule of the charter or, where none is named, one more."""
    seen = inside(work, slug)
    require(work, _standing(seen), Can.AMEND)
    work.session.refresh(seen.community, with_for_update=True)
    if rule and rule not in seen.community.rules:
        raise Invalid(fields={"rule": "The charter does not have this rule any more. Please read it again."})
    if text in seen.community.rules:
        raise Invalid(fields={"text": "The charter says this already."})
    here = select(Amendment).where(Amendment.community_id == seen.community.id, Amendment.state.in_(OPEN))
    waiting = work.session.scalars(here).all()
    if any((one.rule, one.text) == (rule, text) for one in waiting):
        raise Conflict("This is proposed already. You can support it.")
    if sum(one.by_id == work.me for one in waiting) >= EACH:
        raise Conflict("Three of your proposals are open. Please wait for what becomes of them, or take one back.")
    values: dict[str, Any] = {"community_id": seen.community.id, "by_id": work.me, "made_at": work.now}
    made = Amendment(id=uuid4(), rule=rule, text=text, why=why, state=State.PROPOSED, **values)
    work.session.add(made)
    return made


def support(work: Work, amendment_id: UUID, *, on: bool) -> None:
    """Support what somebody else proposed, or do so no more. Twice is once."""
    found, seen = amendment(work, amendment_id)
    if on or not _standing(seen).is_member:
        require(work, _standing(seen), Can.VOTE)
    if found.amendment.by_id == work.me:
        raise NotAllowed("You proposed this. Others can support it.")
    if found.amendment.state != State.PROPOSED:
        raise Conflict("This is not waiting for support any more.")
    if on:
        insert_once(work.session, Support, id=uuid4(), amendment_id=amendment_id, person_id=work.me)
    else:
        mine = (Support.amendment_id == amendment_id, Support.person_id == work.me)
        work.session.execute(delete(Support).where(*mine))


def withdraw(work: Work, amendment_id: UUID) -> None:
    """Take back what one proposed, until it is voted on."""
    found, _ = amendment(work, amendment_id)
    if found.amendment.by_id != work.me:
        raise NotAllowed("Only the person who proposed this can take it back.")
    _move(work, amendment_id, State.WITHDRAWN, decided_at=work.now)


def decline(work: Work, amendment_id: UUID, *, reason: str) -> None:
    """Say why a proposal is not put to a vote. Members read the reason."""
    found, seen = amendment(work, amendment_id)
    require(work, _standing(seen), Can.EDIT_COMMUNITY)
    values = {"decided_by_id": work.me, "decided_at": work.now, "reason": reason}
    _move(work, amendment_id, State.DECLINED, **values)
    work.record(AmendmentDeclined(found.amendment.community_id, amendment_id, reason))


def put_to_vote(work: Work, amendment_id: UUID, *, days: int) -> None:
    """Let the members decide, for some days. What they vote nobody reads."""
    found, seen = amendment(work, amendment_id)
    require(work, _standing(seen), Can.EDIT_COMMUNITY)
    if found.amendment.rule and found.amendment.rule not in seen.community.rules:
        raise Conflict("The charter does not have this rule any more.")
    closes = work.now + timedelta(days=days)
    electorate = sizes(work, [seen.community]).get(seen.community.id, 0)
    values = {"opened_at": work.now, "closes_at": closes, "electorate": electorate}
    _move(work, amendment_id, State.VOTING, **values)
    jobs.enqueue(work, "votes", str(amendment_id), {"amendment_id": str(amendment_id)}, at=closes)
    work.record(VoteOpened(seen.community.id, amendment_id))


def vote(work: Work, amendment_id: UUID, *, choice: str) -> None:
    """Vote, or vote otherwise, while it is open."""
    found, seen = amendment(work, amendment_id)
    require(work, _standing(seen), Can.VOTE)
    work.session.refresh(found.amendment, with_for_update=True)  # whoever closes it at this moment waits
    if not found.amendment.takes_ballots(work.now):
        raise Conflict("This vote is not open.")
    fresh = insert_once(
        work.session, Ballot, id=uuid4(), amendment_id=amendment_id, person_id=work.me, choice=Choice(choice)
    )
    if not fresh:
        mine = (Ballot.amendment_id == amendment_id, Ballot.person_id == work.me)
        work.session.execute(update(Ballot).where(*mine).values(choice=Choice(choice)))


def close_vote(work: Work, amendment_id: UUID) -> None:
    """Count when the time is over. Twice is once. What was accepted is the charter's next version."""
    find = select(Amendment).where(Amendment.id == amendment_id).with_for_update()
    found = work.session.scalars(find.execution_options(populate_existing=True)).first()
    if found is None or found.state != State.VOTING or found.takes_ballots(work.now):
        return
    counts = _counts(work, found)
    found.yes, found.no, found.abstain = (counts.get(choice, 0) for choice in Choice)
    work.session.execute(delete(Ballot).where(Ballot.amendment_id == found.id))
    enough = found.cast >= (found.quorum or 1) and found.yes > found.no
    found.state = State.ACCEPTED if enough and _apply(work, found) else State.REJECTED
    found.decided_at = work.now
    work.record(VoteClosed(found.community_id, found.id, found.state))


def _counts(work: Work, found: Amendment) -> dict[Choice, int]:
    """Of those who are still inside."""
    here = (Membership.person_id == Ballot.person_id) & (Membership.community_id == found.community_id)
    find = select(Ballot.choice, func.count()).join(Membership, here)
    find = find.where(Ballot.amendment_id == found.id, active(work.now)).group_by(Ballot.choice)
    return {Choice(row[0]): row[1] for row in work.session.execute(find)}


def _apply(work: Work, found: Amendment) -> bool:
    """False where the rule is gone, changed by somebody meanwhile."""
    community = work.session.get_one(Community, found.community_id)
    work.session.refresh(community, with_for_update=True)
    rules = community.rules
    if found.rule and found.rule not in rules:
        return False
    if found.rule:
        rules[rules.index(found.rule)] = found.text
    else:
        rules.append(found.text)
    community.charter = "\n".join(rules)
    keep_version(work, community, found.why)
    return True


def _move(work: Work, amendment_id: UUID, state: State, **values: Any) -> None:
    """Compare and set: of two who decide, the second finds it decided."""
    waits = (Amendment.id == amendment_id, Amendment.state == State.PROPOSED)
    moved = update(Amendment).where(*waits).values(state=state, **values).returning(Amendment.id)
    if work.session.execute(moved.execution_options(synchronize_session=False)).first() is None:
        raise Conflict("Somebody decided about this a moment ago.")
    work.session.expire_all()


def _standing(seen: Visit) -> Standing:
    if seen.standing is None:
        raise NotFound
    return seen.standing
