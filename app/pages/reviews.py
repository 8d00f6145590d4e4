"""Reviewing on the desk: deciding about a version that was read, asking professionals, proposing other words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import limits
from app.begin import asker_id, begin, reading
from app.errors import words
from app.pages.decided import go_on, reason_given
from app.pages.desk import ABOUT, desk
from app.pages.frame import again, around, back, load, to_signin, typed, unsaid
from app.schemas.moderation import DecisionIn
from app.schemas.reviews import AssignmentIn, ProposalIn
from networks.communities.queries import inside
from networks.errors import Conflict, Invalid, NotFound, Unauthenticated
from networks.moderation import actions, queries
from networks.moderation.models import Case, CaseKind
from networks.resources import endorsing, keeping, proposing, reviewing
from networks.resources.desk import review
from networks.resources.queries import to_read
from networks.work import Work

blueprint = Blueprint("reviews", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)


@blueprint.post("/c/<slug>/queue/<uuid:case_id>/review")
def decide(slug: str, case_id: UUID) -> Any:
    """The version that was read stands in the form: who decides about another one is told."""
    try:
        said = load(DecisionIn, outcome=request.form.get("outcome", ""), reason=reason_given())
        with begin() as work:
            case = _case(work, slug, case_id)
            if str(case.evidence.get("version")) != request.form.get("version"):
                raise Conflict("Its author has changed it since you looked. Please read it again.")
            actions.decide(work, case_id, outcome=said["outcome"], reason=said["reason"])
            _look_again(work, case, said["outcome"])
    except Invalid as refusal:
        with reading() as work:
            return desk(work, slug, case_id, **again(refusal)), 422
    except Conflict as refusal:
        with reading() as work:
            return desk(work, slug, case_id, too_late=words(refusal), unsaid=unsaid()), 409
    flash(gettext("Decided. It is on record with your reason, and its author reads it."), "ok")
    return go_on(slug)


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/assignments")
def assign(slug: str, resource_id: UUID) -> Any:
    try:
        with begin() as work:
            here(work, slug, resource_id)
            endorsing.assign(work, resource_id, load(AssignmentIn, **typed("person_id"))["person_id"])
    except Invalid as refusal:
        flash(next(iter(again(refusal)["faults"].values())), "watch")
        return _back_to_case(slug, resource_id)
    flash(gettext("They are asked, and can read it now."), "ok")
    return _back_to_case(slug, resource_id)


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/assignments/<uuid:person_id>/end")
def unassign(slug: str, resource_id: UUID, person_id: UUID) -> Response:
    with begin() as work:
        here(work, slug, resource_id)
        endorsing.unassign(work, resource_id, person_id)
    flash(gettext("They are not asked any more."), "ok")
    return _back_to_case(slug, resource_id)


@blueprint.get("/c/<slug>/library/<uuid:resource_id>/proposals/new")
def propose(slug: str, resource_id: UUID) -> str:
    with reading() as work:
        return _proposal(work, slug, resource_id)


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/proposals")
def send_proposal(slug: str, resource_id: UUID) -> Any:
    limits.use("write", asker_id())
    try:
        said = load(ProposalIn, version=_number("version"), **typed("title", "body", "why"))
        said["body"] = said["body"].replace("\r\n", "\n")
        with begin() as work:
            here(work, slug, resource_id)
            proposing.propose(work, resource_id, **said)
    except Invalid as refusal:
        with reading() as work:
            return _proposal(work, slug, resource_id, **again(refusal)), 422
    except Conflict as refusal:
        with reading() as work:
            return _proposal(work, slug, resource_id, too_late=words(refusal), form=request.form.to_dict()), 409
    flash(gettext("Your proposal is with its author. Nothing changes until they accept it."), "ok")
    return _back_to_case(slug, resource_id)


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/archive")
def archive(slug: str, resource_id: UUID) -> Response:
    """Take something out of the library that has no case."""
    try:
        reason = load(DecisionIn, outcome="archive", reason=reason_given())["reason"]
        with begin() as work:
            here(work, slug, resource_id)
            reviewing.archive(work, resource_id, reason=reason)
        flash(gettext("It is out of the library. Its author keeps the words and reads your reason."), "ok")
    except Invalid:
        flash(gettext("Please give the reason in a sentence or two."), "watch")
    except Conflict as refusal:
        flash(f"{words(refusal)} {gettext('You had written:')} {unsaid()}", "watch")
    return page_of(slug, resource_id)


def here(work: Work, slug: str, resource_id: UUID) -> None:
    """A resource is found under its own community's address only."""
    if to_read(work, resource_id).community.slug != slug:
        raise NotFound


def page_of(slug: str, resource_id: UUID) -> Response:
    """To the resource's own page."""
    return back("library.resource", slug=slug, resource_id=resource_id)


def _case(work: Work, slug: str, case_id: UUID) -> Case:
    found, community, _ = queries.case(work, case_id)
    if community.slug != slug:
        raise NotFound
    return found.case


def _look_again(work: Work, case: Case, outcome: str) -> None:
    """The day on which it comes back to the queue, where it was chosen."""
    said = request.form.get("look_again", "")
    if outcome not in ("publish", "keep") or not said:
        return
    try:
        day = datetime.strptime(said, "%Y-%m-%d").replace(hour=12, tzinfo=UTC)
    except ValueError:
        raise Invalid(fields={"look_again": "Please choose a day in the future."}) from None
    keeping.look_again(work, case.subject_id, day)


def _proposal(work: Work, slug: str, resource_id: UUID, **more: Any) -> str:
    here(work, slug, resource_id)
    found = review(work, resource_id)
    seen = inside(work, slug)
    if not proposing.may_propose(work, resource_id):
        raise NotFound
    return render_template("library/propose.html", review=found, **around(work, seen, "queue"), **more)


def _number(name: str) -> int:
    said = request.form.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0


def _back_to_case(slug: str, resource_id: UUID) -> Response:
    """To the case that is open about it for a facilitator, else to the page of a professional who was asked."""
    with reading() as work:
        standing = inside(work, slug).standing
        if standing is None or not standing.is_facilitator:
            return back("reviews.asked_page", slug=slug, resource_id=resource_id)
        _, found = queries.cases(work, slug, kind="review", state="open,claimed", limit=100)
    case_id = next((one.case.id for one in found if one.case.subject_id == resource_id), None)
    if case_id is None:
        return page_of(slug, resource_id)
    return redirect(url_for("moderation.case", slug=slug, case_id=case_id), 303)


def _about(work: Work, case: Case) -> dict[str, Any]:
    """Nothing for an operator who is no member, nor for who wrote it: they may not read it."""
    try:
        return {"review": review(work, case.subject_id, case.evidence.get("version"))}
    except NotFound:
        return {}


ABOUT[CaseKind.REVIEW] = _about
