"""Operators look at what professionals showed, verify or refuse it once, and can end what was verified.

To everybody else, and to operators who applied themselves, an application looks like one that does not exist.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from networks import jobs, looking
from networks.communities.actions import set_role
from networks.communities.credential_ends import change, end, fresh, of, place_of, take_role
from networks.communities.credentials_models import Application, Looked
from networks.communities.events import CredentialsDecided, CredentialsSeen
from networks.communities.models import Community
from networks.errors import Conflict, Invalid, NotFound
from networks.people.models import Person
from networks.policy import Role
from networks.work import Work

USUAL: Final = 12
LONGEST: Final = 24
MONTH: Final = timedelta(days=30)
SOON: Final = timedelta(days=30)
"""So long before the end somebody is told that it comes."""

OUTCOMES: Final = (Looked.VERIFIED, Looked.REFUSED)


def look_at(work: Work, application_id: UUID) -> Application:
    """Read what somebody showed, as an operator. It goes on record, once a day for each."""
    found = for_operators(work, application_id)
    looking.put_on_record(work, CredentialsSeen(found.community_id, found.person_id))
    return found


def decide(
    work: Work, application_id: UUID, *, outcome: str, reason: str = "", title: str = "", months: int = USUAL
) -> Application:
    """Verify an application or refuse it, once, as an operator. Raises Conflict, with the name, where another did."""
    found = for_operators(work, application_id)
    _check_decision(outcome, reason, title, months)
    is_good = outcome == Looked.VERIFIED
    changes: dict[str, Any] = {"state": outcome, "decided_by_id": work.me, "decided_at": work.now}
    changes |= {"reason": reason.strip() or None}
    if is_good:
        end(work, *of(found.community_id, found.person_id))  # the newer one takes the place of the one that held
        changes |= {"title": title.strip(), "expires_at": work.now + months * MONTH}
    if not change(work, Application.id == application_id, Application.state == Looked.OPEN, **changes):
        raise _too_late(work, application_id)
    if is_good:
        _grant(work, found, title.strip(), changes["expires_at"])
    work.record(CredentialsDecided(found.community_id, found.person_id, outcome))
    return fresh(work, application_id)


def revoke(work: Work, application_id: UUID, *, reason: str) -> Application:
    """End what was verified, as an operator: from this commit on they are a plain member, and stand by nothing."""
    found = for_operators(work, application_id)
    if not reason.strip():
        raise Invalid(fields={"reason": "Please say why: they will read it."})
    if not end(work, Application.id == application_id, Application.expires_at > work.now, end_reason=reason.strip()):
        raise Conflict("This does not hold any more.")
    take_role(work, found, "revoked")
    return fresh(work, application_id)


def _check_decision(outcome: str, reason: str, title: str, months: int) -> None:
    if outcome not in OUTCOMES:
        raise Invalid(fields={"outcome": "This cannot be decided like that."})
    if outcome == Looked.REFUSED and not reason.strip():
        raise Invalid(fields={"reason": "Please say why: they will read it."})
    if outcome == Looked.VERIFIED and not title.strip():
        raise Invalid(fields={"title": "Please say what stands on the badge."})
    if not 1 <= months <= LONGEST:
        raise Invalid(fields={"months": "Please choose between one month and two years."})


def for_operators(work: Work, application_id: UUID) -> Application:
    """Raises NotFound to everybody else, and to operators who made it themselves."""
    asker = work.require_asker()
    found = work.session.get(Application, application_id) if asker.is_operator else None
    if found is None or found.person_id == work.me:
        raise NotFound
    return found


def _grant(work: Work, found: Application, title: str, until: datetime) -> None:
    place = place_of(work, found.community_id, found.person_id)
    if place is not None and place.role == Role.FACILITATOR:
        raise Conflict("They look after this place now, and cannot be its professional as well.")
    slug = work.session.get_one(Community, found.community_id).slug
    set_role(work, slug, found.person_id, Role.PROFESSIONAL, title, until=until)
    jobs.enqueue(work, "credentials", str(found.id), {}, at=until)
    if until - SOON > work.now:
        jobs.enqueue(work, "credentials", f"{found.id}:soon", {"ends_soon": str(found.id)}, at=until - SOON)


def _too_late(work: Work, application_id: UUID) -> Conflict:
    found = fresh(work, application_id)
    if found.state == Looked.WITHDRAWN:
        return Conflict("This was withdrawn a moment ago.")
    by = work.session.get(Person, found.decided_by_id) if found.decided_by_id else None
    if by is None:
        return Conflict("This has been decided.")
    return Conflict("%(name)s decided this a moment ago.", name=by.handle)
