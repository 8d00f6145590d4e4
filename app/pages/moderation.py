"""The facilitators' queue, sanctions, and the record of decisions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import limits, looked, unveiled
from app.begin import asker_id, begin, reading
from app.errors import words
from app.pages.decided import go_on, reason_given, rule_given, until_given
from app.pages.desk import desk
from app.pages.frame import again, back, load, to_signin, typed, unsaid
from app.pages.members import profile
from app.schemas.moderation import DecisionIn, NoteIn, SanctionIn
from networks.communities.queries import inside
from networks.errors import Conflict, Invalid, NotFound, Unauthenticated
from networks.moderation import actions, queries, sanctioning
from networks.work import Work

blueprint = Blueprint("moderation", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)


@blueprint.get("/c/<slug>/queue")
def queue(slug: str) -> str:
    with reading() as work:
        return desk(work, slug)


@blueprint.get("/c/<slug>/queue/<uuid:case_id>")
def case(slug: str, case_id: UUID) -> str:
    unveiled.case_on_record(slug, case_id)
    looked.case_on_record(slug, case_id)
    with reading() as work:
        return desk(work, slug, case_id)


@blueprint.post("/c/<slug>/queue/<uuid:case_id>/claim")
def claim(slug: str, case_id: UUID) -> Any:
    try:
        with begin() as work:
            here(work, slug, case_id)
            actions.claim(work, case_id)
    except Conflict as refusal:
        return too_late(slug, case_id, refusal)
    return back(".case", slug=slug, case_id=case_id)


@blueprint.post("/c/<slug>/queue/<uuid:case_id>/notes")
def note(slug: str, case_id: UUID) -> Any:
    limits.use("write", asker_id())
    try:
        with begin() as work:
            here(work, slug, case_id)
            actions.add_note(work, case_id, **load(NoteIn, **typed("body")))
    except Invalid as refusal:
        return once_more(slug, case_id, refusal)
    return back(".case", slug=slug, case_id=case_id, _anchor="staff")


@blueprint.post("/c/<slug>/queue/<uuid:case_id>/decision")
def decide(slug: str, case_id: UUID) -> Any:
    try:
        said = load(DecisionIn, outcome=request.form.get("outcome", ""), reason=reason_given())
        with begin() as work:
            here(work, slug, case_id)
            actions.decide(work, case_id, outcome=said["outcome"], reason=said["reason"])
    except Invalid as refusal:
        return once_more(slug, case_id, refusal)
    except Conflict as refusal:
        return too_late(slug, case_id, refusal)
    flash(gettext("Decided. It is on record with your reason."), "ok")
    return go_on(slug)


@blueprint.post("/c/<slug>/members/<uuid:person_id>/sanctions")
def sanction(slug: str, person_id: UUID) -> Any:
    limits.use("write", asker_id())
    try:
        said = load(SanctionIn, **typed("kind", "reason"), rule=rule_given())
        with begin() as work:
            said["until"] = until_given(work, said["kind"])
            sanctioning.sanction(work, slug, person_id, **said)
    except Invalid as refusal:
        with reading() as work:
            return profile(work, slug, person_id, **again(refusal)), 422
    flash(gettext("Done. It is on record with your reason."), "ok")
    return back("communities.member", slug=slug, person_id=person_id)


@blueprint.post("/c/<slug>/sanctions/<uuid:sanction_id>/end")
def end_sanction(slug: str, sanction_id: UUID) -> Response:
    with begin() as work:
        inside(work, slug)
        person_id = sanctioning.end_sanction(work, sanction_id).person_id
    flash(gettext("It is lifted."), "ok")
    return back("communities.member", slug=slug, person_id=person_id)


def here(work: Work, slug: str, case_id: UUID) -> None:
    """A case is found under its own community's address only."""
    if queries.case(work, case_id)[1].slug != slug:
        raise NotFound


def once_more(slug: str, case_id: UUID, refusal: Invalid) -> tuple[str, int]:
    with reading() as work:
        return desk(work, slug, case_id, **again(refusal)), 422


def too_late(slug: str, case_id: UUID, refusal: Conflict) -> tuple[str, int]:
    """Two decided at once: the second sees what the first decided, and that nothing of theirs was stored. What they
    wrote is given back to them: it may be worth a note."""
    with reading() as work:
        return desk(work, slug, case_id, too_late=words(refusal), unsaid=unsaid()), 409
