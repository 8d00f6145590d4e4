"""What somebody is told of decisions about themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import select

from networks.moderation.models import Case, CaseKind, CaseState, Sanction, SanctionKind
from networks.moderation.report_models import Removal
from networks.people.models import Person
from networks.work import Work

LASTS: Final = timedelta(days=30)
"""How long a warning, or that something was removed, stands on the page of whom it is told to."""

SHOWN: Final = 3
"""How many removals stand there. All of them are among the decisions about somebody."""


class Told(NamedTuple):
    """A sanction as the person hears of it. Notes are between facilitators."""

    sanction: Sanction
    by: Person | None


def sanctions_about_me(work: Work, community_id: UUID) -> Sequence[Told]:
    """The sanctions that hold for the asker in a community, and the warnings of the last weeks, newest first."""
    find = select(Sanction, Person).outerjoin(Person, Person.id == Sanction.by_id)
    mine = find.where(
        Sanction.community_id == community_id, Sanction.person_id == work.me, Sanction.kind != SanctionKind.NOTE
    )
    told = [Told(*row) for row in work.session.execute(mine.order_by(Sanction.starts_at.desc(), Sanction.id))]
    return [one for one in told if one.sanction.holds(work.now) and _is_fresh(work, one.sanction)]


def removals_about_me(work: Work, community_id: UUID) -> Sequence[Removal]:
    """What of the asker's was removed in a community in the last weeks and has not been overturned, newest first."""
    mine = (Removal.community_id == community_id, Removal.person_id == work.me, Removal.overturned_at.is_(None))
    find = select(Removal).where(*mine, Removal.at > work.now - LASTS)
    return work.session.scalars(find.order_by(Removal.at.desc(), Removal.id).limit(SHOWN)).all()


def answer_to_my_request(work: Work, community_id: UUID) -> Case | None:
    """How the asker's last request to join was decided, if somebody decided it."""
    find = select(Case).where(
        Case.community_id == community_id,
        Case.kind == CaseKind.JOIN,
        Case.person_id == work.me,
        Case.state == CaseState.CLOSED,
        Case.decided_by_id.is_not(None),
    )
    return work.session.scalars(find.order_by(Case.decided_at.desc(), Case.id).limit(1)).first()


def _is_fresh(work: Work, sanction: Sanction) -> bool:
    return sanction.kind != SanctionKind.WARNING or sanction.starts_at > work.now - LASTS
