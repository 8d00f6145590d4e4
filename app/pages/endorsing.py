"""A professional's own page: what they were asked to look at, and what they answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.begin import begin, reading
from app.errors import words
from app.pages.frame import again, around, back, load, typed
from app.pages.reviews import blueprint, here, page_of
from app.schemas.reviews import AdviceIn, EndorsementIn
from networks.communities.queries import inside
from networks.errors import Conflict, Invalid, NotFound
from networks.policy import Can, may
from networks.resources import endorsing
from networks.resources.desk import asked_of_me, professionals_view
from networks.work import Work


@blueprint.get("/c/<slug>/library/asked")
def asked(slug: str) -> str:
    with reading() as work:
        found, seen = asked_of_me(work, slug), inside(work, slug)
        if seen.standing is None or not may(seen.standing, Can.ENDORSE_RESOURCE, work.now):
            raise NotFound
        return render_template("library/asked.html", wanted=found, **around(work, seen, "library"))


@blueprint.get("/c/<slug>/library/asked/<uuid:resource_id>")
def asked_page(slug: str, resource_id: UUID) -> str:
    with reading() as work:
        return _page(work, slug, resource_id)


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/endorsement")
def endorse(slug: str, resource_id: UUID) -> Any:
    def answer(work: Work) -> None:
        said = load(EndorsementIn, version=_number("version"), months=_number("months"), **typed("interests"))
        endorsing.endorse(work, resource_id, **said)

    return _answered(slug, resource_id, answer, gettext("Thank you. The facilitators see that you stand by it."))


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/advice")
def advise(slug: str, resource_id: UUID) -> Any:
    def answer(work: Work) -> None:
        said = load(AdviceIn, version=_number("version"), reason=request.form.get("against", ""))
        endorsing.advise_against(work, resource_id, **said)

    return _answered(slug, resource_id, answer, gettext("Thank you. The facilitators read your reason."))


@blueprint.post("/c/<slug>/library/endorsements/<uuid:endorsement_id>/end")
def end(slug: str, endorsement_id: UUID) -> Response:
    with begin() as work:
        found = endorsing.revoke(work, endorsement_id)
        here(work, slug, found.id)
        resource_id, listed, mine = found.id, found.listed, inside(work, slug).standing
    flash(gettext("It is ended. Nobody is shown it any more."), "ok")
    if mine is not None and mine.is_facilitator and not listed:
        return back("moderation.queue", slug=slug)
    return page_of(slug, resource_id) if listed else back(".asked", slug=slug)


def _answered(slug: str, resource_id: UUID, answer: Callable[[Work], None], thanks: str) -> Any:
    try:
        with begin() as work:
            here(work, slug, resource_id)
            answer(work)
    except Invalid as refusal:
        with reading() as work:
            return _page(work, slug, resource_id, **again(refusal)), 422
    except Conflict as refusal:
        with reading() as work:
            return _page(work, slug, resource_id, too_late=words(refusal), form=request.form.to_dict()), 409
    flash(thanks, "ok")
    return back(".asked", slug=slug)


def _page(work: Work, slug: str, resource_id: UUID, **more: Any) -> str:
    here(work, slug, resource_id)
    found, wanted = professionals_view(work, resource_id)
    shown = around(work, inside(work, slug), "library")
    return render_template("library/asked_page.html", review=found, wanted=wanted, **shown, **more)


def _number(name: str) -> int:
    said = request.form.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0
