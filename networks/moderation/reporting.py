"""Reporting: what somebody tells the facilitators about becomes a case, or joins the one that is open about it.

What is reported has been loaded, and with it authorized, by `networks.reporting`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select

from networks.database import insert_once
from networks.errors import NotAllowed, Unavailable
from networks.moderation.cases import escalate, open_case
from networks.moderation.events import CaseChanged
from networks.moderation.evidence import Piece, keep, keep_changed
from networks.moderation.models import Case, CaseKind, CaseState, Severity
from networks.moderation.report_models import WEIGHT, Part, Report, ReportLimit, Why
from networks.work import Work

DAY: Final = timedelta(days=1)
"""In which somebody whose reports are limited may send one."""

TRIES: Final = 3

LIMITED: Final = (
    "You can send one report a day for now, and have sent one. Why, and until when, stands with your reports. "
    "Where somebody may be at risk, please say so: that can always be reported."
)


@dataclass(frozen=True, slots=True)
class Target:
    """What is reported: where, whose it is, and what is kept of it. `about` goes with the case, and tells no words."""

    kind: str
    id: UUID
    community_id: UUID
    person_id: UUID | None
    excerpt: str
    pieces: Sequence[Piece]
    about: Mapping[str, Any] = field(default_factory=dict)
    kept_from_id: UUID | None = None
    """Whoever may not decide about it, beside the one whose it is."""


def file_report(work: Work, target: Target, *, reason: str, note: str) -> tuple[Report, bool]:
    """Tell the facilitators; returns the report and whether it is new.

    While it is open, the same person has one report of a thing: a second one says it anew. Several people's reports of
    one thing are one case, as urgent as the gravest. Raises NotAllowed where the asker's reports are limited just now.
    """
    why = Why(reason)
    case = _case_of(work, target, why)
    mine = (Report.case_id == case.id, Report.reporter_id == work.me)
    before = work.session.scalars(select(Report).where(*mine)).first()
    if before is None:
        _require_turn(work, target, why)
    weight = _weight(work, why, note)
    _show_worst(case, target, weight)
    if not escalate(work, case.id, weight):
        work.record(CaseChanged.of(case))
    if before is None:
        return _filed(work, case, why, note), True
    before.reason, before.note = why, note
    work.session.flush()
    return before, False


def _weight(work: Work, why: Why, note: str) -> Severity:
    """As grave as the reason, or as what is written with it sounds: whoever reports may be at risk, or know who is."""
    heard = work.network.weigh(note)
    sounds = Severity(heard.tier) if heard else Severity.GREEN
    return max(WEIGHT[why], sounds, key=lambda one: one.weight)


def limit_of(work: Work, community_id: UUID, person_id: UUID) -> ReportLimit | None:
    """The limit that holds for somebody's reports in a community, if one does."""
    mine = (ReportLimit.community_id == community_id, ReportLimit.person_id == person_id)
    found = select(ReportLimit).where(*mine, ReportLimit.ended_at.is_(None), ReportLimit.until > work.now)
    return work.session.scalars(found.order_by(ReportLimit.until.desc()).limit(1)).first()


def _case_of(work: Work, target: Target, why: Why) -> Case:
    """The open case about a thing, in one's hands until the commit. Whoever is first opens it with its evidence.

    Whoever comes later adds what they see, where it was changed since: nobody changes it back unseen.
    """
    about = (Case.kind == CaseKind.REPORT, Case.community_id == target.community_id, Case.subject_id == target.id)
    find = select(Case).where(*about, Case.state != CaseState.CLOSED).with_for_update()
    for _ in range(TRIES):  # somebody may close it between two looks, and then it is opened anew
        found = work.session.scalars(find).first()
        if found is not None:
            _keep_as_seen(work, found.id, target)
            return found
        opened = _open(work, target, why)
        if opened is not None:
            return opened
    raise Unavailable


def _open(work: Work, target: Target, why: Why) -> Case | None:
    case_id = open_case(
        work,
        target.community_id,
        CaseKind.REPORT,
        subject_kind=target.kind,
        subject_id=target.id,
        person_id=target.person_id,
        severity=WEIGHT[why],
        evidence={"excerpt": target.excerpt, **target.about},
        kept_from_id=target.kept_from_id,
    )
    if case_id is None:
        return None
    keep(work, case_id, target.pieces)
    return work.session.get_one(Case, case_id)


def _keep_as_seen(work: Work, case_id: UUID, target: Target) -> None:
    seen = next(piece for piece in target.pieces if piece.part == Part.ITSELF)
    keep_changed(work, case_id, Part.LATER, seen.body, seen.title)


def _show_worst(case: Case, target: Target, weight: Severity) -> None:
    """The queue shows the words of the gravest report, and of those that are as grave, of the latest. What has gone
    with its author does not come back."""
    if case.evidence and weight.weight >= Severity(case.severity).weight:
        case.evidence = {**case.evidence, "excerpt": target.excerpt}


def _require_turn(work: Work, target: Target, why: Why) -> None:
    """One a day, where a facilitator has limited somebody. Two at once are counted one after the other."""
    held = limit_of(work, target.community_id, work.me)
    if held is None or why == Why.RISK or _is_about_limiter(target, held):
        return
    work.session.refresh(held, with_for_update=True)
    mine = (Report.community_id == target.community_id, Report.reporter_id == work.me, Report.reason != Why.RISK)
    latest = select(Report.id).where(*mine, Report.at >= held.starts_at, Report.at > work.now - DAY)
    if work.session.scalar(latest.limit(1)) is not None:
        raise NotAllowed(LIMITED)


def _is_about_limiter(target: Target, held: ReportLimit) -> bool:
    """Nobody puts off reports about themselves. What is anonymous waits, or it would be known whose it is."""
    known = not target.about.get("anonymous")
    return known and held.by_id is not None and target.person_id == held.by_id


def _filed(work: Work, case: Case, why: Why, note: str) -> Report:
    made = {"id": uuid4(), "case_id": case.id, "community_id": case.community_id, "reporter_id": work.me}
    insert_once(work.session, Report, **made, reason=why, note=note, at=work.now, upheld=None, seen_at=None)
    mine = (Report.case_id == case.id, Report.reporter_id == work.me)
    return work.session.scalars(select(Report).where(*mine)).one()
