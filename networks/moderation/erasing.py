"""Erasing at once what is kept of one's own removed words. It ends the right to appeal: nothing could come back."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import delete, select

from networks.errors import Conflict
from networks.moderation.appeal_models import Against, Appeal
from networks.moderation.cases import withdraw_case
from networks.moderation.decisions import Decision, kept_words, my_decision
from networks.moderation.events import WordsForgotten
from networks.moderation.models import Case, CaseKind, CaseState, Sanction, SanctionKind
from networks.moderation.report_models import Evidence, Removal
from networks.work import Work

WITHDRAWN: Final = "withdrawn"


def erase_words(work: Work, removal_id: UUID) -> None:
    """Erase what is kept of one's words that were removed, everywhere but in a report that nobody has decided yet.

    An appeal against the removal that is open is withdrawn. Raises NotFound for everybody else's, Conflict where
    nothing is kept, it stands in its place again, or an appeal against a step may need it. Twice is once.
    """
    found = my_decision(work, removal_id, Against.REMOVAL)
    made: Removal = found.made
    work.session.refresh(made, with_for_update=True)  # whoever overturns it at this moment holds it too
    if made.words_erased_at is not None:
        return
    if found.is_put_back or kept_words(work, made) is None:
        raise Conflict("Nothing of it is kept, so there is nothing to erase.")
    refusal = why_kept(work, found)
    if refusal is not None:
        raise refusal
    _erase(work, made)
    _withdraw(work, found)


def why_kept(work: Work, found: Decision) -> Conflict | None:
    """What stands in the way of erasing it now: who decides about an appeal against a step has to read it."""
    steps = select(Sanction.id).where(Sanction.person_id == work.me, Sanction.community_id == found.community.id)
    heard = select(Appeal.id).where(Appeal.outcome.is_(None), Appeal.subject_id.in_(steps))
    if work.session.scalar(heard.limit(1)) is not None:
        return Conflict("You have appealed against a step here. Until that is decided, what you had written is kept.")
    with_it = steps.where(Sanction.case_id == found.made.case_id, Sanction.kind != SanctionKind.NOTE)
    taken = work.session.scalars(with_it).first() if found.made.case_id else None
    if taken is None or not my_decision(work, taken).can_be_appealed(work.now):
        return None
    return Conflict("A step was taken about you with it. While you can appeal against that, what you wrote is kept.")


def _erase(work: Work, made: Removal) -> None:
    made.words, made.words_erased_at = None, work.now
    about = (Case.kind == CaseKind.REPORT, Case.subject_id == made.subject_id, Case.state == CaseState.CLOSED)
    for case in work.session.scalars(select(Case).where(*about)).all():
        case.evidence = {"anonymous": made.anonymous}  # without it nobody could tell whether there was a name
        mine = (Evidence.case_id == case.id, Evidence.source_id == made.subject_id, Evidence.author_id == work.me)
        work.session.execute(delete(Evidence).where(*mine))
    work.session.flush()
    work.record(WordsForgotten(made.subject_id))


def _withdraw(work: Work, found: Decision) -> None:
    if found.appeal is not None and found.appeal.outcome is None:
        found.appeal.outcome, found.appeal.decided_at = WITHDRAWN, work.now
        withdraw_case(work, CaseKind.APPEAL, found.community.id, found.made.id)
