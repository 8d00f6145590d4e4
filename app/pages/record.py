"""The record of decisions, all of it or what somebody looks for in it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from app import looked, record
from app.begin import reading
from app.looks import zone
from app.pages.frame import around
from app.pages.moderation import blueprint
from networks.communities.queries import inside
from networks.errors import NotFound
from networks.moderation import queries
from networks.moderation.sought import KINDS, LOOKS, Sought
from networks.moderation.spoken import spoken_of

PAGE: Final = 40
LONGEST: Final = 60
YEARS: Final = range(1970, 9999)


class Wish(NamedTuple):
    """What the form holds; `until` is the last day of all."""

    kind: str
    by: str
    about: str
    since: str
    until: str

    @property
    def sought(self) -> Sought:
        kind = self.kind if self.kind in (*KINDS, LOOKS) else None
        return Sought(kind, self.by, self.about, _begin(self.since), _begin(self.until, timedelta(days=1)))


@blueprint.get("/c/<slug>/audit")
def audit(slug: str) -> str:
    looked.record_on_record(slug)
    said, wish = request.args.get("before", ""), _wish()
    before = int(said) if said.isascii() and said.isdigit() and len(said) < 16 else None
    with reading() as work:
        found = queries.audit(work, slug, sought=wish.sought, before=before, limit=PAGE + 1)
        more = _address(slug, wish, before=found[PAGE - 1][0].position) if len(found) > PAGE else None
        seen = inside(work, slug)
        spoken = spoken_of(work, seen.community.id, [row for row, _ in found[:PAGE]])
        context: dict[str, Any] = {"rows": found[:PAGE], "next": more, "spoken": spoken, "wish": wish}
        return render_template("moderation/audit.html", **context, **around(work, seen, "settings"))


def _wish() -> Wish:
    """What the address asks for, cut where nobody would type on."""
    return Wish(*(request.args.get(name, "")[:LONGEST].strip() for name in Wish._fields))


def _begin(day: str, more: timedelta = timedelta()) -> datetime | None:
    """When a day begins where the reader is. What is no day narrows nothing."""
    with suppress(ValueError):
        found = date.fromisoformat(day)
        if found.year in YEARS:
            return datetime.combine(found + more, time.min, zone()).astimezone(UTC)
    return None


def _address(slug: str, wish: Wish, before: int) -> str:
    said: dict[str, Any] = {name: value for name, value in wish._asdict().items() if value}
    return url_for(".audit", slug=slug, before=before, **said)


@blueprint.get("/c/<slug>/audit/file")
def audit_file(slug: str) -> Response:
    form = request.args.get("format", "")
    if form not in record.FORMATS:
        raise NotFound
    return record.answer(form, slug)
