"""What a decision about a report takes out of the library, and what comes back where it is overturned.

The caller has checked that they may decide: they may be an operator who may not read here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select

from networks.resources.endorsing import out_of_the_library
from networks.resources.events import ResourceArchived, ResourceRestored
from networks.resources.keeping import last_check
from networks.resources.models import Resource, State, Step, Version
from networks.resources.review_models import Check
from networks.resources.standing import is_endorsed
from networks.work import Work

BACK: Final = "An appeal was upheld, so this is in the library again."


def take_down(work: Work, resource_id: UUID, *, reason: str) -> bool:
    """Archive something with a reason that its author reads. False where it is not in the library, and stays so."""
    found = work.session.get(Resource, resource_id, with_for_update=True, populate_existing=True)
    if found is None or not found.listed:
        return False
    out_of_the_library(found)
    _note(work, found, "archive", reason)
    work.record(ResourceArchived(found.community_id, resource_id, reason, by_case=True))
    return True


def put_back(work: Work, resource_id: UUID, *, removed_at: datetime) -> bool:
    """Let something that was taken down at a moment be in the library again, in the version that was there.

    False, and nothing happens, where it has moved on since, or touches a treatment and no professional stands by it any
    more: then only a review brings it back.
    """
    found = work.session.get(Resource, resource_id, with_for_update=True, populate_existing=True)
    last = last_check(work, resource_id)
    if found is None or found.published is None or found.listed or last is None:
        return False
    wanted = (Version.resource_id == resource_id, Version.number == found.published)
    said = work.session.scalars(select(Version).where(*wanted)).first()
    if said is None or (said.changes_treatment and not is_endorsed(work, resource_id, said.number)):
        return False
    if (last.outcome, last.at) != ("archive", removed_at) or found.state == State.WITHDRAWN:
        return False
    if found.state == State.ARCHIVED:
        found.take(Step.RESTORE)
    found.listed = True
    _note(work, found, "keep", BACK)
    work.record(ResourceRestored(found.community_id, resource_id))
    return True


def _note(work: Work, found: Resource, outcome: str, reason: str) -> None:
    made = {"id": uuid4(), "resource_id": found.id, "number": found.published or found.version, "at": work.now}
    work.session.add(Check(**made, by_id=work.me, outcome=outcome, reason=reason))
    work.session.flush()
