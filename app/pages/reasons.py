"""Reasons that a community's reviewers give often."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template
from flask_babel import gettext

from app.begin import begin, reading
from app.pages.frame import again, around, back, lines, load
from app.pages.reviews import blueprint
from app.schemas.reviews import ReasonsIn
from networks.communities.queries import inside
from networks.errors import Invalid
from networks.resources import reasons
from networks.work import Work


@blueprint.get("/c/<slug>/settings/reasons")
def often(slug: str) -> str:
    with reading() as work:
        return _page(work, slug)


@blueprint.post("/c/<slug>/settings/reasons")
def set_often(slug: str) -> Any:
    try:
        said = load(ReasonsIn, **{outcome: lines(outcome) for outcome in reasons.OUTCOMES})
        with begin() as work:
            reasons.set_reasons(work, slug, **said)
    except Invalid as refusal:
        with reading() as work:
            return _page(work, slug, **again(refusal)), 422
    flash(gettext("Saved."), "ok")
    return back(".often", slug=slug)


def _page(work: Work, slug: str, **more: Any) -> str:
    found = reasons.reasons(work, slug)
    shown = around(work, inside(work, slug), "settings")
    return render_template("library/reasons.html", often=found, **shown, **more)
