"""The page of a case about reports: what was kept, who reported it and why, and the decision with its rule; limiting
whoever reports to harass."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, flash, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import limits
from app.begin import asker_id, begin, reading
from app.pages.decided import go_on, reason_given, rule_given
from app.pages.desk import ABOUT
from app.pages.frame import again, back, load, onward, to_signin, typed
from app.pages.members import profile, rules_of
from app.pages.moderation import here, once_more, too_late
from app.pages.whys import whys
from app.schemas.moderation import DecisionIn
from app.schemas.reports import ReportLimitIn
from networks.communities.models import Community
from networks.errors import Conflict, Invalid, NotFound, Unauthenticated
from networks.moderation import actions, limiting
from networks.moderation.models import Case, CaseKind
from networks.moderation.reports import evidence_of, reports_of
from networks.work import Work

blueprint = Blueprint("reports", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)

DAYS: Final = ("7", "30", "90")
"""For how long a page offers to limit somebody."""


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


@blueprint.post("/c/<slug>/members/<uuid:person_id>/report-limit")
def limit(slug: str, person_id: UUID) -> Any:
    limits.use("write", asker_id())
    try:
        said = load(ReportLimitIn, reason=request.form.get("limit_reason", ""))
        with begin() as work:
            said["until"] = work.now + timedelta(days=_days())
            limiting.limit_reports(work, slug, person_id, **said)
    except Invalid as refusal:
        faults = Invalid(fields={"limit_reason": " ".join(refusal.fields.values())})
        with reading() as work:
            return profile(work, slug, person_id, **again(faults)), 422
    flash(gettext("Done. They can send one report a day, and read why."), "ok")
    return _to_reporter(slug, person_id)


@blueprint.post("/c/<slug>/members/<uuid:person_id>/report-limit/end")
def free(slug: str, person_id: UUID) -> Response:
    with begin() as work:
        limiting.free_reports(work, slug, person_id)
    flash(gettext("They can report as everybody does."), "ok")
    return _to_reporter(slug, person_id)


def _days() -> int:
    said = request.form.get("limit_days", "")
    return int(said) if said in DAYS else limiting.USUAL.days


def _to_reporter(slug: str, person_id: UUID) -> Response:
    """Back to the case from which it was done, or else to their page."""
    wanted = request.form.get("next")
    return onward(wanted) if wanted else back("communities.member", slug=slug, person_id=person_id, _anchor="reports")


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
