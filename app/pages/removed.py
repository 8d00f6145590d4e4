"""The members' log: what was removed here, by which rule and why."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from flask import render_template, url_for
from flask_babel import format_date

from app.begin import reading
from app.pages.communities import blueprint
from app.pages.frame import around, begins_at
from app.pages.whys import whys
from networks.moderation.log import Logged, removals

PAGE: Final = 30


@blueprint.get("/c/<slug>/moderation")
def removed(slug: str) -> str:
    first = begins_at()
    with reading() as work:
        seen, found = removals(work, slug, offset=first, limit=PAGE + 1)
        more = url_for(".removed", slug=slug, after=first + PAGE) if len(found) > PAGE else None
        months = [(name, list(those)) for name, those in groupby(found[:PAGE], _month)]
        shown = {"months": months, "next": more, "whys": whys(), "first": first}
        return render_template("moderation/removed.html", **around(work, seen, "charter"), **shown)


def _month(one: Logged) -> str:
    """As it was told: in the reader's own zone it could be the month before."""
    return str(format_date(one.at.date(), "MMMM y"))
