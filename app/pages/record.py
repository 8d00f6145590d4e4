"""The record of decisions."""

from __future__ import annotations

from typing import Final

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from app import record
from app.begin import reading
from app.pages.frame import around
from app.pages.moderation import blueprint
from networks.communities.queries import inside
from networks.errors import NotFound
from networks.moderation import queries
from networks.moderation.spoken import spoken_of

PAGE: Final = 40


@blueprint.get("/c/<slug>/audit")
def audit(slug: str) -> str:
    said = request.args.get("before", "")
    before = int(said) if said.isascii() and said.isdigit() and len(said) < 16 else None
    with reading() as work:
        found = queries.audit(work, slug, before=before, limit=PAGE + 1)
        more = url_for(".audit", slug=slug, before=found[PAGE - 1][0].position) if len(found) > PAGE else None
        seen = inside(work, slug)
        spoken = spoken_of(work, seen.community.id, (row for row, _ in found[:PAGE]))
        shown = around(work, seen, "settings")
        return render_template("moderation/audit.html", rows=found[:PAGE], next=more, spoken=spoken, **shown)


@blueprint.get("/c/<slug>/audit/file")
def audit_file(slug: str) -> Response:
    form = request.args.get("format", "")
    if form not in record.FORMATS:
        raise NotFound
    return record.answer(form, slug)
