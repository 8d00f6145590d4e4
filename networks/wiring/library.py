"""What is handed in, or has to be looked at again, is a case; what is published is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from networks.communities.events import CommunityEdited, MembershipChanged
from networks.communities.models import Community, Membership
from networks.errors import Invalid
from networks.moderation.cases import open_case, renew_case, settle_case, touch_case, withdraw_case
from networks.moderation.kinds import OUTCOMES
from networks.moderation.models import Case, CaseKind, CaseState, Severity
from networks.policy import Role
from networks.resources import endorsing, keeping, reviewing, settling
from networks.resources.events import (
    EndorsementBack,
    ResourceArchived,
    ResourceChecked,
    ResourceDecided,
    ResourceEndorsed,
    ResourceLapsed,
    ResourceRestored,
    ResourceSubmitted,
    ResourceWithdrawn,
    ReviewDue,
    ReviewMoved,
    VersionReplaced,
)
from networks.resources.models import Resource, State
from networks.search.index import put_resource
from networks.work import Reactions, Work

UNENDORSED: Final = "endorsement_ended"

Moved = ResourceDecided | ResourceWithdrawn | ResourceChecked | ResourceLapsed | ResourceRestored
"""What comes into the library or goes out of it."""


def _queue_review(work: Work, event: ResourceSubmitted) -> None:
    """A case about the older version that is in the library gives way: the newer one is what has to be decided."""
    if event.version > 1:
        withdraw_case(work, CaseKind.REVIEW, event.community_id, event.resource_id)
    severity, evidence = _weight_of(event)
    open_case(
        work,
        event.community_id,
        CaseKind.REVIEW,
        subject_kind="resource",
        subject_id=event.resource_id,
        person_id=event.author_id,
        severity=severity,
        evidence=evidence,
    )


def _weight_of(event: ResourceSubmitted | VersionReplaced) -> tuple[Severity, dict[str, Any]]:
    """How soon a version has to be read, and what the case about it keeps."""
    evidence = {"excerpt": event.title, "version": event.version, "changes_treatment": event.changes_treatment}
    return Severity.AMBER if event.changes_treatment else Severity.GREEN, evidence


def _renew_review(work: Work, event: VersionReplaced) -> None:
    severity, evidence = _weight_of(event)
    renew_case(work, CaseKind.REVIEW, event.community_id, event.resource_id, severity=severity, evidence=evidence)


def _touch_review(work: Work, event: ReviewMoved) -> None:
    touch_case(work, CaseKind.REVIEW, event.community_id, event.resource_id)


def _queue_lapsed(work: Work, event: ResourceLapsed) -> None:
    _queue_again(work, event, UNENDORSED, Severity.AMBER)


def _queue_due(work: Work, event: ReviewDue) -> None:
    _queue_again(work, event, event.why, Severity.GREEN)


def _queue_again(work: Work, event: ResourceLapsed | ReviewDue, why: str, severity: Severity) -> None:
    """Something that was published has to be looked at. Where a newer version waits, that is its case."""
    open_case(
        work,
        event.community_id,
        CaseKind.REVIEW,
        subject_kind="resource",
        subject_id=event.resource_id,
        person_id=event.author_id,
        severity=severity,
        evidence={"excerpt": event.title, "version": event.version, "why": why},
        by_asker=False,
    )


def _withdraw_review(work: Work, event: ResourceWithdrawn) -> None:
    withdraw_case(work, CaseKind.REVIEW, event.community_id, event.resource_id)


def _checked(work: Work, event: ResourceChecked) -> None:
    _looked_at(work, event.community_id, event.resource_id)


def _looked_at(work: Work, community_id: UUID, resource_id: UUID) -> None:
    """What was published has been looked at. Where a newer version waits, the case is that one's, and goes on."""
    found = work.session.get(Resource, resource_id)
    if found is None or found.state != State.SUBMITTED:
        withdraw_case(work, CaseKind.REVIEW, community_id, resource_id)


def _settle_review(work: Work, event: ResourceDecided) -> None:
    settle_case(
        work, CaseKind.REVIEW, event.community_id, event.resource_id, outcome=event.outcome, reason=event.reason
    )


def _find_resource(work: Work, event: Moved) -> None:
    put_resource(work, event.resource_id)


def _stands_again(work: Work, event: ResourceRestored) -> None:
    """Nobody has to look at it any more because nobody stood by it."""
    about = (Case.kind == CaseKind.REVIEW, Case.subject_id == event.resource_id, Case.state != CaseState.CLOSED)
    found = work.session.scalars(select(Case).where(*about)).first()
    if found is not None and found.evidence.get("why") == UNENDORSED:
        withdraw_case(work, CaseKind.REVIEW, event.community_id, event.resource_id)


def _find_archived(work: Work, event: ResourceArchived) -> None:
    put_resource(work, event.subject_id)


def _archived(work: Work, event: ResourceArchived) -> None:
    _looked_at(work, event.community_id, event.subject_id)


def _plan_reviews(work: Work, _event: ResourceDecided | ResourceEndorsed | ResourceRestored) -> None:
    keeping.plan(work)


def _end_endorsements(work: Work, event: MembershipChanged) -> None:
    """Who is no professional here, for whatever reason, stands by nothing here."""
    here = (Membership.community_id == event.community_id, Membership.person_id == event.person_id)
    place = work.session.scalars(select(Membership).where(*here)).first()
    if place is None or place.seat.role_at(work.now) != Role.PROFESSIONAL or not place.is_active(work.now):
        endorsing.end_all_of(work, event.person_id, event.community_id)


def _close_library(work: Work, event: CommunityEdited) -> None:
    settling.close_with_its_page(work, event.community_id)


def _decide_resource(outcome: str) -> Callable[[Work, Community, Case, str], None]:
    """What is decided in the queue is decided about the version that the case shows."""

    def consequence(work: Work, _community: Community, case: Case, reason: str) -> None:
        if "why" in case.evidence:
            raise Invalid(fields={"outcome": "This cannot be decided like that."})
        reviewing.decide(work, case.subject_id, outcome=outcome, reason=reason, version=case.evidence["version"])

    return consequence


def _check_resource(outcome: str) -> Callable[[Work, Community, Case, str], None]:
    """The same for what was published and is looked at again."""

    def consequence(work: Work, _community: Community, case: Case, reason: str) -> None:
        if "why" not in case.evidence:
            raise Invalid(fields={"outcome": "This cannot be decided like that."})
        keeping.check(work, case.subject_id, outcome=outcome, reason=reason, version=case.evidence["version"])

    return consequence


OUTCOMES[CaseKind.REVIEW] = {str(outcome): _decide_resource(outcome) for outcome in reviewing.OUTCOMES} | {
    outcome: _check_resource(outcome) for outcome in keeping.CHECKS
}

REACTIONS: Final[Reactions] = {
    ResourceSubmitted: (_queue_review,),
    ResourceWithdrawn: (_withdraw_review, _find_resource),
    ResourceDecided: (_settle_review, _plan_reviews, _find_resource),
    ResourceChecked: (_checked, _find_resource),
    ResourceArchived: (_archived, _find_archived),
    ResourceEndorsed: (_plan_reviews,),
    EndorsementBack: (_plan_reviews,),
    ResourceRestored: (_stands_again, _plan_reviews, _find_resource),
    ResourceLapsed: (_queue_lapsed, _find_resource),
    ReviewDue: (_queue_due,),
    ReviewMoved: (_touch_review,),
    VersionReplaced: (_renew_review,),
    MembershipChanged: (_end_endorsements,),
    CommunityEdited: (_close_library,),
}
