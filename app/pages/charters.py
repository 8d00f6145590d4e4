"""The charter as it is and as it was before, and what members would have otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, render_template, request
from flask_babel import gettext

from app import limits
from app.begin import asker_id, begin, reading
from app.errors import words
from app.pages.communities import blueprint
from app.pages.frame import again, around, back, load, typed, unsaid
from app.schemas.charters import AmendmentIn, BallotIn, ReasonIn, VoteIn
from networks.charter import amending
from networks.charter.amendments import amendment, amendments
from networks.communities import charters
from networks.errors import Conflict, Invalid, NotFound
from networks.work import Work


@blueprint.get("/c/<slug>/charter")
def charter(slug: str) -> str:
    with reading() as work:
        return _page(work, slug)


@blueprint.post("/c/<slug>/charter/amendments")
def propose(slug: str) -> Any:
    limits.use("post", asker_id())

    def act(work: Work) -> None:
        amending.propose(work, slug, **load(AmendmentIn, **typed("rule", "text", "why")))

    return _done(slug, act, gettext("It is proposed. Others can support it now."))


@blueprint.post("/c/<slug>/charter/amendments/<uuid:amendment_id>/<deed>")
def amend(slug: str, amendment_id: UUID, deed: str) -> Any:
    if deed not in DEEDS:
        raise NotFound

    def act(work: Work) -> None:
        if amendment(work, amendment_id)[1].community.slug != slug:
            raise NotFound
        DEEDS[deed](work, amendment_id)

    return _done(slug, act, gettext("Saved."))


def _support(work: Work, amendment_id: UUID) -> None:
    amending.support(work, amendment_id, on=request.form.get("on") == "1")


def _decline(work: Work, amendment_id: UUID) -> None:
    amending.decline(work, amendment_id, **load(ReasonIn, **typed("reason")))


def _put_to_vote(work: Work, amendment_id: UUID) -> None:
    said = request.form.get("days", "")
    days = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 0
    amending.put_to_vote(work, amendment_id, **load(VoteIn, days=days))


def _vote(work: Work, amendment_id: UUID) -> None:
    amending.vote(work, amendment_id, **load(BallotIn, **typed("choice")))


def _withdraw(work: Work, amendment_id: UUID) -> None:
    amending.withdraw(work, amendment_id)


DEEDS: dict[str, Callable[[Work, UUID], None]] = {
    "support": _support,
    "decline": _decline,
    "vote": _put_to_vote,
    "ballot": _vote,
    "withdrawal": _withdraw,
}


def _done(slug: str, act: Callable[[Work], None], said: str) -> Any:
    try:
        with begin() as work:
            act(work)
    except Invalid as refusal:
        with reading() as work:
            return _page(work, slug, **again(refusal)), 422
    except Conflict as refusal:
        with reading() as work:
            return _page(work, slug, too_late=words(refusal), unsaid=unsaid()), 409
    flash(said, "ok")
    return back(".charter", slug=slug, _anchor="amendments")


def _page(work: Work, slug: str, **more: Any) -> str:
    seen, found = charters.versions(work, slug)
    before = [one.version.rules for one in found][1:]
    changes = [charters.compare(was, one.version.rules) for one, was in zip(found, before, strict=False)] + [[]]
    shown = {
        "steps": list(zip(found, changes, strict=False)),
        "proposals": amendments(work, slug)[1],
        "rules": [("", gettext("None of these: one more rule")), *((rule, rule) for rule in seen.community.rules)],
        "now": work.now,
    }
    return render_template("communities/charter.html", **around(work, seen, "charter"), **shown, **more)
