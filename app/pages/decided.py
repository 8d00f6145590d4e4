"""What forms that decide a case have in common: the reason, and where somebody goes on afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import flash, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.begin import begin
from app.pages.frame import back
from networks.errors import Invalid
from networks.moderation import holding
from networks.overview import giving
from networks.work import Work


def reason_given() -> str:
    """What was written, or else the reason that was chosen from those often given."""
    said = request.form.get("reason", "").strip() or request.form.get("often", "").strip()
    if not said:
        raise Invalid(fields={"reason": "Please give the reason in a sentence or two."})
    return said


def rule_given() -> str:
    """The first of a list would be named by whoever is in a hurry: none is chosen beforehand."""
    said = request.form.get("rule", "").strip()
    if not said:
        raise Invalid(fields={"rule": "Please choose the rule that it breaks."})
    return said


def until_given(work: Work, kind: str) -> datetime | None:
    """When a step ends that lasts for a time."""
    days = request.form.get("days", "")
    lasts = kind in ("mute", "suspension") and days.isascii() and days.isdigit() and len(days) < 4
    return work.now + timedelta(days=int(days)) if lasts else None


def go_on(slug: str) -> Response:
    """To the queue, or into the next case where somebody asked for it with their decision."""
    return into_next(slug) if request.form.get("then") == "next" else back("moderation.queue", slug=slug)


def into_next(slug: str, *, anyway: bool = False) -> Response:
    """Into the next case. Whoever has had enough is asked first, unless they want it `anyway`."""
    with begin() as work:
        if not anyway and giving.enough(work, slug) is not None:
            return back("moderation.queue", slug=slug, ask="next", _anchor="enough")
        taken = holding.take_next(work, slug)
        case_id = taken.case.id if taken else None
    if case_id is None:
        flash(gettext("There is nothing that nobody has."), "ok")
        return back("moderation.queue", slug=slug)
    return back("moderation.case", slug=slug, case_id=case_id)
