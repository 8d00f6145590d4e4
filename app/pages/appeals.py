"""An appeal on the desk: what was decided, what is said against it, what is written about it, and the end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, request
from flask_babel import gettext

from app import limits
from app.begin import asker_id, begin, reading
from app.errors import words
from app.pages.desk import ABOUT, desk
from app.pages.frame import again, back, load, to_signin, unsaid
from app.pages.sounding import sounds_grave
from app.schemas.appeals import ReplyIn
from networks.communities.queries import stand
from networks.errors import Conflict, Invalid, NotAllowed, NotFound, Unauthenticated
from networks.moderation import appealing, appeals, holding, queries
from networks.moderation.models import Case, CaseKind
from networks.work import Work

blueprint = Blueprint("appeals", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)


@blueprint.post("/c/<slug>/queue/<uuid:case_id>/replies")
def answer(slug: str, case_id: UUID) -> Any:
    limits.use("write", asker_id())
    try:
        with begin() as work:
            if queries.case(work, case_id)[1].slug != slug:
                raise NotFound
            appealing.answer(work, case_id, **load(ReplyIn, body=request.form.get("reply", "")))
    except Invalid as refusal:
        with reading() as work:
            faults = Invalid(fields={"reply": refusal.fields.get("body", "")})
            return desk(work, slug, case_id, **again(faults)), 422
    except Conflict as refusal:
        with reading() as work:
            return desk(work, slug, case_id, too_late=words(refusal), unsaid=unsaid()), 409
    flash(gettext("Sent."), "ok")
    return back("moderation.case", slug=slug, case_id=case_id, _anchor="thread")


def _about(work: Work, case: Case) -> dict[str, Any]:
    """What is said against a decision is not for whoever made it: it may be about them."""
    standing = stand(work, case.community_id)
    original = appeals.appealed(work, case.id)
    shown: dict[str, Any] = {"original": original, "now": work.now}
    if standing and original:
        shown["led"] = appeals.what_led_to_it(work, standing, original.made)
    try:
        shown["heard"] = appeals.appeal_of(work, case.id)
        shown["sounds_grave"] = sounds_grave(work, _said(shown["heard"]))
    except (NotAllowed, NotFound):
        shown["heard"] = None
    shown["alone"] = not _able(work, case)
    return shown


def _said(heard: appeals.Heard) -> list[str]:
    """What whoever appeals has written."""
    return [heard.appeal.statement, *(one.reply.body for one in heard.written if one.reply.by_appellant)]


def _able(work: Work, case: Case) -> set[UUID]:
    """Which facilitators could decide it. Whose name is told to nobody is not left out: that would tell it."""
    barred = {case.barred_id, case.kept_from_id} | (set() if case.hides_author else {case.person_id})
    return {one.person.id for one in holding.loads(work, case.community_id)} - barred


ABOUT[CaseKind.APPEAL] = _about
