"""What a member does who tries something: say so, tell how it went, change that, take it back.

None of it is an event: who reports when is nobody's business, facilitators and the audit included.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from networks import jobs
from networks.database import insert_once
from networks.errors import Conflict, Invalid, NotFound
from networks.policy import About, Can, require
from networks.resources.models import Resource, Version
from networks.resources.queries import Seen, behind_the_door, library_of
from networks.resources.releasing import next_slot
from networks.resources.trying_models import Trial, TryReport
from networks.work import Work

LONGEST: Final = 3650
"""Days for which something may have been tried, or be tried before we ask."""

ANSWERS: Final = ("illness", "treatment", "effort", "days", "kept", "unwanted", "circumstances", "note")
NOTHING: Final[dict[str, Any]] = dict.fromkeys(ANSWERS) | {"circumstances": []}


class Mine(NamedTuple):
    """What the asker said about a resource: that they are trying it, and how it went."""

    trial: Trial | None
    report: TryReport | None
    earlier: bool
    """Whether they reported on a version that said something else."""


def start(work: Work, resource_id: UUID, *, days: int | None = None) -> Trial:
    """Say that one is trying it now, to be asked again in so many days; without them, when its author suggests.
    Saying it again begins anew."""
    seen = to_try(work, resource_id)
    found = work.session.get(Trial, (resource_id, work.me))
    if found is None:
        found = Trial(resource_id=resource_id, person_id=work.me)
        work.session.add(found)
    found.started_at = work.now
    found.ask_at = work.now + timedelta(days=days or _suggested(work, seen.resource))
    found.over_at = None
    work.session.flush()
    return found


def ask_later(work: Work, resource_id: UUID, *, days: int) -> Trial:
    """Be asked in so many days instead. What was begun stays begun."""
    found = _running(work, resource_id)
    found.ask_at = work.now + timedelta(days=days)
    work.session.flush()
    return found


def stop_asking(work: Work, resource_id: UUID) -> None:
    """Not be asked any more. Works for whoever has left as well, and twice."""
    if work.session.get(Trial, (resource_id, work.me)) is None:
        behind_the_door(work, resource_id)
    _is_over(work, resource_id)
    work.session.flush()


def report(work: Work, resource_id: UUID, *, version: int | None = None, **said: Any) -> TryReport:
    """Tell how it went, or tell it anew: one report counts, the last. Raises Invalid for circumstances that are none of
    the community's, Conflict for a version that says something else by now."""
    seen = to_try(work, resource_id)
    require(work, seen.standing, Can.ADD_TO_LIBRARY)
    found = seen.resource
    number = _version(found, version)
    _require_known(work, found.community_id, said.get("circumstances") or [])
    told = _row(work, found)
    answers = NOTHING | {name: said[name] for name in ANSWERS if name in said}
    if (answers["unwanted"], answers["note"]) != (told.unwanted, told.note):
        told.words_told = False
    for name, answer in answers.items():
        setattr(told, name, answer)
    told.version, told.changed_at, told.withdrawn_at = number, work.now, None
    _is_over(work, resource_id)
    _expect_release(work, found.community_id)
    work.session.flush()
    return told


def withdraw_report(work: Work, resource_id: UUID) -> None:
    """Take a report back: its answers go now, and the next counts are without them. Whoever has left can do it too;
    where there is none, nothing happens."""
    found = _mine(work, resource_id)
    if not found:
        behind_the_door(work, resource_id)
    for one in found:
        for name, nothing in NOTHING.items():
            setattr(one, name, nothing)
        one.withdrawn_at = one.changed_at = work.now
        one.words_told = False
    work.session.flush()


def mine(work: Work, found: Resource) -> Mine:
    """For whoever has found a resource."""
    reports = _mine(work, found.id)
    current = next((one for one in reports if one.counted_from == found.counted_from), None)
    trial = work.session.get(Trial, (found.id, work.me))
    running = trial if trial is not None and trial.over_at is None else None
    return Mine(running, current, current is None and bool(reports))


def my_report(work: Work, resource_id: UUID) -> TryReport:
    """The report of the asker that counts now. Raises NotFound where there is none."""
    current = mine(work, behind_the_door(work, resource_id).resource).report
    if current is None:
        raise NotFound
    return current


def to_try(work: Work, resource_id: UUID) -> Seen:
    """A resource of the library for a member who may report on it. Raises Conflict where it was taken out."""
    seen = behind_the_door(work, resource_id)
    if not seen.resource.listed:
        raise Conflict("This is not in the library, so there is nothing to report on.")
    require(work, seen.standing, Can.REPORT_TRY, About(seen.resource.author_id))
    return seen


def _mine(work: Work, resource_id: UUID) -> list[TryReport]:
    find = select(TryReport).where(TryReport.resource_id == resource_id, TryReport.person_id == work.me)
    return [one for one in work.session.scalars(find) if one.withdrawn_at is None]


def _row(work: Work, found: Resource) -> TryReport:
    key = {"resource_id": found.id, "person_id": work.me, "counted_from": found.counted_from}
    fresh = {"id": uuid4(), "version": found.counted_from, "reported_at": work.now, "changed_at": work.now}
    insert_once(work.session, TryReport, **key, **fresh, circumstances=[], told=False, words_told=False)
    return work.session.scalars(select(TryReport).filter_by(**key).with_for_update()).one()


def _version(found: Resource, wanted: int | None) -> int:
    newest = found.published or found.version
    number = newest if wanted is None else wanted
    if number > newest:
        raise Invalid(fields={"version": "There is no such version in the library."})
    if number < found.counted_from:
        raise Conflict("This says something else by now. Please read it again before you report.")
    return number


def _require_known(work: Work, community_id: UUID, said: list[str]) -> None:
    if set(said) - set(library_of(work, community_id).circumstances):
        raise Invalid(fields={"circumstances": "Please choose from this community's list."})


def _suggested(work: Work, found: Resource) -> int:
    wanted = (Version.resource_id == found.id, Version.number == found.published)
    return work.session.scalar(select(Version.try_days).where(*wanted)) or 28


def _running(work: Work, resource_id: UUID) -> Trial:
    to_try(work, resource_id)
    found = work.session.get(Trial, (resource_id, work.me))
    if found is None or found.over_at is not None:
        raise NotFound
    return found


def _is_over(work: Work, resource_id: UUID) -> None:
    found = work.session.get(Trial, (resource_id, work.me))
    if found is not None:
        found.over_at = found.over_at or work.now


def _expect_release(work: Work, community_id: UUID) -> None:
    """At the community's hour of the week, whenever in the week this was."""
    slot = next_slot(community_id, work.now)
    payload = {"community_id": str(community_id), "slot": slot.isoformat()}
    jobs.enqueue(work, "outcomes", f"{community_id}:{slot:%Y-%m-%d}", payload, at=slot)
