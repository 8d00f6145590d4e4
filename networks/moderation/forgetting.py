"""What was kept of reports goes: with whoever wrote it, and when the time to appeal is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, update

from networks import jobs
from networks.moderation.answering import tell_reporters
from networks.moderation.cases import withdraw_case
from networks.moderation.decisions import WITHIN
from networks.moderation.events import WordsForgotten
from networks.moderation.loss_models import Loss
from networks.moderation.models import Case, CaseKind, CaseState
from networks.moderation.report_models import Evidence, Removal, Report, ReportLimit
from networks.work import Work

KEPT: Final = WITHIN
"""How long evidence is kept after its case was closed: until the time to appeal is over."""

AGAIN: Final = timedelta(days=7)
"""When it is looked at once more where an appeal is still open."""


def plan(work: Work, case_id: UUID) -> None:
    """A case is closed: have its evidence erased when the time is over."""
    _at(work, "case_id", case_id, work.now + KEPT)


def plan_words(work: Work, removal_id: UUID) -> None:
    """The same for what a facilitator removed in a room."""
    _at(work, "removal_id", removal_id, work.now + KEPT)


def forget_evidence(work: Work, case_id: UUID) -> None:
    """Erase what was kept for a case. Where an appeal about the person is open, it waits. Twice is once."""
    case = work.session.get(Case, case_id)
    if case is None or case.state != CaseState.CLOSED:
        return
    if _is_appealed(work, case.community_id, case.person_id):
        _at(work, "case_id", case_id, work.now + AGAIN)
        return
    work.session.execute(delete(Evidence).where(Evidence.case_id == case_id))
    work.session.execute(update(Report).where(Report.case_id == case_id).values(note=""))
    case.evidence = {}
    if case.subject_kind == "message":
        _forgotten(work, case.subject_id)


def forget_words(work: Work, removal_id: UUID) -> None:
    """Erase what was removed in a room. Where an appeal is open, it waits. Twice is once."""
    made = work.session.get(Removal, removal_id, with_for_update=True)
    if made is None or made.words is None:
        return
    if _is_appealed(work, made.community_id, made.person_id):
        _at(work, "removal_id", removal_id, work.now + AGAIN)
        return
    made.words = None
    work.session.flush()
    _forgotten(work, made.subject_id)


def erase_reports(work: Work, *, words_too: bool) -> None:
    """Part the asker from what they reported, and from what was kept of theirs.

    What is kept of their words goes at once, whatever is open: nothing outlives its author's erasure. A case about
    something that goes with them is over; one about words that stay in a room goes on, about nobody.
    """
    work.session.execute(delete(Evidence).where(Evidence.author_id == work.me))
    gone = select(Removal.subject_id).where(Removal.person_id == work.me)
    work.session.execute(delete(Loss).where(Loss.by_id.in_(gone)))
    work.session.execute(update(Removal).where(Removal.person_id == work.me).values(person_id=None, words=None))
    work.session.execute(delete(ReportLimit).where(ReportLimit.person_id == work.me))
    sent = update(Report).where(Report.reporter_id == work.me)
    work.session.execute(sent.values(reporter_id=None, **({"note": ""} if words_too else {})))
    about = select(Case).where(Case.kind == CaseKind.REPORT, Case.person_id == work.me)
    for case in work.session.scalars(about).all():
        case.evidence = {}
        if case.state != CaseState.CLOSED and (words_too or case.subject_kind == "person"):
            withdraw_case(work, CaseKind.REPORT, case.community_id, case.subject_id)
            tell_reporters(work, case)
        if case.subject_kind != "person":
            case.person_id = None  # else it would still say whose it was
    work.session.flush()


def _forgotten(work: Work, message_id: UUID) -> None:
    """Unless they are kept for another decision."""
    kept = select(Removal.id).where(Removal.subject_id == message_id, Removal.words.is_not(None))
    if work.session.scalar(kept.limit(1)) is None:
        work.record(WordsForgotten(message_id))


def _is_appealed(work: Work, community_id: UUID, person_id: UUID | None) -> bool:
    about = (Case.kind == CaseKind.APPEAL, Case.community_id == community_id, Case.person_id == person_id)
    return work.session.scalar(select(Case.id).where(*about, Case.state != CaseState.CLOSED).limit(1)) is not None


def _at(work: Work, name: str, of: UUID, when: datetime) -> None:
    jobs.enqueue(work, "evidence", f"{of}:{when.isoformat()}", {name: str(of)}, at=when)
