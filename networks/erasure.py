"""Erasing an account: what goes, what stays without a name, in one transaction. Banned people can do it too."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select, update

from networks.care.leaving import forget_concerns
from networks.charter.leaving import erase_amendments
from networks.chat.actions import erase_messages
from networks.chat.leaving import leave_conversations
from networks.chat.models import Opening, Reaction, ReadMark
from networks.communities.credentials_models import Application
from networks.communities.events import MembershipChanged
from networks.communities.models import Community, Membership, Status
from networks.facilitation.leaving import erase_newcomer
from networks.moderation.appealing import erase_appeals
from networks.moderation.cases import withdraw_case
from networks.moderation.desk_models import CaseOpening
from networks.moderation.forgetting import erase_reports
from networks.moderation.loss_models import Loss
from networks.moderation.models import Case, CaseKind
from networks.overview.models import MemberNote, Shift, SpokenBy, Voice
from networks.people.events import PersonErased, SessionsEnded
from networks.people.models import Block, EmailToken, Person, PersonSession
from networks.people.queries import myself
from networks.resources.leaving import erase_resources
from networks.work import Work

PERSONAL: Final = (
    Application,
    Reaction,
    ReadMark,
    Opening,
    CaseOpening,
    PersonSession,
    EmailToken,
    SpokenBy,
    Voice,
    MemberNote,
    Shift,
    Loss,
)


def erase(work: Work, *, delete_content: bool) -> None:
    """Erase the asker. With `delete_content` their words go too; without it they stay, said by nobody.

    The row of the person stays as a stub, so that decisions about them keep their chain: no name, no address.
    """
    me = myself(work)
    erase_appeals(work)  # and what was removed before what is said: what is being put back waits, or is there by now
    erase_reports(work, words_too=delete_content)
    erase_messages(work, words_too=delete_content)
    leave_conversations(work)
    erase_resources(work, words_too=delete_content)
    erase_newcomer(work)
    erase_amendments(work)
    sessions = list(work.session.scalars(select(PersonSession.id).where(PersonSession.person_id == me.id)))
    _end_memberships(work, me.id)
    for table in PERSONAL:
        work.session.execute(delete(table).where(table.person_id == me.id))
    work.session.execute(delete(Block).where((Block.person_id == me.id) | (Block.blocked_id == me.id)))
    work.session.execute(update(Loss).where(Loss.other_id == me.id).values(other_id=None))
    forget_concerns(work)
    work.session.execute(update(Case).where(Case.person_id == me.id).values(evidence={}))
    work.session.execute(update(Case).where(*_first_words(me.id)).values(person_id=None))
    _forget(work, me)
    work.record(SessionsEnded(me.id, tuple(sessions)))
    work.record(PersonErased(me.id))


def _first_words(person_id: UUID) -> tuple[Any, ...]:
    """The case about a first message would tell for ever whose it was."""
    return Case.person_id == person_id, Case.kind == CaseKind.NEWCOMER


def _end_memberships(work: Work, person_id: UUID) -> None:
    """A ban stays on the stub, where it harms nobody; every other place is left."""
    found = select(Membership, Community).join(Community, Community.id == Membership.community_id)
    for place, community in work.session.execute(found.where(Membership.person_id == person_id)):
        withdraw_case(work, CaseKind.JOIN, community.id, person_id)
        place.answers, place.title, place.spoke_at = [], None, None
        if place.status in (Status.ACTIVE, Status.PENDING, Status.SUSPENDED):
            place.status = Status.LEFT
            work.record(MembershipChanged(community.id, community.slug, person_id, Status.LEFT))


def _forget(work: Work, me: Person) -> None:
    me.handle = me.handle_key = f"gone-{me.id.hex[:12]}"
    me.email = me.secret = me.verified_at = None
    me.about = me.pronouns = me.country = ""
    me.is_operator = False
    me.erased_at = work.now
