"""Limiting whoever reports to harass, from a case or on their page, and freeing them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from flask import flash, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import limits
from app.begin import asker_id, begin, reading
from app.pages.frame import again, back, load, onward
from app.pages.members import profile
from app.pages.reports import blueprint
from app.schemas.reports import ReportLimitIn
from networks.errors import Invalid
from networks.moderation import limiting

DAYS: Final = ("7", "30", "90")
"""For how long a page offers to limit somebody."""


@blueprint.post("/c/<slug>/members/<uuid:person_id>/report-limit")
def limit(slug: str, person_id: UUID) -> Any:
    limits.use("write", asker_id())
    try:
        said = load(ReportLimitIn, reason=request.form.get("limit_reason", ""))
        with begin() as work:
            said["until"] = work.now + timedelta(days=_days())
            limiting.limit_reports(work, slug, person_id, **said)
    except Invalid as refusal:
        faults = Invalid(fields={"limit_reason": " ".join(refusal.fields.values())})
        with reading() as work:
            return profile(work, slug, person_id, **again(faults)), 422
    flash(gettext("Done. They can send one report a day, and read why."), "ok")
    return _to_reporter(slug, person_id)


@blueprint.post("/c/<slug>/members/<uuid:person_id>/report-limit/end")
def free(slug: str, person_id: UUID) -> Response:
    with begin() as work:
        limiting.free_reports(work, slug, person_id)
    flash(gettext("They can report as everybody does."), "ok")
    return _to_reporter(slug, person_id)


def _days() -> int:
    said = request.form.get("limit_days", "")
    return int(said) if said in DAYS else limiting.USUAL.days


def _to_reporter(slug: str, person_id: UUID) -> Response:
    """Back to the case from which it was done, or else to their page."""
    wanted = request.form.get("next")
    return onward(wanted) if wanted else back("communities.member", slug=slug, person_id=person_id, _anchor="reports")
