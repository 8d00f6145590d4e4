"""The page of a case about reports: what was kept, who reported it and why, and the decision with its rule."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, request
from flask_babel import gettext

from app.begin import begin
from app.pages.decided import go_on, reason_given, rule_given
from app.pages.desk import ABOUT
from app.pages.frame import load, to_signin, typed
from app.pages.members import rules_of
from app.pages.moderation import here, once_more, too_late
from app.pages.whys import whys
from app.schemas.moderation import DecisionIn
from networks.communities.models import Community
from networks.errors import Conflict, Invalid, NotFound, Unauthenticated
from networks.moderation import actions
from networks.moderation.models import Case, CaseKind
from networks.moderation.reports import evidence_of, reports_of
from networks.work import Work

blueprint = Blueprint("reports", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)


@blueprint.post("/c/<slug>/queue/<uuid:case_id>/report")
def decide(slug: str, case_id: UUID) -> Any:
    try:
        rule = rule_given() if request.form.get("outcome") == "remove" else request.form.get("rule") or None
        said = load(DecisionIn, **typed("outcome"), reason=reason_given(), rule=rule)
        with begin() as work:
            here(work, slug, case_id)
            actions.decide(work, case_id, **said)
    except Invalid as refusal:
        return once_more(slug, case_id, refusal)
    except Conflict as refusal:
        return too_late(slug, case_id, refusal)
    flash(gettext("Decided. Whoever reported it learns what came of it."), "ok")
    return go_on(slug)


def _about(work: Work, case: Case) -> dict[str, Any]:
    """Nothing of the words for an operator who is no member."""
    try:
        kept = evidence_of(work, case.id)
    except NotFound:
        kept = []
    sent = reports_of(work, case.id)
    rules = rules_of(work.session.get_one(Community, case.community_id))
    return {"evidence": kept, "sent": sent, "whys": whys(), "rules": rules}


ABOUT[CaseKind.REPORT] = _about
