"""Trying what is in the library, over HTTP: to say so, to tell how it went, to see how it went for others."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.api.described import refuses
from app.api.frame import Blueprint, Nothing, wrapped
from app.begin import begin, reading
from app.schemas.trying import OutcomesOut, TrialIn, TrialOut, TryReportIn, TryReportOut, outcomes_shape, spoken
from networks.resources import outcomes as told
from networks.resources import trying

blueprint = Blueprint("trying", "What members try, and what became of it.")

REPORT = {"version": 1, "illness": "less", "treatment": "same", "effort": "some", "days": 28, "kept": True}


@blueprint.route("/resources/<uuid:resource_id>/trial", methods=["PUT"])
@blueprint.arguments(TrialIn, example={"days": 28})
@blueprint.response(200, wrapped("trial", TrialOut))
@refuses(403, 409)
def start(said: dict[str, Any], resource_id: UUID) -> dict[str, Any]:
    """Say that one is trying it. To be asked how it went after so many days, whatever became of it. Nobody else learns
    of it, not even as a number. Saying it again begins anew.
    """
    with begin() as work:
        return {"trial": trying.start(work, resource_id, **said)}


@blueprint.route("/resources/<uuid:resource_id>/trial", methods=["DELETE"])
@blueprint.response(200, Nothing)
def stop(resource_id: UUID) -> dict[str, Any]:
    """Not be asked any more. Doing it twice does it once."""
    with begin() as work:
        trying.stop_asking(work, resource_id)
    return {}


@blueprint.route("/resources/<uuid:resource_id>/try-report", methods=["GET"])
@blueprint.response(200, wrapped("try_report", TryReportOut))
def show(resource_id: UUID) -> dict[str, Any]:
    """One's own report. The one that counts; nobody else's can be read. Where there is none, 404."""
    with reading() as work:
        return {"try_report": trying.my_report(work, resource_id)}


@blueprint.route("/resources/<uuid:resource_id>/try-report", methods=["PUT"])
@blueprint.arguments(TryReportIn, example=REPORT)
@blueprint.response(200, wrapped("try_report", TryReportOut))
@refuses(403, 409)
def report(said: dict[str, Any], resource_id: UUID) -> dict[str, Any]:
    """Tell how it went. One report counts for each member, the last; for members, not for whoever offered it. A version
    that says something else by now is a conflict. Counts move in weekly releases, each with five newcomers at least.
    """
    with begin() as work:
        return {"try_report": trying.report(work, resource_id, **spoken(said))}


@blueprint.route("/resources/<uuid:resource_id>/try-report", methods=["DELETE"])
@blueprint.response(200, Nothing)
def take_back(resource_id: UUID) -> dict[str, Any]:
    """Take a report back. Its answers are gone at once, and from the next counts. Doing it twice does it once."""
    with begin() as work:
        trying.withdraw_report(work, resource_id)
    return {}


@blueprint.route("/resources/<uuid:resource_id>/outcomes", methods=["GET"])
@blueprint.response(200, wrapped("outcomes", OutcomesOut))
def outcomes(resource_id: UUID) -> dict[str, Any]:
    """How it went. Counts of all who reported, with 95 % intervals, as the last weekly release has them. Below five
    people every number is null and `suppressed` true.
    """
    with reading() as work:
        return {"outcomes": outcomes_shape(told.outcomes(work, resource_id))}
