"""What was decided about oneself, and appealing against it. For the banned too: it lies outside of every community."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, render_template
from flask_babel import gettext

from app import limits
from app.begin import asker_id, begin, reading
from app.errors import words
from app.pages.frame import again, back, load, to_signin, typed, unsaid
from app.schemas.appeals import AppealIn, ReplyIn
from networks.errors import Conflict, Invalid, Unauthenticated
from networks.moderation import appealing, appeals
from networks.work import Work

blueprint = Blueprint("decisions", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)


@blueprint.get("/account/decisions")
def mine() -> str:
    with reading() as work:
        return render_template("people/decisions.html", decisions=appeals.my_decisions(work), now=work.now)


@blueprint.get("/account/decisions/<uuid:sanction_id>")
def one(sanction_id: UUID) -> str:
    with reading() as work:
        return _page(work, sanction_id)


@blueprint.post("/account/decisions/<uuid:sanction_id>/appeal")
def appeal(sanction_id: UUID) -> Any:
    def act(work: Work) -> None:
        appealing.appeal(work, sanction_id, **load(AppealIn, **typed("statement")))

    said = gettext("Your appeal is with the facilitators. Their answer will stand on this page.")
    return _done(sanction_id, act, said)


@blueprint.post("/account/decisions/<uuid:sanction_id>/replies")
def reply(sanction_id: UUID) -> Any:
    def act(work: Work) -> None:
        appealing.reply(work, sanction_id, **load(ReplyIn, **typed("body")))

    return _done(sanction_id, act, gettext("It is with the facilitators."))


def _done(sanction_id: UUID, act: Any, said: str) -> Any:
    limits.use("post", asker_id())
    try:
        with begin() as work:
            act(work)
    except Invalid as refusal:
        with reading() as work:
            return _page(work, sanction_id, **again(refusal)), 422
    except Conflict as refusal:
        with reading() as work:
            return _page(work, sanction_id, too_late=words(refusal), unsaid=unsaid()), 409
    flash(said, "ok")
    return back(".one", sanction_id=sanction_id, _anchor="appeal")


def _page(work: Work, sanction_id: UUID, **more: Any) -> str:
    found = appeals.my_decision(work, sanction_id)
    written = appeals.written(work, found.appeal.id) if found.appeal else []
    left = appeals.EACH - sum(one.reply.by_appellant for one in written)
    shown = {"decision": found, "written": written, "left": left, "now": work.now}
    return render_template("people/decision.html", **shown | more)
