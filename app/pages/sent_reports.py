"""What one reported, and what came of it: for oneself alone, also where one is a member no longer."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from flask import Blueprint, render_template, request, url_for

from app.begin import begin, reading
from app.pages.frame import Reader, begins_at, to_signin
from app.pages.whys import whys
from networks.errors import Refusal, Unauthenticated
from networks.moderation.answering import read_answers
from networks.moderation.reports import MyReport, my_limits, my_reports
from networks.reported import spot
from networks.work import Work

PAGE: Final = 20

blueprint = Blueprint("sent_reports", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)


@blueprint.get("/account/reports")
def mine() -> str:
    """Whoever opens it has read the answers that stand on it. What cannot be noted just now is still to be read."""
    with reading() as work:
        found = my_reports(work, offset=begins_at(), limit=PAGE + 1)
        fresh = [one.report.id for one in found[:PAGE] if one.is_news]
        page = _page(work, found, len(fresh))
    if fresh:
        with suppress(Refusal), begin() as work:
            read_answers(work, fresh)
    return page


def _page(work: Work, found: list[MyReport], fresh: int) -> str:
    first, reader, since = begins_at(), Reader.of(work), _since()
    shown: dict[str, Any] = {
        "reports": [(one, spot(work, one), one.is_news or one.was_read_since(since)) for one in found[:PAGE]],
        "limits": my_limits(work),
        "next": url_for(".mine", after=first + PAGE) if len(found) > PAGE else None,
        "here": url_for(".mine", after=first or None, since=(since or work.now).timestamp()),
        "first": first,
        "whys": whys(),
        "me": replace(reader, news=max(0, reader.news - fresh)),
    }
    return render_template("people/reports.html", **shown)


def _since() -> datetime | None:
    """When the page was opened, if it asks for itself again while it stands: what was new on it must stay so."""
    with suppress(OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(float(request.args.get("since", "")), UTC)
    return None
