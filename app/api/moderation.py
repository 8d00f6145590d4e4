"""The facilitators' queue, sanctions, and the audit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.api.frame import Blueprint, PageArgs, from_cursor, listed, to_cursor, wrapped
from app.begin import begin, reading
from app.schemas.moderation import (
    AuditRowOut,
    CaseArgs,
    CaseOut,
    DecisionIn,
    NoteIn,
    NoteOut,
    SanctionIn,
    SanctionOut,
    audit_shape,
    case_shape,
    sanction_shape,
)
from networks.errors import Invalid
from networks.moderation import actions, queries
from networks.people.queries import myself

blueprint = Blueprint("moderation", "The facilitators' queue, sanctions, the audit.")


@blueprint.route("/communities/<slug>/cases", methods=["GET"])
@blueprint.arguments(CaseArgs, location="query")
@blueprint.response(200, listed(CaseOut))
def list_cases(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """The queue, the soonest due first. Members get the cases that they opened; nobody one about themselves."""
    offset, limit = int(said.pop("cursor", 0)), said.pop("limit")
    with reading() as work:
        _, found = queries.cases(work, slug, offset=offset, limit=limit + 1, **said)
    more = str(offset + limit) if len(found) > limit else None
    return {"items": [case_shape(one) for one in found[:limit]], "next": more}


@blueprint.route("/cases/<uuid:case_id>", methods=["GET"])
@blueprint.response(200, wrapped("case", CaseOut))
def show_case(case_id: UUID) -> dict[str, Any]:
    """One case."""
    with reading() as work:
        return {"case": case_shape(queries.case(work, case_id)[0])}


@blueprint.route("/cases/<uuid:case_id>/claim", methods=["POST"])
@blueprint.response(200, wrapped("case", CaseOut))
def claim(case_id: UUID) -> dict[str, Any]:
    """Take a case for half an hour."""
    with begin() as work:
        return {"case": case_shape(actions.claim(work, case_id))}


@blueprint.route("/cases/<uuid:case_id>/notes", methods=["GET"])
@blueprint.response(200, listed(NoteOut))
def list_notes(case_id: UUID) -> dict[str, Any]:
    """What facilitators wrote about a case."""
    with reading() as work:
        found = queries.notes(work, case_id)
        return {"items": [note_shape(note, by) for note, by in found], "next": None}


@blueprint.route("/cases/<uuid:case_id>/notes", methods=["POST"])
@blueprint.arguments(NoteIn)
@blueprint.response(201, wrapped("note", NoteOut))
def add_note(said: dict[str, str], case_id: UUID) -> dict[str, Any]:
    """Write something for the other facilitators."""
    with begin() as work:
        return {"note": note_shape(actions.add_note(work, case_id, **said), myself(work))}


@blueprint.route("/cases/<uuid:case_id>/decision", methods=["POST"])
@blueprint.arguments(DecisionIn)
@blueprint.response(200, wrapped("case", CaseOut))
def decide(said: dict[str, Any], case_id: UUID) -> dict[str, Any]:
    """Close a case with an outcome and its reason. Once: the second one gets a conflict that names the first."""
    with begin() as work:
        return {"case": case_shape(actions.decide(work, case_id, outcome=said["outcome"], reason=said["reason"]))}


@blueprint.route("/communities/<slug>/members/<uuid:person_id>/sanctions", methods=["POST"])
@blueprint.arguments(SanctionIn)
@blueprint.response(201, wrapped("sanction", SanctionOut))
def sanction(said: dict[str, Any], slug: str, person_id: UUID) -> dict[str, Any]:
    """Answer what somebody did: a note for staff, a warning, a mute, a suspension, or a ban."""
    with begin() as work:
        return {"sanction": sanction_shape(actions.sanction(work, slug, person_id, **said), myself(work))}


@blueprint.route("/sanctions/<uuid:sanction_id>", methods=["DELETE"])
@blueprint.response(204)
def end_sanction(sanction_id: UUID) -> None:
    """Lift a sanction before its end."""
    with begin() as work:
        actions.end_sanction(work, sanction_id)


@blueprint.route("/communities/<slug>/audit", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(AuditRowOut))
def audit(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """What was decided here, newest first, chained by hashes. Facilitators and operators."""
    limit, before = said["limit"], _position(from_cursor(said.get("cursor")))
    with reading() as work:
        found = queries.audit(work, slug, before=before, limit=limit + 1)
    more = to_cursor(found[limit - 1][0].position) if len(found) > limit else None
    return {"items": [audit_shape(row, actor) for row, actor in found[:limit]], "next": more}


def note_shape(note: Any, by: Any) -> dict[str, Any]:
    return {"id": note.id, "at": note.at, "body": note.body, "by": by}


def _position(said: str) -> int | None:
    if said and not said.isdigit():
        raise Invalid(fields={"cursor": "This cursor is not one of ours."})
    return int(said) if said else None
