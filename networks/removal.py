"""What a decision takes down, and what comes back where it is overturned: messages, and what is in the library.

It lies between features: the words are the chat's or the library's, the decision is the moderation's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from networks.chat import actions
from networks.chat.models import Room
from networks.chat.queries import message_to_write
from networks.chat.removing import put_back
from networks.chat.removing import take_down as take_down_message
from networks.chat.views import MessageView
from networks.communities.models import Community
from networks.errors import Invalid
from networks.moderation.answering import take_back, tell_reporters
from networks.moderation.cases import closed_alone, reopen_case
from networks.moderation.decisions import kept_words
from networks.moderation.events import RemovalOverturned, Removed
from networks.moderation.evidence import keep_changed
from networks.moderation.forgetting import plan_words
from networks.moderation.models import Case, CaseKind
from networks.moderation.report_models import WEIGHT, Part, Removal, Report, Why
from networks.moderation.sanctioning import rule_named
from networks.resources.models import Resource
from networks.resources.taking_down import put_back as put_back_resource
from networks.resources.taking_down import take_down as take_down_resource
from networks.work import Work

REMOVABLE: Final = ("message", "resource")


class Whose(NamedTuple):
    """Who can appeal: nobody where it was gone before, or they are."""

    person_id: UUID | None
    anonymous: bool


def remove_message(work: Work, message_id: UUID, *, reason: str | None = None) -> MessageView:
    """Remove one's own message, or as a facilitator somebody else's: they read why, and can appeal.

    What a facilitator removes is kept for that, and seen by nobody else, until the time is over.
    """
    found, _, _ = message_to_write(work, message_id)
    words = found.body
    shown = actions.remove_message(work, message_id, reason=reason)
    if words is not None and found.author_id != work.me:
        community_id = work.session.scalars(select(Room.community_id).where(Room.id == found.room_id)).one()
        whose = Whose(found.author_id, found.anonymous)
        _note(work, community_id, "message", found.id, whose, reason=reason, words=words)
    return shown


def take_down(work: Work, case: Case, reason: str) -> None:
    """Take down what a report case is about, for everybody, and note it for the members' log.

    What is gone already stays gone. Raises Invalid about a person: there a sanction is the answer.

    The caller has checked who decides, and holds the case.
    """
    if case.subject_kind not in REMOVABLE:
        raise Invalid(fields={"outcome": "There is nothing to remove here. A step about the person is the way."})
    gone_by_this = _take(work, case, reason)
    work.session.refresh(case)
    whose = Whose(case.person_id if gone_by_this else None, bool(case.evidence.get("anonymous")))
    _note(work, case.community_id, case.subject_kind, case.subject_id, whose, reason=reason, case=case)


def _take(work: Work, case: Case, reason: str) -> bool:
    if case.subject_kind != "message":
        return take_down_resource(work, case.subject_id, reason=reason)
    words = take_down_message(work, case.subject_id, reason=reason)
    if words is not None:
        keep_changed(work, case.id, Part.LAST, words)  # so that they can come back as they were
    return words is not None


def note_archived(work: Work, community_id: UUID, resource_id: UUID, reason: str) -> None:
    """A facilitator took something out of the library, by no case: its author can appeal against that too."""
    author_id = work.session.scalar(select(Resource.author_id).where(Resource.id == resource_id))
    _note(work, community_id, "resource", resource_id, Whose(author_id, False), reason=reason)


def _note(
    work: Work,
    community_id: UUID,
    kind: str,
    subject_id: UUID,
    whose: Whose,
    *,
    reason: str | None,
    words: str | None = None,
    case: Case | None = None,
) -> None:
    """Whoever wrote it hears that it is gone. What is kept of it is kept for them."""
    about = {"community_id": community_id, "subject_kind": kind, "subject_id": subject_id, "by_id": work.me}
    about |= {**whose._asdict(), "reason": reason, "words": words if whose.person_id else None, "at": work.now}
    about |= _by_case(work, case) if case else {}
    made = Removal(id=uuid4(), **about)
    work.session.add(made)
    work.session.flush()
    if made.words is not None:
        plan_words(work, made.id)
    if whose.person_id is not None:
        work.record(Removed(community_id, whose.person_id))


def _by_case(work: Work, case: Case) -> dict[str, Any]:
    rules = rule_named(work.session.get_one(Community, case.community_id), case.rule) if case.rule else None
    return {"case_id": case.id, "why": _gravest(work, case.id), "rule": case.rule, "rule_text": rules}


def restore(work: Work, removal_id: UUID) -> bool:
    """Undo a removal, because an appeal overturned it. Tells whether anything came back.

    A message stands again in its place: the same id and `seq`, its words as they were when it was removed, a new
    `change_seq`, and `message:edited` for everybody in the room. A resource is in the library again, in the version
    that was there. The members' log says that it was put back. However that is, the reports count as not upheld
    unless a step that was taken with it stands, and whoever reported hears that.

    False where nothing can come back: it was gone before, its author has erased their account, or the resource has
    moved on. Twice is once. The caller has checked who decides about the appeal.
    """
    made = work.session.scalars(select(Removal).where(Removal.id == removal_id).with_for_update()).first()
    if made is None or made.overturned_at is not None:
        return False
    is_back = _comes_back(work, made)
    undone = _put_back(work, made) if is_back else [made]
    for one in undone:
        one.overturned_at = work.now
    work.session.flush()
    for one in undone:
        _clear(work, one)
    return is_back


def _put_back(work: Work, made: Removal) -> Sequence[Removal]:
    work.record(RemovalOverturned(made.community_id, made.subject_id, made.subject_kind))
    undone = _standing(work, made)
    for one in undone:
        one.restored_at, one.words = work.now, None
    return undone


def _comes_back(work: Work, made: Removal) -> bool:
    if made.subject_kind == "resource":
        return _resource_comes_back(work, made)
    words = kept_words(work, made)
    return words is not None and put_back(work, made.subject_id, words)


def _resource_comes_back(work: Work, made: Removal) -> bool:
    """If it waited for somebody to look at it again, it waits again."""
    review = (work, CaseKind.REVIEW, made.community_id, made.subject_id)
    waited = closed_alone(*review, at=made.at)
    is_back = put_back_resource(work, made.subject_id, removed_at=made.at, waited=waited)
    if is_back and waited:
        reopen_case(*review, closed_at=made.at)
    return is_back


def _standing(work: Work, made: Removal) -> Sequence[Removal]:
    """With what else was decided about it while it was gone."""
    same = (Removal.subject_id == made.subject_id, Removal.restored_at.is_(None))
    return work.session.scalars(select(Removal).where(*same).order_by(Removal.at, Removal.id)).all()


def _clear(work: Work, made: Removal) -> None:
    case = work.session.get(Case, made.case_id) if made.case_id else None
    if case is not None and not take_back(work, case.id):
        tell_reporters(work, case)


def _gravest(work: Work, case_id: UUID) -> Why | None:
    """The first of the reasons, in the order of their weight, that somebody gave."""
    given = set(work.session.scalars(select(Report.reason).where(Report.case_id == case_id)))
    return next((why for why in WEIGHT if why in given), None)
