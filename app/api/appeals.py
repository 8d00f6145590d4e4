"""Decisions about oneself, and appeals against them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app import limits
from app.api.described import refuses
from app.api.frame import Blueprint, PageArgs, listed, part, wrapped
from app.begin import asker_id, begin, reading
from app.schemas.appeals import (
    AppealIn,
    DecisionOut,
    HeardOut,
    ReplyIn,
    ReplyOut,
    decision_shape,
    heard_shape,
    reply_shape,
)
from networks.moderation import appealing, appeals
from networks.people.queries import myself

blueprint = Blueprint("appeals", "Decisions about oneself, and appeals against them.")


@blueprint.route("/me/sanctions", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(DecisionOut))
def my_sanctions(said: dict[str, Any]) -> dict[str, Any]:
    """What was decided about me. In all communities, the latest first, also where one is not inside any more."""
    with reading() as work:
        return part([decision_shape(one, work.now) for one in appeals.my_decisions(work)], said)


@blueprint.route("/sanctions/<uuid:sanction_id>/appeal", methods=["POST"])
@blueprint.arguments(AppealIn, example={"statement": "It was a joke between friends. Ben will say the same."})
@blueprint.response(201, wrapped("appeal", HeardOut))
@refuses(403, 409)
def appeal(said: dict[str, str], sanction_id: UUID) -> dict[str, Any]:
    """Appeal against a sanction. For whom it is about, once, within half a year or for as long as it holds; the banned
    can too. Somebody else than who made it decides: another facilitator, or an operator.
    """
    limits.use("post", asker_id())
    with begin() as work:
        appealing.appeal(work, sanction_id, **said)
        work.session.flush()
        return {"appeal": heard_shape(appeals.my_appeal(work, sanction_id), names=False)}


@blueprint.route("/sanctions/<uuid:sanction_id>/appeal", methods=["GET"])
@blueprint.response(200, wrapped("appeal", HeardOut))
def my_appeal(sanction_id: UUID) -> dict[str, Any]:
    """My appeal. With what was written about it and how it was decided. Nobody else finds it here."""
    with reading() as work:
        return {"appeal": heard_shape(appeals.my_appeal(work, sanction_id), names=False)}


@blueprint.route("/sanctions/<uuid:sanction_id>/appeal/replies", methods=["POST"])
@blueprint.arguments(ReplyIn, example={"body": "Ben laughed, and wrote so."})
@blueprint.response(201, wrapped("reply", ReplyOut))
@refuses(409)
def reply(said: dict[str, str], sanction_id: UUID) -> dict[str, Any]:
    """Write more about my appeal. Ten times at most, until it is decided."""
    limits.use("post", asker_id())
    with begin() as work:
        made = appealing.reply(work, sanction_id, **said)
        return {"reply": reply_shape(appeals.Written(made, myself(work)), names=False)}


@blueprint.route("/cases/<uuid:case_id>/appeal", methods=["GET"])
@blueprint.response(200, wrapped("appeal", HeardOut))
@refuses(403)
def show_appeal(case_id: UUID) -> dict[str, Any]:
    """What somebody says about a decision. For facilitators and operators but whoever made it."""
    with reading() as work:
        return {"appeal": heard_shape(appeals.appeal_of(work, case_id), names=True)}


@blueprint.route("/cases/<uuid:case_id>/appeal/replies", methods=["POST"])
@blueprint.arguments(ReplyIn, example={"body": "What had been said before?"})
@blueprint.response(201, wrapped("reply", ReplyOut))
@refuses(403, 409)
def answer(said: dict[str, str], case_id: UUID) -> dict[str, Any]:
    """Write to whoever appeals. Ten times at most, until it is decided. They do not learn who of the facilitators."""
    limits.use("write", asker_id())
    with begin() as work:
        made = appealing.answer(work, case_id, **said)
        return {"reply": reply_shape(appeals.Written(made, myself(work)), names=True)}
