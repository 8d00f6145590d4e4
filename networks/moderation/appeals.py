"""Reading decisions about oneself and the appeals against them; and an appeal for those who decide about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import select

from networks.communities.models import Community
from networks.errors import NotFound
from networks.moderation.appeal_models import Against, Appeal, AppealReply
from networks.moderation.models import Case, CaseKind, Sanction, SanctionKind
from networks.moderation.queries import case
from networks.people.models import Person
from networks.policy import About, Can, Standing, may, require
from networks.work import Work

WITHIN: Final = timedelta(days=183)
"""Half a year to appeal, as the DSA has it (Art. 20); what holds can be appealed against for as long as it does."""

EACH: Final = 10
"""How often each side may write about one appeal."""


class Decision(NamedTuple):
    """A sanction as the person hears of it, with their appeal, if there is one."""

    sanction: Sanction
    community: Community
    by: Person | None
    appeal: Appeal | None

    def can_be_appealed(self, now: datetime) -> bool:
        return self.appeal is None and in_time(self.sanction, now)

    @property
    def until(self) -> datetime:
        """The last moment to appeal, where it does not hold for longer."""
        return self.sanction.starts_at + WITHIN


class Written(NamedTuple):
    reply: AppealReply
    by: Person | None


class Heard(NamedTuple):
    """An appeal as those see it who may decide about it."""

    appeal: Appeal
    written: Sequence[Written]


def in_time(made: Sanction, now: datetime) -> bool:
    return now < made.starts_at + WITHIN or (made.kind != SanctionKind.WARNING and made.holds(now))


def my_decisions(work: Work) -> list[Decision]:
    """What was decided about the asker, in all communities, the latest first. Also where they are not inside."""
    rows = work.session.execute(_mine(work).order_by(Sanction.starts_at.desc(), Sanction.id))
    return [Decision(*row) for row in rows]


def my_decision(work: Work, sanction_id: UUID) -> Decision:
    """One of them. Raises NotFound for a note and for everybody else's."""
    row = work.session.execute(_mine(work).where(Sanction.id == sanction_id)).first()
    if row is None:
        raise NotFound
    return Decision(*row)


def my_appeal(work: Work, sanction_id: UUID) -> Heard:
    """The asker's appeal against a sanction, with what was written about it. Raises NotFound where there is none."""
    found = my_decision(work, sanction_id).appeal
    if found is None:
        raise NotFound
    return Heard(found, written(work, found.id))


def appeal_of(work: Work, case_id: UUID) -> Heard:
    """What somebody says about a decision, for those who may decide: not for whoever made it the first time."""
    found = to_decide(work, case_id)
    return Heard(found, written(work, found.id))


def to_decide(work: Work, case_id: UUID) -> Appeal:
    """The appeal of a case. Raises NotFound where it is none, NotAllowed to whoever decided the first time."""
    seen, _, standing = case(work, case_id)
    if seen.case.kind != CaseKind.APPEAL:
        raise NotFound
    require(work, standing, Can.DECIDE_CASE, about(seen.case))
    return of_case(work, seen.case)


def about(found: Case) -> About:
    """Whom deciding a case concerns: the person, and whoever decided what is looked at again."""
    return About(found.person_id, found.barred_id)


def of_case(work: Work, found: Case) -> Appeal:
    appeal = work.session.scalars(select(Appeal).where(Appeal.case_id == found.id)).first()
    if appeal is None:
        raise NotFound
    return appeal


def written(work: Work, appeal_id: UUID) -> list[Written]:
    find = select(AppealReply, Person).outerjoin(Person, Person.id == AppealReply.by_id)
    rows = work.session.execute(find.where(AppealReply.appeal_id == appeal_id).order_by(AppealReply.position))
    return [Written(*row) for row in rows]


def appealed(work: Work, found: Case) -> tuple[Sanction, Person | None] | None:
    """The sanction that an appeal's case is about, with who made it. The caller has checked who asks."""
    if found.subject_kind != Against.SANCTION:
        return None
    find = select(Sanction, Person).outerjoin(Person, Person.id == Sanction.by_id)
    row = work.session.execute(find.where(Sanction.id == found.subject_id)).first()
    return (row[0], row[1]) if row else None


def what_led_to_it(work: Work, standing: Standing, made: Sanction) -> Sequence[Case]:
    """Reports about the person that were decided about the time of a sanction: what it probably rests on.

    Of what was said anonymously, only for those who would learn who it was.
    """
    day = timedelta(days=1)
    find = select(Case).where(
        Case.community_id == made.community_id,
        Case.person_id == made.person_id,
        Case.kind == CaseKind.REPORT,
        Case.decided_by_id.is_not(None),
        Case.decided_at.between(made.starts_at - day, made.starts_at + day),
    )
    found = work.session.scalars(find.order_by(Case.decided_at, Case.id)).all()
    learns = may(standing, Can.REVEAL_AUTHOR, work.now)
    return [one for one in found if learns or not one.evidence.get("anonymous")]


def _mine(work: Work) -> Any:
    against = (Appeal.subject_kind == Against.SANCTION) & (Appeal.subject_id == Sanction.id)
    found = select(Sanction, Community, Person, Appeal).join(Community, Community.id == Sanction.community_id)
    found = found.outerjoin(Person, Person.id == Sanction.by_id).outerjoin(Appeal, against)
    return found.where(Sanction.person_id == work.me, Sanction.kind != SanctionKind.NOTE)
