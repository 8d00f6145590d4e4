"""What tests about reports share."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from networks.moderation.queries import cases
from networks.moderation.report_models import Removal
from networks.moderation.senders import put_on_record, reports_of
from networks.removal import restore
from networks.reporting import report
from networks.work import Asker, Network
from tests.domain.acts import do, look

HARMFUL: Final = "Honestly just bin the tablets. I did, and I have never felt better."


def tell(network: Network, who: Asker | None, kind: str, target: UUID, **said: Any) -> Any:
    """Report something: `tell(network, cast.ben, "message", said.id, reason="risk")`"""
    return do(network, who, report, kind, target, **{"reason": "harmful_advice"} | said)


def case_about(network: Network, facilitator: Asker, subject: UUID, slug: str = "crohns") -> Any:
    """The report case about something, the open one first, as somebody at the desk sees it."""
    _, found = look(network, facilitator, cases, slug, kind="report", limit=100)
    about = [one for one in found if one.case.subject_id == subject]
    return next((one for one in about if one.case.state != "closed"), about[0])


def sent_about(network: Network, who: Asker, case_id: UUID) -> Any:
    """Who reported what a case is about, read as its page does: on record first."""
    do(network, who, put_on_record, case_id)
    return look(network, who, reports_of, case_id)


def put_back(network: Network, who: Asker, case_id: UUID) -> bool:
    """Undo what a case removed."""
    made = look(network, who, lambda work: work.session.scalar(select(Removal.id).where(Removal.case_id == case_id)))
    done: bool = do(network, who, restore, made)
    return done
