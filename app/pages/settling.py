"""What a community settles about its library."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext

from app.begin import begin, reading
from app.pages.frame import again, around, back, lines, load
from app.pages.library import blueprint
from app.schemas.shelves import LibraryIn
from networks.errors import Invalid
from networks.resources import settling
from networks.work import Work


@blueprint.get("/c/<slug>/settings/library")
def settings(slug: str) -> str:
    with reading() as work:
        return _page(work, slug)


@blueprint.post("/c/<slug>/settings/library")
def settle(slug: str) -> Any:
    try:
        said = load(LibraryIn, **_said())
        with begin() as work:
            settling.settle(work, slug, **said)
    except Invalid as refusal:
        with reading() as work:
            return _page(work, slug, **again(refusal)), 422
    flash(gettext("Saved."), "ok")
    return back(".settings", slug=slug)


def _said() -> dict[str, Any]:
    months = request.form.get("review_months", "")
    number = {"review_months": int(months)} if months.isascii() and months.isdigit() and len(months) < 4 else {}
    ticked = {"is_public": bool(request.form.get("is_public"))}
    return {"tags": lines("tags"), "circumstances": lines("circumstances")} | ticked | number


def _page(work: Work, slug: str, **more: Any) -> str:
    seen, library = settling.settled(work, slug)
    return render_template("library/settings.html", **around(work, seen, "settings"), library=library, **more)
