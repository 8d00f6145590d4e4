"""Deciding a report and taking a step about whoever it is about, in one: both happen, or neither."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from networks.communities.models import Community
from networks.communities.queries import member
from networks.errors import Invalid, NotAllowed, NotFound
from networks.moderation.models import Case, CaseKind
from networks.moderation.naming import named
from networks.moderation.queries import CaseView
from networks.moderation.sanctioning import may_sanction, sanction
from networks.policy import Can, Standing, may
from networks.work import Work

GONE: Final = "They have gone, so there is nobody whom a step could be about."
UNNAMED: Final = "Who wrote this is known to the facilitators of this place alone, so a step about them is theirs."


def take_step(
    work: Work,
    community: Community,
    standing: Standing,
    found: CaseView,
    step: Mapping[str, Any],
    *,
    reason: str,
    rule: str | None,
) -> None:
    """With the reason of the decision and its rule, which a step cannot go without. Raises what `sanction` raises.

    Of what was said anonymously it is on record that the asker learns who it was. The caller has closed the case:
    whoever decided at the same moment and was slower does not come here.
    """
    case = found.case
    if case.kind != CaseKind.REPORT:
        raise Invalid(fields={"step": "Only a report can be decided with a step about somebody."})
    if not rule:
        raise Invalid(fields={"rule": "Please choose the rule that it breaks."})
    if not _may_know(work, standing, case):
        raise NotAllowed(UNNAMED)
    try:
        sanction(work, community.slug, _whom(case), **step, reason=reason, rule=rule, case_id=case.id)
    except NotFound as nobody:
        raise Invalid(fields={"step": GONE}) from nobody
    named(work, found)  # after whoever it is about is locked, as others who decide about them do


def could_take_step(work: Work, community: Community, standing: Standing, case: Case) -> bool:
    """Whether the asker, who may decide a report, may also take a step about its person."""
    try:
        _, companion, _ = member(work, community.slug, _whom(case))
    except NotFound:
        return False
    return _may_know(work, standing, case) and may_sanction(standing, companion, work.now)


def _may_know(work: Work, standing: Standing, case: Case) -> bool:
    """The record names whom a step is about: it would tell who wrote anonymously to somebody who may not learn it."""
    return not case.hides_author or may(standing, Can.REVEAL_AUTHOR, work.now)


def _whom(case: Case) -> UUID:
    if case.person_id is None:
        raise NotFound
    return case.person_id
