"""What a decision takes out of the library, and what comes back where it is overturned.

The caller has checked that they may decide: they may be an operator who may not read here.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select

from networks.resources.endorsing import ENDED, MONTH, lapse, out_of_the_library
from networks.resources.events import EndorsementBack, ResourceArchived, ResourceRestored
from networks.resources.keeping import last_check
from networks.resources.models import Resource, State, Step
from networks.resources.queries import library_of
from networks.resources.review_models import Check, Endorsement
from networks.resources.standing import is_endorsed
from networks.work import Work

BACK: Final = "An appeal was upheld, so this is in the library again."
HELD: Final = "The professional review of this holds again."


def take_down(work: Work, resource_id: UUID, *, reason: str) -> bool:
    """Archive something with a reason that its author reads. False where it is not in the library, and stays so."""
    found = work.session.get(Resource, resource_id, with_for_update=True, populate_existing=True)
    if found is None or not found.listed:
        return False
    out_of_the_library(found)
    _note(work, found, outcome="archive", reason=reason, by_id=work.me)
    work.record(ResourceArchived(found.community_id, resource_id, reason, by_case=True))
    return True


def put_back(work: Work, resource_id: UUID, *, removed_at: datetime, waited: bool = False) -> bool:
    """Let something that was taken down at a moment be in the library again, in the version that was there. `waited`:
    whether somebody had to look at it again just then.

    False where it has moved on since, and nothing happens; and where it touches a treatment and no professional stands
    by it any more: then it waits for a review, as it would have.
    """
    found = work.session.get(Resource, resource_id, with_for_update=True, populate_existing=True)
    last = last_check(work, resource_id)
    if found is None or last is None or not _could_come_back(found):
        return False
    if (last.outcome, last.at) != ("archive", removed_at):
        return False
    _into_the_library(found)
    if lapse(work, found):
        return False
    _go_on(work, found, last, waited, BACK)
    return True


def hold_again(work: Work, endorsement_id: UUID, ended_at: datetime) -> None:
    """A review that ended at a moment holds again. What left the library by that is in it again."""
    held = work.session.get(Endorsement, endorsement_id, populate_existing=True)
    if held is None or held.revoked_at != ended_at:
        return
    held.revoked_at = None
    work.session.flush()
    found = work.session.get_one(Resource, held.resource_id, with_for_update=True, populate_existing=True)
    work.record(EndorsementBack(found.community_id, found.id))
    last = last_check(work, found.id)
    if last is not None and _has_lapsed(found, last) and is_endorsed(work, found.id, found.published or 0):
        _into_the_library(found)
        _go_on(work, found, last, True, HELD)


def _has_lapsed(found: Resource, last: Check) -> bool:
    by_itself = (last.outcome, last.by_id, last.reason) == ("archive", None, ENDED)
    return by_itself and _could_come_back(found) and last.number == found.published


def _could_come_back(found: Resource) -> bool:
    """Out of the library, and not because its author took it back, whatever they work on since."""
    return not found.listed and found.published is not None and found.published_at is not None


def _into_the_library(found: Resource) -> None:
    """The published version is there again, whatever its author works on."""
    if found.state == State.ARCHIVED:
        found.take(Step.RESTORE)
    found.listed = True


def _go_on(work: Work, found: Resource, archived: Check, waited: bool, why: str) -> None:
    """The time that it was out does not count: whoever was to look at it, or to answer, has as long as they had."""
    work.record(ResourceRestored(found.community_id, found.id))
    out = work.now - archived.at
    before = _check_before(work, archived)
    if before is not None and _is_pending(before, waited):
        again = {"outcome": before.outcome, "reason": before.reason, "answered_at": before.answered_at}
        until = before.until + out if before.until else None
        _note(work, found, **again, by_id=before.by_id, until=until)
        return
    if found.review_by is not None and found.review_by <= work.now:
        found.review_by = _later(work, found, archived.at, out)
    _note(work, found, outcome="keep", reason=why, by_id=work.me)


def _later(work: Work, found: Resource, archived_at: datetime, out: timedelta) -> datetime:
    """Its day came while it was out, or whoever took it out had looked at it."""
    if found.review_by is not None and found.review_by > archived_at:
        return found.review_by + out
    return work.now + library_of(work, found.community_id).review_months * MONTH


def _is_pending(before: Check, waited: bool) -> bool:
    return waited if before.outcome == "due" else before.outcome == "ask" and (before.answered_at is None or waited)


def _check_before(work: Work, archived: Check) -> Check | None:
    others = select(Check).where(Check.resource_id == archived.resource_id, Check.id != archived.id)
    return work.session.scalars(others.order_by(Check.at.desc(), Check.id.desc()).limit(1)).first()


def _note(work: Work, found: Resource, **said: Any) -> None:
    made = {"id": uuid4(), "resource_id": found.id, "number": found.published or found.version, "at": work.now}
    work.session.add(Check(**made, **said))
    work.session.flush()
