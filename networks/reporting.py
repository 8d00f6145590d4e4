"""Reporting: one may report what one may see, and never oneself. Loading it authorizes.

A new kind of thing is one more function in TARGETS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from networks.chat.models import Message
from networks.chat.queries import Entered
from networks.chat.queries import message as message_to_read
from networks.chat.removing import surroundings
from networks.communities.models import Community, Membership
from networks.communities.queries import active
from networks.errors import Conflict, Invalid, NotFound
from networks.moderation.evidence import Piece
from networks.moderation.report_models import Part, Report
from networks.moderation.reporting import Target, file_report
from networks.people.models import Person
from networks.policy import Can, require
from networks.resources.queries import behind_the_door, view
from networks.work import Work

EXCERPT: Final = 120
"""Characters of what is reported that stand in the queue."""

NOT_ONESELF: Final = "This is your own. You can change it or take it back yourself."


def report(
    work: Work, kind: str, target_id: UUID, *, reason: str, note: str = "", community: str | None = None
) -> tuple[Report, bool]:
    """Tell the facilitators about something; returns the report and whether it is new.

    Raises NotFound for what the asker may not see, as for what does not exist; Invalid about oneself, and about a
    person whom one meets in several communities where `community` does not say which; Conflict where it is gone.
    """
    return file_report(work, target(work, kind, target_id, community), reason=reason, note=note)


def target(work: Work, kind: str, target_id: UUID, community: str | None = None) -> Target:
    """What would be reported, as the asker may see it. Raises what `report` raises."""
    work.require_asker()
    return TARGETS[kind](work, target_id, community)


def _message(work: Work, message_id: UUID, community: str | None) -> Target:
    found, entered = message_to_read(work, message_id)
    require(work, entered.standing, Can.REPORT)
    _require_home(entered.community.slug, community)
    _require_other(work, found.author_id)
    if found.body is None:
        raise Conflict("This message is gone already. If somebody worries you, you can report the person.")
    around = surroundings(work, found)
    asked = next((one for one in around if one.id == found.reply_to), None)
    about = {
        "anonymous": found.anonymous,
        **_place(entered),
        "posted_at": found.posted_at.isoformat(),
        "edited": found.edited_at is not None,
    }
    pieces = [_piece(one, _part(one, found, asked)) for one in around]
    kept_from = work.me if entered.pair else None
    what = (found.id, entered.community.id, found.author_id, _beginning(found.body))
    return Target("message", *what, pieces, about, kept_from)


def _place(entered: Entered) -> dict[str, Any]:
    """A conversation of two is a place that nobody who decides can go to."""
    if entered.pair is not None:
        return {"direct": True}
    return {"room": {"id": str(entered.room.id), "name": entered.room.name}}


def _part(one: Message, found: Message, asked: Message | None) -> Part:
    if one is found:
        return Part.ITSELF
    return Part.ANSWERED if one is asked else Part.AROUND


def _piece(one: Message, part: Part) -> Piece:
    return Piece(part, one.id, one.author_id, one.anonymous, one.body or "", one.posted_at)


def _resource(work: Work, resource_id: UUID, community: str | None) -> Target:
    seen = behind_the_door(work, resource_id)
    require(work, seen.standing, Can.REPORT)
    _require_home(seen.community.slug, community)
    found, said = seen.resource, view(work, seen).said
    _require_other(work, found.author_id)
    body = said.body if said.url is None else f"{said.body}\n\n{said.url}".strip()
    piece = Piece(Part.ITSELF, found.id, found.author_id, False, body, said.saved_at, said.title)
    about = {"version": said.number}
    return Target("resource", found.id, seen.community.id, found.author_id, said.title, [piece], about)


def _person(work: Work, person_id: UUID, community: str | None) -> Target:
    _require_other(work, person_id)
    shared = _shared(work, person_id)
    if community is not None:
        shared = [one for one in shared if one.slug == community]
    if not shared:
        raise NotFound
    if len(shared) > 1:
        raise Invalid(fields={"community": "You meet in several communities. Please say where this belongs."})
    person = work.session.get_one(Person, person_id)
    piece = Piece(Part.ITSELF, person_id, person_id, False, person.about, work.now, person.handle)
    return Target("person", person_id, shared[0].id, person_id, _beginning(person.about), [piece])


def _shared(work: Work, person_id: UUID) -> list[Community]:
    """Where both are inside just now: there one sees the other."""
    theirs = select(Membership.community_id).where(Membership.person_id == person_id, active(work.now))
    find = select(Community).join(Membership, Membership.community_id == Community.id).order_by(Community.slug)
    mine = find.where(Membership.person_id == work.me, active(work.now), Community.id.in_(theirs))
    return list(work.session.scalars(mine))


def _require_home(slug: str, community: str | None) -> None:
    """What stands in one community is not found in another."""
    if community is not None and slug != community:
        raise NotFound


def _require_other(work: Work, person_id: UUID | None) -> None:
    if person_id == work.me:
        raise Invalid(fields={"target": NOT_ONESELF})


def _beginning(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= EXCERPT else plain[: EXCERPT - 1].rstrip() + "…"


TARGETS: Final[Mapping[str, Callable[[Work, UUID, str | None], Target]]] = {
    "message": _message,
    "resource": _resource,
    "person": _person,
}
