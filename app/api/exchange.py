"""The library as a file, over HTTP."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from app import exchange
from app.api.described import refuses
from app.api.frame import Blueprint, wrapped
from app.schemas.exchange import ExportArgs, ImportIn, LibraryExportOut, ReportOut, report_shape

blueprint = Blueprint("exchange", "The library as a file, out and in.")

ROW = "kind,title,body,tags\r\ntip,Pacing a workday,Pick three things that must happen.,work\r\n"
SHEET: Final = {"type": "string"}


@blueprint.route("/communities/<slug>/resources/export", methods=["GET"])
@blueprint.arguments(ExportArgs, location="query")
@blueprint.response(200, LibraryExportOut)
@blueprint.alt_response(200, schema=SHEET, content_type="text/csv")
@refuses(403)
def export(said: dict[str, str], slug: str) -> Response:
    """The published library as a file. As JSON, or as CSV for spreadsheets: UTF-8 with a byte order mark, an apostrophe
    before each cell that a spreadsheet would run. Published versions only, without anybody's name. For facilitators.
    """
    return exchange.answer(said["format"], slug)


@blueprint.route("/communities/<slug>/resources/import", methods=["POST"])
@blueprint.arguments(ImportIn, example={"format": "csv", "content": ROW, "dry_run": True})
@blueprint.response(200, wrapped("report", ReportOut))
@refuses(403)
def import_(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """Bring a file in. What an export has, 500 at most. A dry run tells line by line what would come in, what is wrong
    and what is there already. Otherwise all that is new becomes submissions of whoever brings it in, for somebody else
    to review, or nothing does: 422 where any line is wrong. Done twice, it makes nothing twice. For facilitators.
    """
    if said["dry_run"]:
        return {"report": report_shape(exchange.looked_through(slug, said["format"], said["content"]))}
    *_, last = exchange.bring(slug, said["format"], said["content"])
    return {"report": report_shape(last.found or [], last.made)}
