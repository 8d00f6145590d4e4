"""What members in the play report, and what its facilitators decide about it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from networks.demo import script
from networks.demo.play import Play
from networks.moderation.actions import decide
from networks.moderation.models import Case, CaseKind
from networks.reporting import report
from networks.work import Work

Key = tuple[str, str, str]


def rehearse_reports(play: Play, community: dict[str, Any], now: datetime) -> None:
    for one in community.get("reports", []):
        key = (community["slug"], one["room"], one["of"])
        for told in one["told"]:
            play.at(script.moment(told["at"], now), 9, told["by"], partial(_tell, play, key, told))
        if "decision" in one:
            end = one["decision"]
            rule = f"{end['rule']}. {community['charter'][end['rule'] - 1]}"
            play.at(script.moment(end["at"], now), 9, end["by"], partial(_decide, play, key, end, rule))


def _tell(play: Play, key: Key, told: dict[str, Any], work: Work) -> None:
    report(work, "message", play.said[key], reason=told["reason"], note=told["note"])


def _decide(play: Play, key: Key, end: dict[str, Any], rule: str, work: Work) -> None:
    decide(work, _case(work, play.said[key]), outcome=end["outcome"], reason=end["reason"], rule=rule)


def _case(work: Work, message_id: UUID) -> UUID:
    find = select(Case.id).where(Case.kind == CaseKind.REPORT, Case.subject_id == message_id)
    return work.session.scalars(find).one()
