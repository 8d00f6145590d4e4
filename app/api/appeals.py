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
    MyRemovalOut,
    ReplyIn,
    ReplyOut,
    decision_shape,
    heard_shape,
    my_removal_shape,
    reply_shape,
)
from app.schemas.safety import heard
from app.support import support_for, supported
from networks.moderation import appealing, appeals, decisions, erasing
from networks.moderation.appeal_models import Against
from networks.people.queries import myself

blueprint = Blueprint("appeals", "Decisions about oneself, and appeals against them.")


@blueprint.route("/me/sanctions", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(DecisionOut))
def my_sanctions(said: dict[str, Any]) -> dict[str, Any]:
    """What was decided about me. In all communities, the latest first, also where one is not inside any more."""
    with reading() as work:
        found = decisions.my(work, Against.SANCTION)
        return part([decision_shape(one, work.now) for one in found], said)


@blueprint.route("/me/removals", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(MyRemovalOut))
def my_removals(said: dict[str, Any]) -> dict[str, Any]:
    """What of mine was removed. By somebody else, in all communities, the latest first, with what it said while that is
    kept. What one removed oneself is not in it.
    """
    with reading() as work:
        found = decisions.my(work, Against.REMOVAL)
        words = [decisions.kept_words(work, one.made) for one in found]
        shown = [my_removal_shape(one, kept, work.now) for one, kept in zip(found, words, strict=True)]
        return part(shown, said)


@blueprint.route("/removals/<uuid:removal_id>/words", methods=["DELETE"])
@blueprint.response(204)
@refuses(409)
def erase_words(removal_id: UUID) -> None:
    """Erase what is kept of a removed message of mine, at once. It cannot be put back then: there is no appeal against
    its removal any more, and one that is open is withdrawn. Doing it twice does it once. A conflict where nothing is
    kept, and as long as an appeal against a step may need it. What an undecided report keeps of it goes later.
    """
    with begin() as work:
        erasing.erase_words(work, removal_id)


@blueprint.route("/sanctions/<uuid:sanction_id>/appeal", methods=["POST"])
@blueprint.arguments(AppealIn, example={"statement": "It was a joke between friends. Ben will say the same."})
@blueprint.response(201, heard("appeal", HeardOut, "MadeAppeal"))
@refuses(403, 409)
def appeal(said: dict[str, str], sanction_id: UUID) -> dict[str, Any]:
    """Appeal against a sanction. For whom it is about, once, within half a year or for as long as it holds; the banned
    can too. Somebody else than who made it decides: another facilitator, or an operator.
    """
    limits.use("post", asker_id())
    with begin() as work:
        appealing.appeal(work, sanction_id, statement=said["statement"])
        work.session.flush()
        shown = {"appeal": heard_shape(appeals.my_appeal(work, sanction_id), names=False)}
    return supported(shown, support_for(said["statement"], asker_id()))


@blueprint.route("/sanctions/<uuid:sanction_id>/appeal", methods=["GET"])
@blueprint.response(200, wrapped("appeal", HeardOut))
def my_appeal(sanction_id: UUID) -> dict[str, Any]:
    """My appeal. With what was written about it and how it was decided. Nobody else finds it here."""
    with reading() as work:
        return {"appeal": heard_shape(appeals.my_appeal(work, sanction_id), names=False)}


@blueprint.route("/sanctions/<uuid:sanction_id>/appeal/replies", methods=["POST"])
@blueprint.arguments(ReplyIn, example={"body": "Ben laughed, and wrote so."})
@blueprint.response(201, heard("reply", ReplyOut, "MadeReply"))
@refuses(409)
def reply(said: dict[str, str], sanction_id: UUID) -> dict[str, Any]:
    """Write more about my appeal. Ten times at most, until it is decided."""
    limits.use("post", asker_id())
    with begin() as work:
        made = appealing.reply(work, sanction_id, body=said["body"])
        shown = {"reply": reply_shape(appeals.Written(made, myself(work)), names=False)}
    return supported(shown, support_for(said["body"], asker_id()))


@blueprint.route("/removals/<uuid:removal_id>/appeal", methods=["POST"])
@blueprint.arguments(AppealIn, example={"statement": "I told what I did, and told nobody to do it."})
@blueprint.response(201, heard("appeal", HeardOut, "MadeAppeal"))
@refuses(403, 409)
def appeal_removal(said: dict[str, str], removal_id: UUID) -> dict[str, Any]:
    """Appeal against a removal. For whose it was, once, within half a year; the banned can too. Somebody else than who
    removed it decides: another facilitator, or an operator. Overturned, it stands in its place again. Who said it
    anonymously appeals anonymously.
    """
    limits.use("post", asker_id())
    with begin() as work:
        appealing.appeal(work, removal_id, Against.REMOVAL, statement=said["statement"])
        work.session.flush()
        shown = {"appeal": heard_shape(appeals.my_appeal(work, removal_id, Against.REMOVAL), names=False)}
    return supported(shown, support_for(said["statement"], asker_id()))


@blueprint.route("/removals/<uuid:removal_id>/appeal", methods=["GET"])
@blueprint.response(200, wrapped("appeal", HeardOut))
def my_removal_appeal(removal_id: UUID) -> dict[str, Any]:
    """My appeal against a removal. With what was written about it and how it was decided. Nobody else finds it here."""
    with reading() as work:
        return {"appeal": heard_shape(appeals.my_appeal(work, removal_id, Against.REMOVAL), names=False)}


@blueprint.route("/removals/<uuid:removal_id>/appeal/replies", methods=["POST"])
@blueprint.arguments(ReplyIn, example={"body": "The words before it said so."})
@blueprint.response(201, heard("reply", ReplyOut, "MadeReply"))
@refuses(409)
def reply_removal(said: dict[str, str], removal_id: UUID) -> dict[str, Any]:
    """Write more about my appeal against a removal. Ten times at most, until it is decided."""
    limits.use("post", asker_id())
    with begin() as work:
        made = appealing.reply(work, removal_id, Against.REMOVAL, body=said["body"])
        shown = {"reply": reply_shape(appeals.Written(made, myself(work)), names=False)}
    return supported(shown, support_for(said["body"], asker_id()))


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
