"""Reading appeals: one's own, and those of others for whoever decides about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select

from networks import looking
from networks.errors import NotAllowed, NotFound
from networks.moderation.appeal_models import Against, Appeal, AppealReply
from networks.moderation.decisions import TABLES, kept_words, my_decision
from networks.moderation.events import RemovedWordsSeen
from networks.moderation.models import Case, CaseKind, Sanction
from networks.moderation.queries import CaseView, case, not_about
from networks.moderation.report_models import Removal
from networks.moderation.revealed import on_record
from networks.people.models import Person
from networks.policy import About, Can, Standing, require
from networks.work import Work

EACH: Final = 10
"""How often each side may write about one appeal."""


class Written(NamedTuple):
    reply: AppealReply
    by: Person | None


class Heard(NamedTuple):
    """An appeal as those see it who may decide about it."""

    appeal: Appeal
    written: Sequence[Written]


class Original(NamedTuple):
    """The decision that an appeal is about, as those see it who decide about that."""

    made: Sanction | Removal
    by: Person | None
    words: str | None = None
    """What was removed, while it is kept: for members, and for operators who have opened the case."""
    kept_back: bool = False
    """Whether the asker may read that, and does once it is on record (`put_on_record`)."""


def my_appeal(work: Work, subject_id: UUID, against: Against = Against.SANCTION) -> Heard:
    """The asker's appeal against a decision, with what was written about it. Raises NotFound where there is none."""
    found = my_decision(work, subject_id, against).appeal
    if found is None:
        raise NotFound
    return Heard(found, written(work, found.id))


def appeal_of(work: Work, case_id: UUID) -> Heard:
    """What somebody says about a decision, for those who may decide: not for whoever made it the first time.

    Who said anonymously what was removed says this anonymously too.
    """
    found = to_decide(work, case_id)
    said = written(work, found.id)
    if removed_anonymously(work, found):
        said = [Written(one.reply, None if one.reply.by_appellant else one.by) for one in said]
    return Heard(found, said)


def to_decide(work: Work, case_id: UUID) -> Appeal:
    """The appeal of a case. Raises NotFound where it is none, NotAllowed to whoever decided the first time."""
    seen, _, standing = case(work, case_id)
    if seen.case.kind != CaseKind.APPEAL:
        raise NotFound
    require(work, standing, Can.DECIDE_CASE, about(seen.case))
    return of_case(work, seen.case)


def may_hear(work: Work, appeal_id: UUID) -> bool:
    """Whether what is said in an appeal is for the asker, as it stands elsewhere."""
    found = work.session.get(Appeal, appeal_id)
    try:
        return found is not None and found.case_id is not None and to_decide(work, found.case_id) is found
    except (NotAllowed, NotFound):
        return False


def about(found: Case) -> About:
    """Whom deciding a case concerns: the person, and whoever decided what is looked at again."""
    return About(found.person_id, found.barred_id)


def of_case(work: Work, found: Case) -> Appeal:
    appeal = work.session.scalars(select(Appeal).where(Appeal.case_id == found.id)).first()
    if appeal is None:
        raise NotFound
    return appeal


def removed_anonymously(work: Work, found: Appeal) -> Removal | None:
    """What it is about, where that was said anonymously."""
    made = work.session.get(Removal, found.subject_id) if found.subject_kind == Against.REMOVAL else None
    return made if made is not None and made.anonymous else None


def written(work: Work, appeal_id: UUID) -> list[Written]:
    find = select(AppealReply, Person).outerjoin(Person, Person.id == AppealReply.by_id)
    rows = work.session.execute(find.where(AppealReply.appeal_id == appeal_id).order_by(AppealReply.position))
    return [Written(*row) for row in rows]


def appealed(work: Work, case_id: UUID) -> Original | None:
    """The decision that an appeal's case is about, with who made it, for those who may see the case."""
    view = case(work, case_id)[0]
    if view.case.kind != CaseKind.APPEAL:
        raise NotFound
    table = TABLES[Against(view.case.subject_kind)]
    find = select(table, Person).outerjoin(Person, Person.id == table.by_id)
    row = work.session.execute(find.where(table.id == view.case.subject_id)).first()
    return _with_words(work, view, Original(row[0], row[1])) if row else None


def are_kept_back(work: Work, case_id: UUID) -> bool:
    """Whether there are removed words for the asker that wait for their row on record."""
    found = appealed(work, case_id)
    return found is not None and found.kept_back


def put_on_record(work: Work, case_id: UUID) -> None:
    """That the asker reads what was removed, where they may and it is kept: once a day."""
    if are_kept_back(work, case_id):
        looking.put_on_record(work, _look(case(work, case_id)[0]))


def what_led_to_it(work: Work, standing: Standing, made: Sanction | Removal) -> Sequence[Case]:
    """The report that something was removed for, or a step was taken with. Of a step that was taken by itself those
    reports about the person that were decided about the time of it: what it probably rests on.

    Of what was said anonymously, only where it is on record that the asker learns who it was, which this tells; for
    nobody where just that was removed.
    """
    find = select(Case).where(Case.kind == CaseKind.REPORT, not_about(work), *_led(made))
    found = work.session.scalars(find.order_by(Case.decided_at, Case.id)).all()
    known = on_record(work, standing, found) if isinstance(made, Sanction) else ()
    return [one for one in found if not one.hides_author or one.id in known]


def veiled_behind(work: Work, case_id: UUID) -> list[CaseView]:
    """Those that what led to a sanction leaves out until it is on record that the asker learns who it was."""
    original = appealed(work, case_id)
    if original is None or not isinstance(original.made, Sanction):
        return []
    led = work.session.scalars(
        select(Case.id).where(Case.kind == CaseKind.REPORT, not_about(work), *_led(original.made))
    ).all()
    return [one for one in (case(work, id_)[0] for id_ in led) if one.veiled]


def _led(made: Sanction | Removal) -> tuple[ColumnElement[bool], ...]:
    if isinstance(made, Removal) or made.case_id is not None:
        return (Case.id == made.case_id,)
    day = timedelta(days=1)
    about_them = (Case.community_id == made.community_id, Case.person_id == made.person_id)
    then = Case.decided_at.between(made.starts_at - day, made.starts_at + day)
    return (*about_them, Case.decided_by_id.is_not(None), then)


def _with_words(work: Work, view: CaseView, found: Original) -> Original:
    """Whoever decided the first time has no more to read here."""
    shut = view.sealed or view.case.barred_id == work.me
    words = None if shut or isinstance(found.made, Sanction) else kept_words(work, found.made)
    if words is None or looking.is_on_record(work, _look(view)):
        return found._replace(words=words)
    return found._replace(kept_back=True)


def _look(view: CaseView) -> RemovedWordsSeen:
    return RemovedWordsSeen(view.case.community_id, view.case.id)
