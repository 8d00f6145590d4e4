"""The page of a case about reports: what was kept, who reported it and why, and the decision with its rule."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, request
from flask_babel import gettext

from app import limits
from app.begin import asker_id, begin
from app.pages.decided import go_on, reason_given, rule_given, until_given
from app.pages.desk import ABOUT
from app.pages.frame import load, to_signin, typed
from app.pages.members import rules_of
from app.pages.moderation import here, once_more, too_late
from app.pages.sounding import sounds_grave
from app.pages.whys import whys
from app.schemas.moderation import DecisionIn
from networks.communities.models import Community
from networks.communities.queries import stand
from networks.errors import Conflict, Invalid, NotFound, Unauthenticated
from networks.moderation import actions
from networks.moderation.joint import could_take_step
from networks.moderation.models import Case, CaseKind
from networks.moderation.reports import evidence_of
from networks.moderation.senders import are_kept_back, reports_of
from networks.work import Work

blueprint = Blueprint("reports", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)


@blueprint.post("/c/<slug>/queue/<uuid:case_id>/report")
def decide(slug: str, case_id: UUID) -> Any:
    try:
        said = _said()
        with begin() as work:
            here(work, slug, case_id)
            if said["step"]:
                said["step"]["until"] = until_given(work, said["step"]["kind"])
            actions.decide(work, case_id, **said)
    except Invalid as refusal:
        return once_more(slug, case_id, refusal)
    except Conflict as refusal:
        return too_late(slug, case_id, refusal)
    if said["step"]:
        flash(gettext("Decided, and the step is taken. It is not told to whoever reported it."), "ok")
    else:
        flash(gettext("Decided. Whoever reported it learns what came of it."), "ok")
    return go_on(slug)


def _said() -> dict[str, Any]:
    """A step about somebody breaks a rule that is named, as what is removed does."""
    kind = request.form.get("step", "")
    if kind:
        limits.use("write", asker_id())
    named = kind or request.form.get("outcome") == "remove"
    rule = rule_given() if named else request.form.get("rule") or None
    step = {"kind": kind} if kind else None
    return load(DecisionIn, **typed("outcome"), reason=reason_given(), rule=rule, step=step)


def _about(work: Work, case: Case) -> dict[str, Any]:
    """Nothing of the words for an operator who is no member."""
    try:
        kept = evidence_of(work, case.id)
    except NotFound:
        kept = []
    community = work.session.get_one(Community, case.community_id)
    sent = reports_of(work, case.id)
    shown = {"evidence": kept, "sent": sent, "whys": whys(), "rules": rules_of(community)}
    shown["sent_kept_back"] = are_kept_back(work, case.id)
    shown["grave"] = {one.report.id for one in sent if sounds_grave(work, [one.report.note])}
    shown["seen_by"] = {one.report.at: one.by for one in sent}
    standing = stand(work, community.id)
    return shown | {"may_step": standing is not None and could_take_step(work, community, standing, case)}


ABOUT[CaseKind.REPORT] = _about
