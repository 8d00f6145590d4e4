"""From something that sounded grave to a case. For one person in a community there is one until it is closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from networks.moderation.cases import make_as_grave, open_case
from networks.moderation.models import Case, CaseKind, CaseState, Severity
from networks.safety.matching import Concern
from networks.work import Work

MOST: Final = 30
"""Messages that a case keeps: the first, the gravest and the latest of them."""

EXCERPT: Final = 160


def concern(
    work: Work, community_id: UUID, person_id: UUID, heard: Concern, *, subject: tuple[str, UUID], said: dict[str, Any]
) -> None:
    """Somebody said something that sounds grave: `said` is kept as it was, whatever becomes of it."""
    hit = said | {"tier": str(heard.tier), "phrases": list(heard.phrases), "at": work.now.isoformat()}
    if not add_to_case(work, community_id, person_id, hit):
        open_case(
            work,
            community_id,
            CaseKind.SAFETY,
            subject_kind=subject[0],
            subject_id=subject[1],
            person_id=person_id,
            severity=Severity(heard.tier),
            evidence=_evidence([hit]),
            by_asker=False,
        )


def add_to_case(work: Work, community_id: UUID, person_id: UUID, hit: dict[str, Any]) -> bool:
    """The case that is open about somebody keeps this too, and is graver where this is. False where none is open."""
    found = open_case_about(work, community_id, person_id)
    if found is None:
        return False
    found.evidence = _evidence(_with(found.evidence.get("hits", []), hit))
    work.session.flush()
    make_as_grave(work, found.id, Severity(hit["tier"]))
    return True


def open_case_about(work: Work, community_id: UUID, person_id: UUID) -> Case | None:
    about = (Case.kind == CaseKind.SAFETY, Case.community_id == community_id, Case.person_id == person_id)
    return work.session.scalars(select(Case).where(*about, Case.state != CaseState.CLOSED).with_for_update()).first()


def last_said(found: Case) -> datetime | None:
    """When the latest of what a case keeps was said."""
    moments = [datetime.fromisoformat(one["at"]) for one in found.evidence.get("hits", [])]
    return max(moments, default=None)


def _with(hits: list[dict[str, Any]], hit: dict[str, Any]) -> list[dict[str, Any]]:
    """An edit of what is in it already takes its place, unless it became milder: then both stay."""
    same = [one for one in hits if one.get("message_id") == hit.get("message_id") and one["body"] == hit["body"]]
    if same:
        return hits
    rest = [*hits, hit]
    while len(rest) > MOST:
        gravest = max(rest, key=_weight)
        rest.remove(next(one for one in rest[1:-1] if one is not gravest))
    return rest


def _evidence(hits: list[dict[str, Any]]) -> dict[str, Any]:
    """Beside what was said, what a row of the queue shows: the first of the gravest."""
    gravest = max(hits, key=_weight)
    return {
        "excerpt": gravest["body"][:EXCERPT],
        "hits": hits,
        "anonymous": any(one.get("anonymous") for one in hits),
    }


def _weight(hit: dict[str, Any]) -> int:
    return Severity(hit["tier"]).weight
