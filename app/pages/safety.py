"""A case of somebody who may be at risk, on the desk: the ladder, what was said around it, letters, the end."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, request
from flask_babel import gettext

from app import limits
from app.begin import asker_id, begin, reading
from app.errors import words
from app.pages.decided import go_on, reason_given
from app.pages.desk import ABOUT, desk
from app.pages.entries import lines
from app.pages.frame import again, back, load, to_signin, typed, unsaid
from app.schemas.moderation import DecisionIn
from app.schemas.safety import LetterIn, StepIn
from networks.care import ladder, letters
from networks.chat import queries as rooms
from networks.errors import Conflict, Invalid, NotAllowed, NotFound, Unauthenticated
from networks.moderation import actions, appeals, queries
from networks.moderation.models import Case, CaseKind
from networks.safety.models import StepKind
from networks.work import Work

blueprint = Blueprint("safety", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)
AROUND = 5
"""Messages before and after the one that a case is about."""

NEAR = 3
"""The latest of what somebody said, which are shown with what was said around them; the others have a link."""


@blueprint.post("/c/<slug>/queue/<uuid:case_id>/steps")
def step(slug: str, case_id: UUID) -> Any:
    limits.use("write", asker_id())

    def act(work: Work) -> None:
        said = {name: value for name, value in typed("kind", "note", "to").items() if value}
        step = load(StepIn, **said)
        ladder.take_step(work, case_id, step["kind"], note=step["note"], to=step["to"])

    return _done(slug, case_id, act, "ladder")


@blueprint.post("/c/<slug>/queue/<uuid:case_id>/letters")
def letter(slug: str, case_id: UUID) -> Any:
    limits.use("write", asker_id())

    def act(work: Work) -> None:
        letters.write_to(work, case_id, **load(LetterIn, body=typed("letter")["letter"]))

    return _done(slug, case_id, act, "letters")


@blueprint.post("/c/<slug>/queue/<uuid:case_id>/close")
def close(slug: str, case_id: UUID) -> Any:
    """With what stays with those who helped, where somebody wrote it: both or nothing."""

    def act(work: Work) -> None:
        said = load(DecisionIn, outcome="close", reason=reason_given())
        debrief = typed("debrief")["debrief"]
        if debrief.strip():
            ladder.take_step(work, case_id, StepKind.DEBRIEF, note=load(StepIn, kind="debrief", note=debrief)["note"])
        actions.decide(work, case_id, outcome="close", reason=said["reason"])

    return _done(slug, case_id, act, "case")


def _done(slug: str, case_id: UUID, act: Any, anchor: str) -> Any:
    try:
        with begin() as work:
            if queries.case(work, case_id)[1].slug != slug:
                raise NotFound
            act(work)
    except Invalid as refusal:
        with reading() as work:
            return desk(work, slug, case_id, **again(refusal)), 422
    except Conflict as refusal:
        with reading() as work:
            return desk(work, slug, case_id, too_late=words(refusal), unsaid=unsaid()), 409
    flash(gettext("Noted."), "ok")
    if request.form.get("then"):
        return go_on(slug)
    return back("moderation.case", slug=slug, case_id=case_id, _anchor=anchor)


def _about(work: Work, case: Case) -> dict[str, Any]:
    """The surroundings only for whoever may read the room: an operator opens it first, with a reason. What was written
    privately is shut to an operator in the same way."""
    try:
        climbed, written = ladder.ladder(work, case.id), letters.letters(work, case.id)
        kept_back = letters.are_kept_back(work, case.id)
    except NotAllowed:
        return {}
    return {
        "ladder": climbed,
        "colleagues": [(one.id, one.handle) for one in ladder.colleagues(work, case.id)],
        "letters": written,
        "letters_kept_back": kept_back,
        "hits": _hits(work, case, shut=kept_back),
    }


def _hits(work: Work, case: Case, *, shut: bool) -> list[dict[str, Any]]:
    """The latest first. What stands in a letter is shut as long as the letters are."""
    found = enumerate(reversed(case.evidence.get("hits", [])))
    return [_hit(work, hit | ({"body": None} if shut and "letter_id" in hit else {}), at < NEAR) for at, hit in found]


def _hit(work: Work, hit: dict[str, Any], with_surroundings: bool) -> dict[str, Any]:
    """What was said in a room is shown to whoever may enter it, and in an appeal to whoever may decide about that."""
    shown: dict[str, Any] = hit | {"when": datetime.fromisoformat(hit["at"]), "around": [], "room": None}
    if "appeal_id" in hit and not appeals.may_hear(work, UUID(hit["appeal_id"])):
        return shown | {"body": None}
    if "room_id" not in hit:
        return shown
    try:
        entered = rooms.enter(work, UUID(hit["room_id"]))
    except NotFound:
        return shown | {"body": None}
    shown["room"] = entered.room
    if with_surroundings:
        found = rooms.history(work, entered, before_seq=hit["seq"] + AROUND + 1, limit=2 * AROUND + 1)
        shown["around"] = [line.entry for line in lines(entered, found.items, place="thread")]
    return shown


ABOUT[CaseKind.SAFETY] = _about
