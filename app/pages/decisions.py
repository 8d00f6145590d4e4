"""What was decided about oneself, and appealing against it. For the banned too: it lies outside of every community."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from app import limits
from app.begin import asker_id, begin, reading
from app.errors import words
from app.pages.frame import again, back, load, to_signin, typed, unsaid
from app.schemas.appeals import AppealIn, ReplyIn
from app.support import support_for
from networks.errors import Conflict, Invalid, Unauthenticated
from networks.moderation import appealing, appeals, decisions, erasing
from networks.moderation.appeal_models import Against
from networks.work import Work

blueprint = Blueprint("decisions", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)


@blueprint.get("/account/decisions")
def mine() -> str:
    with reading() as work:
        return render_template("people/decisions.html", decisions=decisions.my_decisions(work), now=work.now)


@blueprint.get("/account/decisions/<uuid:sanction_id>")
def one(sanction_id: UUID) -> str:
    with reading() as work:
        return _page(work, sanction_id, Against.SANCTION)


@blueprint.post("/account/decisions/<uuid:sanction_id>/appeal")
def appeal(sanction_id: UUID) -> Any:
    return _appeal(sanction_id, Against.SANCTION)


@blueprint.post("/account/decisions/<uuid:sanction_id>/replies")
def reply(sanction_id: UUID) -> Any:
    return _reply(sanction_id, Against.SANCTION)


@blueprint.get("/account/decisions/removals/<uuid:removal_id>")
def removal(removal_id: UUID) -> str:
    with reading() as work:
        return _page(work, removal_id, Against.REMOVAL)


@blueprint.post("/account/decisions/removals/<uuid:removal_id>/appeal")
def appeal_removal(removal_id: UUID) -> Any:
    return _appeal(removal_id, Against.REMOVAL)


@blueprint.post("/account/decisions/removals/<uuid:removal_id>/replies")
def reply_removal(removal_id: UUID) -> Any:
    return _reply(removal_id, Against.REMOVAL)


@blueprint.post("/account/decisions/removals/<uuid:removal_id>/erasure")
def erase_words(removal_id: UUID) -> Any:
    try:
        with begin() as work:
            erasing.erase_words(work, removal_id)
    except Conflict as refusal:
        with reading() as work:
            return _page(work, removal_id, Against.REMOVAL, too_late=words(refusal)), 409
    flash(gettext("What you had written is erased."), "ok")
    return back(".removal", removal_id=removal_id)


def _appeal(subject_id: UUID, against: Against) -> Any:
    def act(work: Work) -> str:
        said = load(AppealIn, **typed("statement"))
        appealing.appeal(work, subject_id, against, **said)
        return str(said["statement"])

    told = gettext("Your appeal is with the facilitators. Their answer will stand on this page.")
    return _done(subject_id, against, act, told)


def _reply(subject_id: UUID, against: Against) -> Any:
    def act(work: Work) -> str:
        said = load(ReplyIn, **typed("body"))
        appealing.reply(work, subject_id, against, **said)
        return str(said["body"])

    return _done(subject_id, against, act, gettext("It is with the facilitators."))


def _done(subject_id: UUID, against: Against, act: Callable[[Work], str], told: str) -> Any:
    """`act` does it and returns what was written."""
    limits.use("post", asker_id())
    try:
        with begin() as work:
            said = act(work)
    except Invalid as refusal:
        with reading() as work:
            return _page(work, subject_id, against, **again(refusal)), 422
    except Conflict as refusal:
        with reading() as work:
            return _page(work, subject_id, against, too_late=words(refusal), unsaid=unsaid()), 409
    flash(told, "ok")
    there = _address(subject_id, against)
    if support_for(said, asker_id()):
        return back("support.support", heard=there)
    return redirect(there, 303)


def _address(subject_id: UUID, against: Against) -> str:
    if against == Against.REMOVAL:
        return url_for(".removal", removal_id=subject_id, _anchor="appeal")
    return url_for(".one", sanction_id=subject_id, _anchor="appeal")


def _page(work: Work, subject_id: UUID, against: Against, **more: Any) -> str:
    found = decisions.my_decision(work, subject_id, against)
    written = appeals.written(work, found.appeal.id) if found.appeal else []
    left = appeals.EACH - sum(one.reply.by_appellant for one in written)
    shown: dict[str, Any] = {"decision": found, "written": written, "left": left, "now": work.now}
    if against == Against.REMOVAL:
        needed = erasing.why_kept(work, found)
        shown |= {"said": decisions.kept_words(work, found.made), "needed": words(needed) if needed else None}
    return render_template(f"people/decision_{against}.html", **shown | more)
