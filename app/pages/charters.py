"""The charter as it is, and as it was before."""

from __future__ import annotations

from flask import render_template

from app.begin import reading
from app.pages.communities import blueprint
from app.pages.frame import around
from networks.communities import charters


@blueprint.get("/c/<slug>/charter")
def charter(slug: str) -> str:
    with reading() as work:
        seen, found = charters.versions(work, slug)
        before = [one.version.rules for one in found[1:]] + [[]]
        steps = [
            (one, charters.compare(was, one.version.rules), one.version.number == 1)
            for one, was in zip(found, before, strict=True)
        ] if found else []  # fmt: skip
        return render_template("communities/charter.html", steps=steps, **around(work, seen, "charter"))
