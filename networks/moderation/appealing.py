"""Appealing against a decision about oneself, writing about it, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from networks.communities.models import Community
from networks.database import insert_once, unless_taken
from networks.errors import Conflict, NotAllowed
from networks.moderation.appeal_models import Against, Appeal, AppealReply
from networks.moderation.appeals import EACH, my_appeal, of_case, to_decide, written
from networks.moderation.cases import open_case, withdraw_case
from networks.moderation.decisions import Decision, my_decision
from networks.moderation.events import AppealAnswered, AppealDecided, AppealGoesOn, AppealMade, CaseChanged
from networks.moderation.models import Case, CaseKind, CaseState, Severity
from networks.moderation.sanctioning import overturn as overturn_sanction
from networks.work import Work

Undo = Callable[[Work, Community, Appeal], None]


def appeal(work: Work, subject_id: UUID, against: Against = Against.SANCTION, *, statement: str) -> Appeal:
    """Ask that somebody else looks at a decision about oneself, once. Also for whoever is sent away. It opens a case.

    Raises Conflict where there is an appeal already or it is undone, NotAllowed when the time is over.
    """
    found = my_decision(work, subject_id, against)
    if found.appeal is None and not found.in_time(work.now):
        raise NotAllowed("This was more than half a year ago, and is over.")
    if found.appeal is None and found.is_put_back:
        raise Conflict("This has been put back already, so there is nothing to appeal against.")
    if found.appeal is None and found.is_erased:
        raise Conflict("You had what was kept of it erased, so nothing could be put back.")
    return _make(work, found, statement)


def _make(work: Work, found: Decision, statement: str) -> Appeal:
    values = {"id": uuid4(), "community_id": found.community.id, "person_id": work.me}
    subject = {"subject_kind": found.against, "subject_id": found.made.id}
    if not insert_once(work.session, Appeal, **values, **subject, statement=statement, made_at=work.now):
        raise Conflict("You have appealed against this already. One appeal is possible for each decision.")
    case = _open_case(work, found)
    case.barred_id = found.made.by_id
    work.session.flush()
    appeal = work.session.get_one(Appeal, values["id"])
    appeal.case_id = case.id
    work.record(AppealMade(found.community.id, appeal.id, work.me))
    return appeal


def _kept_from(work: Work, case_id: UUID | None) -> UUID | None:
    """Whoever may not know of what it was decided about may not know of this."""
    return work.session.scalar(select(Case.kept_from_id).where(Case.id == case_id)) if case_id else None


def _open_case(work: Work, found: Decision) -> Case:
    """The excerpt is of the decision: whoever made it sees the case, and not what is said against it."""
    open_case(
        work,
        found.community.id,
        CaseKind.APPEAL,
        subject_kind=found.against,
        subject_id=found.made.id,
        person_id=work.me,
        severity=Severity.AMBER,
        evidence=_shown(found),
        kept_from_id=_kept_from(work, found.made.case_id),
    )
    about = (Case.kind == CaseKind.APPEAL, Case.subject_id == found.made.id)
    return work.session.scalars(select(Case).where(*about, Case.state != CaseState.CLOSED)).one()


def _shown(found: Decision) -> dict[str, Any]:
    """What the queue shows. Of what was said anonymously, nobody learns by an appeal whose it was."""
    excerpt = {"excerpt": (found.made.reason or found.made.rule or "")[:120]}
    if found.against == Against.SANCTION:
        return excerpt
    thing = {"of": found.made.subject_kind, "thing": str(found.made.subject_id)}
    return excerpt | thing | {"anonymous": found.made.anonymous}


def reply(work: Work, subject_id: UUID, against: Against = Against.SANCTION, *, body: str) -> AppealReply:
    """Write something more about one's own appeal."""
    found = my_appeal(work, subject_id, against).appeal
    made = _write(work, found, body, by_appellant=True)
    work.record(AppealGoesOn(found.community_id, found.id, work.me, made.id))
    _tell_desk(work, found)
    return made


def answer(work: Work, case_id: UUID, *, body: str) -> AppealReply:
    """Write to whoever appeals: for those who may decide about it."""
    found = to_decide(work, case_id)
    made = _write(work, found, body, by_appellant=False)
    work.record(AppealAnswered(found.community_id, found.person_id))
    _tell_desk(work, found)
    return made


def _tell_desk(work: Work, about: Appeal) -> None:
    if about.case_id:
        work.record(CaseChanged.of(work.session.get_one(Case, about.case_id)))


def _write(work: Work, about: Appeal, body: str, *, by_appellant: bool) -> AppealReply:
    """The same words twice are one: it is the same click."""
    work.session.refresh(about, with_for_update=True)
    if about.outcome is not None:
        raise Conflict("This appeal has been decided.")
    replies = [one.reply for one in written(work, about.id)]
    own = [one for one in replies if one.by_appellant == by_appellant]
    if replies and (replies[-1].by_id, replies[-1].body) == (work.me, body):
        return replies[-1]
    if len(own) >= EACH:
        raise Conflict("There is no room for more here. What was written is read before anybody decides.")
    made = AppealReply(
        id=uuid4(), appeal_id=about.id, position=len(replies), by_id=work.me, by_appellant=by_appellant, at=work.now,
        body=body,
    )  # fmt: skip
    with unless_taken(work.session, Conflict("Somebody wrote at the same moment. Please read it first.")):
        work.session.add(made)
    return made


def uphold(work: Work, _community: Community, case: Case, reason: str) -> None:
    """The decision stands, and so does the reason why."""
    _decide(work, case, "uphold", reason)


def overturn(work: Work, community: Community, case: Case, reason: str) -> None:
    """The decision falls, and all that it did is undone."""
    found = _decide(work, case, "overturn", reason)
    UNDO[Against(found.subject_kind)](work, community, found)


def _decide(work: Work, case: Case, outcome: str, reason: str) -> Appeal:
    found = of_case(work, case)
    work.session.refresh(found, with_for_update=True)
    found.outcome, found.reason, found.decided_at = outcome, reason, work.now
    work.record(AppealDecided(found.community_id, found.person_id))
    return found


def _undo_sanction(work: Work, community: Community, found: Appeal) -> None:
    overturn_sanction(work, community, found.subject_id)


UNDO: Final[dict[Against, Undo]] = {Against.SANCTION: _undo_sanction}
"""How each kind of decision is undone. What is not the moderation's own is added in `networks.wiring`."""


def erase_appeals(work: Work) -> None:
    """Appeals go with whoever made them, and what was written about them too; nobody decides about them any more."""
    for found in work.session.scalars(select(Appeal).where(Appeal.person_id == work.me)).all():
        case = work.session.get(Case, found.case_id) if found.case_id else None
        if case is not None:
            withdraw_case(work, CaseKind.APPEAL, case.community_id, case.subject_id)
            _part(work, found, case)
        work.session.execute(delete(AppealReply).where(AppealReply.appeal_id == found.id))
    work.session.execute(delete(Appeal).where(Appeal.person_id == work.me))


def _part(work: Work, found: Appeal, case: Case) -> None:
    """What was removed stays said by nobody: the case would still tell whose it was."""
    if found.subject_kind == Against.REMOVAL:
        case.person_id, case.evidence = None, {}
        work.session.flush()
