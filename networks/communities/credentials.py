"""Professionals apply with evidence, operators check it, and what they found holds for a time.

Whoever reads a community sees a badge's title and interests, its facilitators also what was asked for and how it
stands. What was shown as evidence is seen by operators and by whoever showed it, and by nobody else.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy import select, update

from networks import jobs
from networks.communities.actions import give_role, set_role
from networks.communities.credentials_models import Application, Looked
from networks.communities.events import CredentialsDecided, CredentialsEnded
from networks.communities.models import Community, Membership
from networks.communities.queries import inside
from networks.database import insert_once
from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.people.models import Person
from networks.policy import Role
from networks.work import Work

USUAL: Final = 12
LONGEST: Final = 24
MONTH: Final = timedelta(days=30)
OUTCOMES: Final = (Looked.VERIFIED, Looked.REFUSED)
HELD: Final = (Application.state == Looked.VERIFIED, Application.revoked_at.is_(None))


def apply(
    work: Work,
    slug: str,
    *,
    profession: str,
    interests: str,
    evidence: str,
    body: str = "",
    number: str = "",
    check_url: str = "",
) -> Application:
    """Ask operators to check one's profession. Raises Conflict where one asks already."""
    seen = inside(work, slug)
    if seen.standing is None or not seen.standing.is_member:
        raise NotAllowed("Only members of this community can ask for this.")
    if seen.standing.is_facilitator:
        raise NotAllowed("You look after this place, and cannot be its professional as well.")
    said = {
        "profession": profession.strip(), "interests": interests.strip(), "evidence": evidence.strip(),
        "body": body.strip(), "number": number.strip(), "check_url": check_url.strip(),
    }  # fmt: skip
    _check(said)
    values = {"id": uuid4(), "community_id": seen.community.id, "person_id": work.me}
    if not insert_once(work.session, Application, **values, **said, applied_at=work.now, state=Looked.OPEN):
        raise Conflict("You have asked for this already. An operator will look at it.")
    return work.session.get_one(Application, values["id"])


def withdraw(work: Work, application_id: UUID) -> None:
    """Take back what one asked for. Raises Conflict where it is decided; twice is once."""
    mine = (Application.id == application_id, Application.person_id == work.me)
    if not _change(work, *mine, Application.state == Looked.OPEN, state=Looked.WITHDRAWN, decided_at=work.now):
        found = work.session.scalars(select(Application).where(*mine)).first()
        if found is None:
            raise NotFound
        if found.state != Looked.WITHDRAWN:
            raise Conflict("This has been decided.")


def decide(
    work: Work, application_id: UUID, *, outcome: str, reason: str = "", title: str = "", months: int = USUAL
) -> Application:
    """Verify an application or refuse it, once, as an operator. Raises Conflict, with the name, where another did."""
    found = _as_operator(work, application_id)
    if found.person_id == work.me:
        raise NotAllowed("Somebody else has to decide this, because it is about you.")
    _check_decision(outcome, reason, title, months)
    is_good = outcome == Looked.VERIFIED
    changes: dict[str, Any] = {"state": outcome, "decided_by_id": work.me, "decided_at": work.now}
    changes |= {"reason": reason.strip() or None}
    if is_good:
        _end(work, *_of(found.community_id, found.person_id))  # the newer one takes the place of the one that held
        changes |= {"title": title.strip(), "expires_at": work.now + months * MONTH}
    if not _change(work, Application.id == application_id, Application.state == Looked.OPEN, **changes):
        raise _too_late(work, application_id)
    if is_good:
        _grant(work, found, title.strip(), changes["expires_at"])
    work.record(CredentialsDecided(found.community_id, found.person_id, outcome))
    return _fresh(work, application_id)


def revoke(work: Work, application_id: UUID, *, reason: str) -> None:
    """End what was verified, as an operator: from this commit on they are a plain member, and stand by nothing."""
    found = _as_operator(work, application_id)
    if not reason.strip():
        raise Invalid(fields={"reason": "Please say why: they will read it."})
    if not _end(work, Application.id == application_id, reason=reason.strip()):
        raise Conflict("This does not hold any more.")
    _take_role(work, found, "revoked")


def expire(work: Work) -> int:
    """End what was verified for a time that is over; returns how many there were. Done twice it does nothing more."""
    over = (*HELD, Application.expires_at <= work.now)
    found = work.session.scalars(select(Application).where(*over).order_by(Application.expires_at)).all()
    for one in found:
        if _end(work, Application.id == one.id):
            _take_role(work, one, "expired")
    return len(found)


def follow(work: Work, community_id: UUID, person_id: UUID) -> None:
    """Somebody's place changed: who is not inside waits for nothing, and what was verified holds for exactly that.

    Else facilitators could write another title on a badge that says that the network has checked it.
    """
    place = _place(work, community_id, person_id)
    theirs = _of(community_id, person_id)
    if place is None or not place.is_active(work.now) or place.role == Role.FACILITATOR:
        _change(work, *theirs, Application.state == Looked.OPEN, state=Looked.WITHDRAWN, decided_at=work.now)
    title = place.title if place is not None and place.role == Role.PROFESSIONAL else None
    if _end(work, *theirs, Application.title.is_distinct_from(title)):
        work.record(CredentialsEnded(community_id, person_id, "changed"))


def _check(said: dict[str, str]) -> None:
    asked = {
        "profession": "Please say what your profession is.",
        "interests": "Please say which interests you have in it, or “none”.",
        "evidence": "Please say how somebody can check this.",
    }
    wrong = {name: words for name, words in asked.items() if not said[name]}
    if said["check_url"] and not _is_link(said["check_url"]):
        wrong["check_url"] = "Please give a whole address that begins with https://."
    if wrong:
        raise Invalid(fields=wrong)


def _is_link(said: str) -> bool:
    """Operators will follow it: it must lead to a page and do nothing else."""
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _check_decision(outcome: str, reason: str, title: str, months: int) -> None:
    if outcome not in OUTCOMES:
        raise Invalid(fields={"outcome": "This cannot be decided like that."})
    if outcome == Looked.REFUSED and not reason.strip():
        raise Invalid(fields={"reason": "Please say why: they will read it."})
    if outcome == Looked.VERIFIED and not title.strip():
        raise Invalid(fields={"title": "Please say what stands on the badge."})
    if not 1 <= months <= LONGEST:
        raise Invalid(fields={"months": "Please choose between one month and two years."})


def _as_operator(work: Work, application_id: UUID) -> Application:
    """To everybody else it looks like one that does not exist."""
    work.require_asker()
    if work.asker is None or not work.asker.is_operator:
        raise NotFound
    found = work.session.get(Application, application_id)
    if found is None:
        raise NotFound
    return found


def _grant(work: Work, found: Application, title: str, until: datetime) -> None:
    place = _place(work, found.community_id, found.person_id)
    if place is not None and place.role == Role.FACILITATOR:
        raise Conflict("They look after this place now, and cannot be its professional as well.")
    slug = work.session.get_one(Community, found.community_id).slug
    set_role(work, slug, found.person_id, Role.PROFESSIONAL, title)
    jobs.enqueue(work, "credentials", str(found.id), {}, at=until)


def _take_role(work: Work, found: Application, how: str) -> None:
    place = _place(work, found.community_id, found.person_id)
    if place is not None and place.role == Role.PROFESSIONAL and place.title == found.title:
        give_role(work, work.session.get_one(Community, found.community_id), place, Role.MEMBER, None)
    work.record(CredentialsEnded(found.community_id, found.person_id, how))


def _too_late(work: Work, application_id: UUID) -> Conflict:
    found = _fresh(work, application_id)
    if found.state == Looked.WITHDRAWN:
        return Conflict("This was withdrawn a moment ago.")
    by = work.session.get(Person, found.decided_by_id) if found.decided_by_id else None
    if by is None:
        return Conflict("This has been decided.")
    return Conflict("%(name)s decided this a moment ago.", name=by.handle)


def _fresh(work: Work, application_id: UUID) -> Application:
    find = select(Application).where(Application.id == application_id)
    return work.session.scalars(find.execution_options(populate_existing=True)).one()


def _end(work: Work, *which: Any, **more: Any) -> bool:
    return _change(work, *HELD, *which, revoked_at=work.now, **more)


def _change(work: Work, *which: Any, **values: Any) -> bool:
    """Compared and set: of two who are equally fast, one is told that there was something to change."""
    changed = update(Application).where(*which).values(**values).returning(Application.id)
    return bool(work.session.execute(changed.execution_options(synchronize_session=False)).all())


def _of(community_id: UUID, person_id: UUID) -> tuple[Any, Any]:
    return Application.community_id == community_id, Application.person_id == person_id


def _place(work: Work, community_id: UUID, person_id: UUID) -> Membership | None:
    here = (Membership.community_id == community_id, Membership.person_id == person_id)
    return work.session.scalars(select(Membership).where(*here)).first()
