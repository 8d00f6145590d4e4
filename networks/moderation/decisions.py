"""What was decided about oneself: steps about the person, and what of theirs was removed, in one shape."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import select

from networks.communities.models import Community
from networks.errors import NotFound
from networks.moderation.appeal_models import Against, Appeal
from networks.moderation.evidence import last_of
from networks.moderation.models import Sanction, SanctionKind
from networks.moderation.report_models import Removal
from networks.people.models import Person
from networks.work import Work

WITHIN: Final = timedelta(days=183)
"""Half a year to appeal, as the DSA has it (Art. 20); what holds can be appealed against for as long as it does."""

TABLES: Final[Mapping[Against, Any]] = {Against.SANCTION: Sanction, Against.REMOVAL: Removal}


class Decision(NamedTuple):
    """A decision as the person hears of it, with their appeal, if there is one."""

    made: Any
    """A Sanction or a Removal."""
    community: Community
    by: Person | None
    appeal: Appeal | None

    @property
    def against(self) -> Against:
        return Against.SANCTION if isinstance(self.made, Sanction) else Against.REMOVAL

    @property
    def at(self) -> datetime:
        moment: datetime = self.made.starts_at if self.against == Against.SANCTION else self.made.at
        return moment

    @property
    def until(self) -> datetime:
        """The last moment to appeal, where it does not hold for longer."""
        return self.at + WITHIN

    def in_time(self, now: datetime) -> bool:
        return now < self.until or self.holds(now)

    def can_be_appealed(self, now: datetime) -> bool:
        return self.appeal is None and not self.is_put_back and not self.is_erased and self.in_time(now)

    @property
    def is_put_back(self) -> bool:
        """What was removed and stands in its place again."""
        return self.against == Against.REMOVAL and self.made.restored_at is not None

    @property
    def is_erased(self) -> bool:
        """Whether its author had erased what was kept of it, so that nothing can come back."""
        return self.against == Against.REMOVAL and self.made.words_erased_at is not None

    def holds(self, now: datetime) -> bool:
        lasts = self.against == Against.SANCTION and self.made.kind != SanctionKind.WARNING
        return lasts and bool(self.made.holds(now))


def my_decisions(work: Work) -> list[Decision]:
    """What was decided about the asker, in all communities, the latest first. Also where they are not inside."""
    found = [one for against in Against for one in my(work, against)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def my(work: Work, against: Against) -> list[Decision]:
    """The same of one kind alone."""
    moment = Sanction.starts_at if against == Against.SANCTION else Removal.at
    rows = work.session.execute(_mine(work, against).order_by(moment.desc(), TABLES[against].id))
    return [Decision(*row) for row in rows]


def my_decision(work: Work, subject_id: UUID, against: Against = Against.SANCTION) -> Decision:
    """One of them. Raises NotFound for a note and for everybody else's."""
    row = work.session.execute(_mine(work, against).where(TABLES[against].id == subject_id)).first()
    if row is None:
        raise NotFound
    return Decision(*row)


def kept_words(work: Work, made: Removal) -> str | None:
    """What a removed message said at the last, while it is kept. The caller has checked who asks."""
    if made.case_id is None or made.subject_kind != "message":
        return made.words
    return last_words(work, made.case_id)


def last_words(work: Work, case_id: UUID) -> str | None:
    """What was reported, as it was when it was removed, while the evidence is kept."""
    found = last_of(work, case_id)
    return found.body if found else None


def _mine(work: Work, against: Against) -> Any:
    table = TABLES[against]
    appealed = (Appeal.subject_kind == against) & (Appeal.subject_id == table.id)
    found = select(table, Community, Person, Appeal).join(Community, Community.id == table.community_id)
    found = found.outerjoin(Person, Person.id == table.by_id).outerjoin(Appeal, appealed)
    mine = found.where(table.person_id == work.me)
    return mine.where(Sanction.kind != SanctionKind.NOTE) if against == Against.SANCTION else mine
