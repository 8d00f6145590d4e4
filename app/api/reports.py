"""Telling the facilitators about something, what came of it, and what was removed here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app import limits
from app.api.described import refuses
from app.api.frame import Blueprint, PageArgs, listed, position, to_cursor, wrapped
from app.begin import asker_id, begin, reading
from app.schemas.reports import (
    RemovalOut,
    ReporterOut,
    ReportLimitIn,
    ReportLimitOut,
    SentReportIn,
    SentReportOut,
    limit_shape,
    removal_shape,
    report_shape,
    reporter_shape,
)
from app.schemas.safety import heard
from app.support import support_for, supported
from networks.moderation import limiting, reporters
from networks.moderation.answering import read_answers
from networks.moderation.log import removals
from networks.moderation.reports import my_report, my_reports
from networks.people.queries import myself
from networks.reporting import report as tell

blueprint = Blueprint("reports", "Reports, what came of them, and the members' log of what was removed.")

SAID = {
    "target": {"kind": "message", "id": "6f0c7c54-57a0-4a0e-9a53-0f4f2f3a0a11"},
    "reason": "harmful_advice",
    "note": "It tells somebody to stop a treatment.",
}

LIMIT = {"reason": "Nine reports in a week; nothing came of any of them.", "until": "2027-01-31T18:00:00Z"}


@blueprint.route("/reports", methods=["POST"])
@blueprint.arguments(SentReportIn, example=SAID)
@blueprint.response(201, heard("report", SentReportOut, "FiledReport"))
@blueprint.alt_response(
    200, schema=heard("report", SentReportOut, "FiledReport"), description="It was reported before."
)
@refuses(403, 404, 409)
def report(said: dict[str, Any]) -> Any:
    """Report something. A message, something in the library, or a person: what one may see, never oneself. The
    facilitators read it with what stood around it, and whoever it is about never learns who told. While it is open, the
    same again is the same report, with what is said now. Of a conversation of two, either can report what the other
    said: what is kept of it is then read by whoever decides, and by neither of the two. As with a message, `support`
    stands beside it where something in the note may mean that its author is at risk.
    """
    limits.use("report", asker_id())
    target = said.pop("target")
    with begin() as work:
        made, is_new = tell(work, target["kind"], target["id"], **said)
        mine = report_shape(my_report(work, made.id))
    shown = supported({"report": mine}, support_for(said["note"], asker_id(), slug=mine["community"]))
    return shown if is_new else (shown, 200)


@blueprint.route("/me/reports", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(SentReportOut))
def mine(said: dict[str, Any]) -> dict[str, Any]:
    """What one reported. With what came of it, the latest first, also in communities that one has left."""
    offset, limit = position(said.get("cursor")) or 0, said["limit"]
    with reading() as work:
        found = my_reports(work, offset=offset, limit=limit + 1)
        items = [report_shape(one) for one in found[:limit]]
    return {"items": items, "next": to_cursor(offset + limit) if len(found) > limit else None}


@blueprint.route("/reports/<uuid:report_id>/seen", methods=["PUT"])
@blueprint.response(204)
def see(report_id: UUID) -> None:
    """Note that one has read what came of a report. It is among the unread answers no longer."""
    with begin() as work:
        read_answers(work, [my_report(work, report_id).report.id])


@blueprint.route("/communities/<slug>/moderation", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(RemovalOut))
def log(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """What was removed here. By which rule and why, without names, without the words and without the day, the latest
    month first. For members and operators.
    """
    offset, limit = position(said.get("cursor")) or 0, said["limit"]
    with reading() as work:
        _, found = removals(work, slug, offset=offset, limit=limit + 1)
        items = [removal_shape(one) for one in found[:limit]]
    return {"items": items, "next": to_cursor(offset + limit) if len(found) > limit else None}


@blueprint.route("/communities/<slug>/members/<uuid:person_id>/report-limit", methods=["GET"])
@blueprint.response(200, wrapped("reporter", ReporterOut))
@refuses(403)
def show_reporter(slug: str, person_id: UUID) -> dict[str, Any]:
    """How a member reports. How many reports they sent here, how many are decided, of how many something came, and the
    limit that holds. For facilitators and operators, never about oneself. What a member reported about the caller is
    not counted, and what others decided after it is not shown.
    """
    with reading() as work:
        return {"reporter": reporter_shape(reporters.reporter(work, slug, person_id))}


@blueprint.route("/communities/<slug>/members/<uuid:person_id>/report-limit", methods=["POST"])
@blueprint.arguments(ReportLimitIn, example=LIMIT)
@blueprint.response(201, wrapped("limit", ReportLimitOut))
@refuses(403, 409)
def limit_reports(said: dict[str, Any], slug: str, person_id: UUID) -> dict[str, Any]:
    """Limit a member's reports. To one a day, until then; whoever is at risk can always be reported, and so can whoever
    set the limit. It replaces the one before. About oneself nobody may; about facilitators only operators. A conflict
    where the caller can read no report of theirs.
    """
    limits.use("write", asker_id())
    with begin() as work:
        return {"limit": limit_shape(limiting.limit_reports(work, slug, person_id, **said), myself(work))}


@blueprint.route("/communities/<slug>/members/<uuid:person_id>/report-limit", methods=["DELETE"])
@blueprint.response(204)
@refuses(403)
def free_reports(slug: str, person_id: UUID) -> None:
    """Lift the limit on a member's reports. Before its end. Doing it twice does it once."""
    with begin() as work:
        limiting.free_reports(work, slug, person_id)
