"""What one reported, and what came of it: for oneself alone, also where one is a member no longer."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, render_template, url_for

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
        page = _page(work, found, fresh)
    if fresh:
        with suppress(Refusal), begin() as work:
            read_answers(work, fresh)
    return page


def _page(work: Work, found: list[MyReport], fresh: Collection[UUID]) -> str:
    first, reader = begins_at(), Reader.of(work)
    shown: dict[str, Any] = {
        "reports": [(one, spot(work, one), one.report.id in fresh) for one in found[:PAGE]],
        "limits": my_limits(work),
        "next": url_for(".mine", after=first + PAGE) if len(found) > PAGE else None,
        "here": url_for(".mine", after=first or None),
        "first": first,
        "whys": whys(),
        "me": replace(reader, news=max(0, reader.news - len(fresh))),
    }
    return render_template("people/reports.html", **shown)
