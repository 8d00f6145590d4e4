"""Everything about oneself, from every feature, as plain values. What erasure removes, this shows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, select

from networks.base import Base
from networks.charter.leaving import amendments_of_mine
from networks.chat.leaving import conversations_of_mine
from networks.chat.models import SHARED, Message, Opening, Reaction, ReadMark, Room
from networks.communities.credentials_models import Application
from networks.communities.models import Community, Membership
from networks.facilitation.leaving import newcomers_of_mine
from networks.moderation.appeal_models import Appeal, AppealReply
from networks.moderation.desk_models import CaseOpening
from networks.moderation.loss_models import Loss
from networks.moderation.models import Case, Sanction
from networks.moderation.report_models import Removal, Report, ReportLimit
from networks.overview.models import MemberNote, Shift, SpokenBy, Voice
from networks.people.models import Block, PersonSession
from networks.people.queries import myself
from networks.resources.leaving import resources_of_mine
from networks.safety.models import Letter
from networks.work import Work

PERSON = (
    "id", "handle", "email", "verified_at", "about", "pronouns", "language", "time_zone", "country", "takes_messages",
    "created_at",
)  # fmt: skip
MEMBERSHIP = (
    "status", "role", "title", "role_until", "answers", "requested_at", "joined_at", "muted_until", "suspended_until",
    "spoke_at",
)  # fmt: skip
MESSAGE = ("id", "room_id", "seq", "body", "anonymous", "posted_at", "edited_at", "removed_at", "reply_to")
REMOVAL = (
    "id", "subject_kind", "subject_id", "anonymous", "reason", "rule", "rule_text", "words", "words_erased_at", "at",
    "restored_at", "overturned_at",
)  # fmt: skip
LOSS = ("community_id", "kind", "thing_id", "was", "at")
APPLICATION = (
    "id", "community_id", "profession", "body", "number", "check_url", "interests", "evidence", "applied_at", "state",
    "decided_at", "reason", "title", "expires_at", "revoked_at", "end_reason",
)  # fmt: skip


Shown = dict[str, tuple[Any, tuple[str, ...]]]
"""By the name in the file: what is asked of the database, and the columns that are shown."""


def everything_about_me(work: Work) -> dict[str, Any]:
    """The asker's person and memberships, what they said, did, opened and asked for, and what was decided on them."""
    me = work.me
    places = select(Membership, Community.slug).join(Community).where(Membership.person_id == me)
    room = case((SHARED, Room.name), else_=None)  # a conversation has no name of its own
    said = select(Message, room).join(Room).where(Message.author_id == me).order_by(Message.posted_at, Message.seq)
    mine = {
        **_account(me),
        **_rooms(me),
        **_decisions(me),
        **_reports(me),
        **amendments_of_mine(work),
        **newcomers_of_mine(work),
        **resources_of_mine(work),
        **_looking_after(me),
    }
    rows = {name: [_plain(row, names) for row in work.session.scalars(find)] for name, (find, names) in mine.items()}
    return {
        "exported_at": _value(work.now),
        "person": _plain(myself(work), PERSON),
        "memberships": [_place(work, p) | {"community": slug} for p, slug in work.session.execute(places)],
        "messages": [_plain(m, MESSAGE) | {"room": room} for m, room in work.session.execute(said)],
        "conversations": [_valued(one) for one in conversations_of_mine(work)],
        **rows,
    }


def _account(me: UUID) -> Shown:
    return {
        "blocks": (select(Block).where(Block.person_id == me), ("blocked_id", "at")),
        "sessions": (
            select(PersonSession).where(PersonSession.person_id == me),
            ("id", "kind", "label", "created_at", "seen_at", "expires_at"),
        ),
        "applications": (
            select(Application).where(Application.person_id == me).order_by(Application.applied_at, Application.id),
            APPLICATION,
        ),
    }


def _rooms(me: UUID) -> Shown:
    return {
        "reactions": (select(Reaction).where(Reaction.person_id == me), ("message_id", "emoji", "at")),
        "read_positions": (select(ReadMark).where(ReadMark.person_id == me), ("room_id", "seq", "at")),
        "openings": (select(Opening).where(Opening.person_id == me), ("room_id", "reason", "opened_at", "expires_at")),
    }


def _decisions(me: UUID) -> Shown:
    """What was decided about them, what they said against it, and what was written with them."""
    theirs = (Appeal.person_id == me) | (AppealReply.by_id == me)
    return {
        "sanctions": (
            select(Sanction).where(Sanction.person_id == me, Sanction.kind != "note"),
            ("id", "kind", "reason", "rule", "rule_text", "starts_at", "until", "ended_at", "overturned_at"),
        ),
        "losses": (select(Loss).where(Loss.person_id == me).order_by(Loss.at, Loss.id), LOSS),
        "removals": (select(Removal).where(Removal.person_id == me).order_by(Removal.at, Removal.id), REMOVAL),
        "appeals": (
            select(Appeal).where(Appeal.person_id == me).order_by(Appeal.made_at, Appeal.id),
            ("id", "subject_kind", "subject_id", "statement", "made_at", "outcome", "reason", "decided_at"),
        ),
        "appeal_replies": (
            select(AppealReply).join(Appeal).where(theirs).order_by(AppealReply.at, AppealReply.position),
            ("appeal_id", "by_appellant", "at", "body"),
        ),
        "letters": (
            select(Letter).where((Letter.person_id == me) | (Letter.by_id == me)).order_by(Letter.at, Letter.position),
            ("id", "community_id", "at", "body"),
        ),
    }


def _reports(me: UUID) -> Shown:
    return {
        "cases_opened": (
            select(Case).where(Case.opened_by_id == me).order_by(Case.opened_at, Case.id),
            ("id", "kind", "state", "opened_at", "outcome", "decided_at"),
        ),
        "reports": (
            select(Report).where(Report.reporter_id == me).order_by(Report.at, Report.id),
            ("id", "reason", "note", "at", "upheld"),
        ),
        "report_limits": (
            select(ReportLimit).where(ReportLimit.person_id == me),
            ("reason", "starts_at", "until", "ended_at"),
        ),
        "case_openings": (
            select(CaseOpening).where(CaseOpening.person_id == me),
            ("case_id", "reason", "opened_at", "expires_at"),
        ),
    }


def _looking_after(me: UUID) -> Shown:
    """GDPR Art. 15 gives everybody what others think of them (CJEU C-434/16, Nowak), without who thinks so (15(4))."""
    return {
        "notes_about_me": (
            select(MemberNote).where(MemberNote.person_id == me).order_by(MemberNote.at, MemberNote.id),
            ("community_id", "kind", "at", "body"),
        ),
        "notes_by_me": (
            select(MemberNote).where(MemberNote.by_id == me).order_by(MemberNote.at, MemberNote.id),
            ("community_id", "person_id", "kind", "at", "body"),
        ),
        "shifts": (
            select(Shift).where(Shift.person_id == me).order_by(Shift.starts_at, Shift.id),
            ("community_id", "starts_at", "ends_at", "note"),
        ),
        "days_spoken": (
            select(SpokenBy).where(SpokenBy.person_id == me).order_by(SpokenBy.day),
            ("community_id", "day"),
        ),
        "last_spoken": (select(Voice).where(Voice.person_id == me), ("community_id", "last_at")),
    }


def _place(work: Work, place: Membership) -> dict[str, Any]:
    return _plain(place, MEMBERSHIP) | {"status": place.status_at(work.now)}


def _plain(row: Base, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _value(getattr(row, name)) for name in names}


def _valued(said: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(one) for name, one in said.items()}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return str(value) if isinstance(value, UUID | date) else value
