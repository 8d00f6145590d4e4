"""What a decision takes down, and what comes back where it is overturned: messages, and what is in the library.

It lies between features: the words are the chat's or the library's, the decision is the moderation's.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import func, select

from networks.chat.removing import put_back
from networks.chat.removing import take_down as take_down_message
from networks.errors import Invalid
from networks.moderation.answering import tell_reporters
from networks.moderation.models import Case
from networks.moderation.report_models import WEIGHT, Evidence, Part, Removal, Report, Why
from networks.resources.taking_down import put_back as put_back_resource
from networks.resources.taking_down import take_down as take_down_resource
from networks.work import Work

REMOVABLE: Final = ("message", "resource")


def take_down(work: Work, case: Case, reason: str) -> None:
    """Take down what a report case is about, for everybody, and note it for the members' log.

    What is gone already stays gone. Raises Invalid about a person: there a sanction is the answer.

    The caller has checked who decides, and holds the case.
    """
    if case.subject_kind not in REMOVABLE:
        raise Invalid(fields={"outcome": "There is nothing to remove here. A step about the person is the way."})
    if case.subject_kind == "message":
        _keep_last_words(work, case.id, take_down_message(work, case.subject_id, reason=reason))
    else:
        take_down_resource(work, case.subject_id, reason=reason)
    work.session.refresh(case)
    about = {"community_id": case.community_id, "subject_kind": case.subject_kind, "subject_id": case.subject_id}
    made = Removal(id=uuid4(), case_id=case.id, **about, why=_gravest(work, case.id), rule=case.rule, at=work.now)
    work.session.add(made)
    work.session.flush()


def restore(work: Work, case: Case) -> bool:
    """Undo what a closed report case removed, because an appeal overturned it. Tells whether anything came back.

    A message stands again in its place: the same id and `seq`, its words as they were when it was removed (kept as
    evidence), a new `change_seq`, and `message:edited` for everybody in the room. A resource is in the library again,
    in the version that was there. The members' log says that it was put back, the reports count as not upheld, and
    whoever reported hears that.

    False where nothing can come back: it was not removed by this decision, its author has removed it or erased their
    account, or the evidence's time is over. Twice is once. The caller has checked who decides about the appeal.
    """
    made = work.session.scalars(select(Removal).where(Removal.case_id == case.id).with_for_update()).first()
    if made is None or made.restored_at is not None:
        return False
    if not _comes_back(work, case, made):
        return False
    made.restored_at = work.now
    for report in work.session.scalars(select(Report).where(Report.case_id == case.id)):
        report.upheld = False
    tell_reporters(work, case)
    return True


def _comes_back(work: Work, case: Case, made: Removal) -> bool:
    if case.subject_kind == "resource":
        return put_back_resource(work, case.subject_id, removed_at=made.at)
    words = _last_words(work, case.id)
    return words is not None and put_back(work, case.subject_id, words)


def _keep_last_words(work: Work, case_id: UUID, words: str | None) -> None:
    """Where they were changed after the report, so that they can come back as they were."""
    kept = work.session.scalars(_itself(case_id)).first()
    if words is None or kept is None or kept.body == words:
        return
    last = select(func.max(Evidence.position)).where(Evidence.case_id == case_id)
    same = {"source_id": kept.source_id, "author_id": kept.author_id, "anonymous": kept.anonymous}
    position = (work.session.scalar(last) or 0) + 1
    made = Evidence(id=uuid4(), case_id=case_id, position=position, part=Part.LAST, **same, body=words, at=work.now)
    work.session.add(made)


def _last_words(work: Work, case_id: UUID) -> str | None:
    wanted = select(Evidence).where(Evidence.case_id == case_id, Evidence.part == Part.LAST)
    found = work.session.scalars(wanted).first() or work.session.scalars(_itself(case_id)).first()
    return found.body if found else None


def _itself(case_id: UUID) -> Any:
    return select(Evidence).where(Evidence.case_id == case_id, Evidence.part == Part.ITSELF)


def _gravest(work: Work, case_id: UUID) -> Why | None:
    """The first of the reasons, in the order of their weight, that somebody gave."""
    given = set(work.session.scalars(select(Report.reason).where(Report.case_id == case_id)))
    return next((why for why in WEIGHT if why in given), None)
