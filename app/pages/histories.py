"""The history of a resource, what its author answers, and operators' reading of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.begin import begin, reading
from app.errors import words
from app.pages.frame import around, back
from app.pages.reviews import blueprint, here, page_of
from app.schemas.chat import OpeningIn
from networks.communities.queries import inside
from networks.errors import Conflict
from networks.policy import Can, Standing, may
from networks.resources import keeping, proposing
from networks.resources.desk import asked_of_me
from networks.resources.histories import history
from networks.resources.models import State
from networks.resources.opening import open_resource
from networks.resources.proposing import ProposalView, proposals
from networks.resources.queries import Seen, resource
from networks.resources.review_models import Check
from networks.resources.views import ResourceView
from networks.sharing import asked_for
from networks.work import Work

PAGE = 10


@blueprint.get("/c/<slug>/library/<uuid:resource_id>/history")
def past(slug: str, resource_id: UUID) -> str:
    said = request.args.get("before", "")
    before = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else None
    with reading() as work:
        here(work, slug, resource_id)
        found = list(history(work, resource_id, before=before, limit=PAGE + 1))
        older = found[PAGE].view.version if len(found) > PAGE else None
        more = url_for(".past", slug=slug, resource_id=resource_id, before=older) if older else None
        shown = around(work, inside(work, slug), "library")
        view = resource(work, resource_id)
        return render_template("library/history.html", past=found[:PAGE], view=view, next=more, **shown)


@blueprint.post("/c/<slug>/library/proposals/<uuid:proposal_id>/accept")
def accept(slug: str, proposal_id: UUID) -> Response:
    with begin() as work:
        done, refusal = _either(lambda: proposing.accept(work, proposal_id), work, proposal_id)
        here(work, slug, done)
    flash(refusal or gettext("Accepted. It is your next version, and everybody can see who helped."), _state(refusal))
    return page_of(slug, done)


@blueprint.post("/c/<slug>/library/proposals/<uuid:proposal_id>/decline")
def decline(slug: str, proposal_id: UUID) -> Response:
    with begin() as work:
        done, refusal = _either(lambda: proposing.decline(work, proposal_id), work, proposal_id)
        here(work, slug, done)
    flash(refusal or gettext("Your words stay as they are."), _state(refusal))
    return page_of(slug, done)


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/confirmation")
def confirm(slug: str, resource_id: UUID) -> Response:
    return _did(slug, resource_id, keeping.confirm, gettext("Thank you. A facilitator looks once more."))


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/return")
def bring_back(slug: str, resource_id: UUID) -> Response:
    return _did(slug, resource_id, keeping.bring_back, gettext("It is handed in again and waits for a review."))


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/openings")
def open_for_an_hour(slug: str, resource_id: UUID) -> Response:
    with begin() as work:
        open_resource(work, resource_id, **OpeningIn().load({"reason": request.form.get("reason", "")}))
        here(work, slug, resource_id)
    flash(gettext("It is open to you for one hour. The facilitators see your reason."), "watch")
    return back(".past", slug=slug, resource_id=resource_id)


def around_resource(work: Work, seen: Seen, view: ResourceView) -> dict[str, Any]:
    """What the page of a resource shows of reviews: `library/_endorsements.html` and `library/_for_author.html`."""
    about = {"endorsements": view.endorsements, "ended": _ended(view), "to_answer": _to_answer(work, view)}
    return about | {"may_archive": view.resource.listed and seen.may_review(work) and not view.own}


def looks(work: Work, slug: str, standing: Standing | None) -> dict[str, Any]:
    """For the library's first page: what waits there for the asker alone."""
    professional = standing is not None and may(standing, Can.ENDORSE_RESOURCE, work.now)
    waiting = sum(not one.answered for one in asked_of_me(work, slug)) if professional else 0
    return {"professional": professional, "waiting": waiting, "asks": len(asked_for(work, slug))}


def _ended(view: ResourceView) -> bool:
    """Whether this needs a professional's review that holds, was published with one, and has none now."""
    was_published = view.decision is not None and view.decision.outcome == "publish"
    return view.said.changes_treatment and was_published and not view.endorsements


def _to_answer(work: Work, view: ResourceView) -> tuple[list[ProposalView], Check | None] | None:
    """For its author: other words that were proposed, and what was asked or decided when it was looked at again."""
    if not view.own:
        return None
    last = keeping.last_check(work, view.id)
    tells = last is not None and (
        (last.outcome == "ask" and last.answered_at is None and view.resource.listed)
        or (last.outcome == "archive" and view.resource.state == State.ARCHIVED)
    )
    return proposals(work, view.id), last if tells else None


def _did(slug: str, resource_id: UUID, act: Callable[[Work, UUID], Any], done: str) -> Response:
    try:
        with begin() as work:
            here(work, slug, resource_id)
            act(work, resource_id)
        flash(done, "ok")
    except Conflict as refusal:
        flash(words(refusal), "watch")
    return page_of(slug, resource_id)


def _either(act: Callable[[], Any], work: Work, proposal_id: UUID) -> tuple[UUID, str | None]:
    """The resource, and why it could not be done, in words. A conflict is found before anything is changed."""
    about = proposing.resource_of(work, proposal_id)
    try:
        act()
    except Conflict as refusal:
        return about, words(refusal)
    return about, None


def _state(refusal: str | None) -> str:
    return "watch" if refusal else "ok"
