"""Looking after a member: notes that facilitators keep for each other, and writing to somebody in a room."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import select

from networks import looking
from networks.chat.answers import called
from networks.chat.models import Room, Section
from networks.chat.posting import post_message
from networks.chat.views import MessageView
from networks.communities.models import Membership
from networks.communities.queries import member, stand
from networks.errors import Invalid, NotAllowed, NotFound
from networks.moderation.actions import SOON
from networks.overview.events import MemberNoted, MemberNoteRemoved, MemberNotesSeen
from networks.overview.models import About, MemberNote
from networks.people.models import Person
from networks.policy import About as Concerning
from networks.policy import Can, may, require
from networks.work import Work


def notes(work: Work, slug: str, person_id: UUID) -> Sequence[tuple[MemberNote, Person | None]]:
    """What is noted about a member, the latest first. NotAllowed to members, about oneself, and to an operator of whom
    it is not on record that they look."""
    if are_kept_back(work, slug, person_id):
        raise NotAllowed("Notes about members are shown to you once it is on record that you look.")
    community_id, _ = _desk(work, slug, person_id)
    find = select(MemberNote, Person).outerjoin(Person, Person.id == MemberNote.by_id)
    about = find.where(MemberNote.community_id == community_id, MemberNote.person_id == person_id)
    rows = work.session.execute(about.order_by(MemberNote.at.desc(), MemberNote.id))
    return [(row[0], row[1]) for row in rows]


def are_kept_back(work: Work, slug: str, person_id: UUID) -> bool:
    """Whether there are notes that the asker, who looks after the network and not this place, has not had put on
    record today that they read. Refuses as `notes` does."""
    community_id, _ = _desk(work, slug, person_id)
    standing = stand(work, community_id)
    if standing is None or standing.is_member:
        return False
    about = (MemberNote.community_id == community_id, MemberNote.person_id == person_id)
    any_is_there = work.session.scalars(select(MemberNote.id).where(*about).limit(1)).first() is not None
    return any_is_there and not looking.is_on_record(work, MemberNotesSeen(community_id, person_id))


def put_on_record(work: Work, slug: str, person_id: UUID) -> None:
    """That the asker reads the notes about somebody, once a day."""
    community_id, _ = _desk(work, slug, person_id)
    looking.put_on_record(work, MemberNotesSeen(community_id, person_id))


def note(work: Work, slug: str, person_id: UUID, *, body: str) -> MemberNote:
    """Keep something about a member for the other facilitators. The same words again soon are one: the same click."""
    community_id, _ = _desk(work, slug, person_id)
    before = _said_before(work, community_id, person_id, body)
    if before is not None:
        return before
    made = _keep(work, community_id, person_id, About.NOTE, body)
    work.record(MemberNoted(community_id, person_id))
    return made


def remove_note(work: Work, note_id: UUID) -> None:
    """Take a note back. NotFound where one may not read it: what others note about oneself is there for nobody."""
    found = work.session.get(MemberNote, note_id)
    standing = stand(work, found.community_id) if found else None
    if found is None or standing is None or not may(standing, Can.LOOK_AFTER, work.now, Concerning(found.person_id)):
        raise NotFound
    work.session.delete(found)
    work.record(MemberNoteRemoved(found.community_id, found.person_id))


def write_to(
    work: Work, slug: str, person_id: UUID, *, kind: str, room_id: UUID, body: str, client_key: str
) -> tuple[MessageView, bool]:
    """Welcome a member, or ask how they are, in a room of the community: a message that calls them by name.

    That it was written is noted, so that the next facilitator knows. Raises Invalid where the words do not call them,
    or where they cannot hear it; NotFound where the room is elsewhere.
    """
    community_id, person = _desk(work, slug, person_id)
    room = work.session.get(Room, room_id)
    if room is None or room.community_id != community_id or room.section == Section.DIRECT:
        raise NotFound
    if person.handle.casefold() not in called(body):
        raise Invalid(fields={"body": "Please call them by name, with an @ before it: so they see it is for them."})
    if not member(work, slug, person_id)[2].is_active(work.now):
        raise Invalid(fields={"": "They are not in this community just now, so they would not see it."})
    said, is_new = post_message(work, room_id, body=body, client_key=client_key)
    if is_new:
        _keep(work, community_id, person_id, About(kind), room.name)
    return said, is_new


def _said_before(work: Work, community_id: UUID, person_id: UUID, body: str) -> MemberNote | None:
    """A second click at the same moment waits, and finds what the first wrote."""
    place = select(Membership.id).where(Membership.community_id == community_id, Membership.person_id == person_id)
    work.session.scalars(place.with_for_update()).one()
    about = (MemberNote.community_id == community_id, MemberNote.person_id == person_id, MemberNote.kind == About.NOTE)
    same = (MemberNote.by_id == work.me, MemberNote.body == body, MemberNote.at > work.now - SOON)
    return work.session.scalars(select(MemberNote).where(*about, *same)).first()


def _keep(work: Work, community_id: UUID, person_id: UUID, kind: About, body: str) -> MemberNote:
    who = {"community_id": community_id, "person_id": person_id, "by_id": work.me}
    made = MemberNote(id=uuid4(), **who, kind=kind, at=work.now, body=body)
    work.session.add(made)
    return made


def _desk(work: Work, slug: str, person_id: UUID) -> tuple[UUID, Person]:
    seen, _, _ = member(work, slug, person_id)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.LOOK_AFTER, Concerning(person_id))
    return seen.community.id, work.session.get_one(Person, person_id)
