"""What was published is looked at again: by its date, by its endorsement, and by nobody, when its time is over.

Overdue, it comes back to the queue. A facilitator says that it stays, asks its author, or archives it; where nobody
does for GRACE, or an author who was asked says nothing for ASKED, it is archived. Its words stay with its author, who
can bring it back at any time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import aliased

from networks import jobs
from networks.errors import Conflict, Invalid
from networks.resources.actions import own, revise, submit
from networks.resources.endorsing import MONTH, lapse, out_of_the_library
from networks.resources.events import ResourceChecked, ReviewDue
from networks.resources.models import Resource, State, Step, Version
from networks.resources.queries import Seen, library_of
from networks.resources.review_models import Check, Endorsement
from networks.resources.reviewing import require_professional, require_soon, to_review
from networks.resources.standing import standing
from networks.resources.views import ResourceView
from networks.work import Work

GRACE: Final = timedelta(days=60)
ASKED: Final = timedelta(days=30)
SOME: Final = 50
"""How many resources a unit of work looks at, so that others write in between."""

CHECKS: Final = ("keep", "ask", "archive")
OVERDUE: Final = "It was time to look at this again, and nobody could. It can come back once somebody has."
UNANSWERED: Final = (
    "Its author was asked whether this is still right, and has not answered. It can come back at any time."
)


def check(
    work: Work, resource_id: UUID, *, outcome: str, reason: str, version: int, until: datetime | None = None
) -> None:
    """Decide what becomes of something published that was looked at again. Raises Conflict where it has moved on, and
    for what touches a treatment where no professional's review of it holds."""
    seen = to_review(work, resource_id)
    work.session.refresh(seen.resource, with_for_update=True)
    found = seen.resource
    here = found.listed or found.state == State.ARCHIVED
    if outcome not in CHECKS:
        raise Invalid(fields={"outcome": "This cannot be decided like that."})
    if found.published != version or not here or (outcome != "keep" and not found.listed):
        raise Conflict("This has moved on since you looked. Please read it again.")
    ends = STEPS[outcome](work, seen, until)
    _note(work, found, outcome, reason, until=ends, by_id=work.me)
    work.record(ResourceChecked(seen.community.id, resource_id, outcome, reason))
    work.session.flush()


def look_again(work: Work, resource_id: UUID, when: datetime) -> None:
    """Choose the day on which something in the library comes back to the queue."""
    seen = to_review(work, resource_id)
    require_soon(work, when, "look_again")
    seen.resource.review_by = when
    work.session.flush()


def confirm(work: Work, resource_id: UUID) -> None:
    """Say that what one offered is still right, where one was asked. A facilitator then looks. Twice is once."""
    seen = own(work, resource_id)
    last = last_check(work, resource_id)
    if last is None or last.outcome != "ask" or not seen.resource.listed:
        raise Conflict("Nobody waits for an answer about this any more.")
    if last.answered_at is None:
        last.answered_at = work.now
        _due(work, seen.resource, "confirmed")


def bring_back(work: Work, resource_id: UUID) -> ResourceView:
    """Hand in anew, unchanged, what was archived."""
    seen = own(work, resource_id)
    if seen.resource.state != State.ARCHIVED:
        raise Conflict("That is not possible any more: this has moved on since you looked.")
    revise(work, resource_id)
    return submit(work, resource_id)


def last_check(work: Work, resource_id: UUID) -> Check | None:
    """What came of looking again, the last time. The caller has checked who asks."""
    find = select(Check).where(Check.resource_id == resource_id).order_by(Check.at.desc(), Check.id.desc())
    return work.session.scalars(find.limit(1)).first()


def sweep(work: Work) -> int:
    """Look at some of those whose time is over; returns how many there were. Done twice it does nothing more."""
    found = _unendorsed(work)
    for one in found:
        lapse(work, one)
    overdue = _overdue(work)
    for one in overdue:
        _note(work, one, "due", "", until=work.now + GRACE)
        _due(work, one, "overdue")
    late = _late(work)
    for one, last in late:
        _archive(work, one, last)
    work.session.flush()
    return len(found) + len(overdue) + len(late)


def plan(work: Work) -> None:
    """Have the next full hour look at what is due by then. For an hour it is planned once, whoever asks."""
    hour = work.now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    jobs.enqueue(work, "reviews", hour.isoformat(), {}, at=hour)


def _keep(work: Work, seen: Seen, until: datetime | None) -> datetime:
    found = seen.resource
    wanted = (Version.resource_id == found.id, Version.number == found.published)
    said = work.session.scalars(select(Version).where(*wanted)).one()
    require_professional(work, said)
    if not found.listed:
        found.take(Step.RESTORE)
        found.listed = True
    months = library_of(work, found.community_id).review_months
    found.review_by = until or work.now + months * MONTH
    require_soon(work, found.review_by, "until")
    return found.review_by


def _ask(work: Work, _seen: Seen, _until: datetime | None) -> datetime:
    return work.now + ASKED


def _take_out(_work: Work, seen: Seen, _until: datetime | None) -> None:
    out_of_the_library(seen.resource)


STEPS: Final[dict[str, Any]] = {"keep": _keep, "ask": _ask, "archive": _take_out}


def _unendorsed(work: Work) -> Sequence[Resource]:
    published = and_(Version.resource_id == Resource.id, Version.number == Resource.published)
    held = standing(work).with_only_columns(Endorsement.id, maintain_column_froms=True)
    holds = held.where(Endorsement.resource_id == Version.resource_id, Endorsement.number == Version.number)
    find = select(Resource).join(Version, published).where(Resource.listed, Version.changes_treatment)
    without = ~holds.correlate(Version).exists()
    return work.session.scalars(find.where(without).order_by(Resource.id).limit(SOME)).all()


def _overdue(work: Work) -> Sequence[Resource]:
    looked = exists().where(Check.resource_id == Resource.id, Check.at >= Resource.review_by)
    find = select(Resource).where(Resource.listed, Resource.review_by <= work.now, ~looked)
    return work.session.scalars(find.order_by(Resource.review_by, Resource.id).limit(SOME)).all()


def _late(work: Work) -> Sequence[tuple[Resource, Check]]:
    later = aliased(Check)
    is_last = ~exists().where(later.resource_id == Check.resource_id, later.at > Check.at)
    waits = (Check.outcome.in_(("due", "ask")), Check.answered_at.is_(None), Check.until <= work.now, is_last)
    find = select(Resource, Check).join(Check, Check.resource_id == Resource.id)
    over = find.where(Resource.listed, Resource.state != State.SUBMITTED, Resource.review_by <= work.now, *waits)
    return [(row[0], row[1]) for row in work.session.execute(over.order_by(Resource.id).limit(SOME))]


def _archive(work: Work, found: Resource, last: Check) -> None:
    reason = UNANSWERED if last.outcome == "ask" else OVERDUE
    out_of_the_library(found)
    _note(work, found, "archive", reason)
    work.record(ResourceChecked(found.community_id, found.id, "archive", reason))


def _note(
    work: Work, found: Resource, outcome: str, reason: str, *, until: datetime | None = None, by_id: UUID | None = None
) -> None:
    made = {"id": uuid4(), "resource_id": found.id, "number": found.published or found.version, "at": work.now}
    work.session.add(Check(**made, by_id=by_id, outcome=outcome, reason=reason, until=until))


def _due(work: Work, found: Resource, why: str) -> None:
    wanted = (Version.resource_id == found.id, Version.number == found.published)
    title = work.session.scalars(select(Version.title).where(*wanted)).one()
    work.record(ReviewDue(found.community_id, found.id, found.author_id, found.published or 0, title, why))
