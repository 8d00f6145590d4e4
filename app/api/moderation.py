"""The facilitators' queue, sanctions, and the audit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields, validate

from app import limits, looked, record
from app.api.described import refuses
from app.api.frame import Blueprint, PageArgs, listed, part, position, to_cursor, wrapped
from app.begin import asker_id, begin, reading
from app.schemas.fields import Line, Moment, says
from app.schemas.moderation import (
    AuditRowOut,
    CaseArgs,
    CaseOut,
    DecisionIn,
    NoteIn,
    NoteOut,
    RecordArgs,
    SanctionIn,
    SanctionOut,
    audit_shape,
    case_shape,
    sanction_shape,
)
from app.unveiled import cases_on_record
from networks.care import closing
from networks.communities.queries import inside
from networks.moderation import actions, queries, sanctioning
from networks.moderation.naming import named
from networks.moderation.sought import KINDS, LOOKS, Sought
from networks.moderation.spoken import steps_of
from networks.people.queries import myself

blueprint = Blueprint("moderation", "The facilitators' queue, sanctions, the audit.")

MUTE = {
    "kind": "mute",
    "reason": "Three times advice to stop a prescribed treatment.",
    "rule": "2. No medical orders.",
    "until": "2027-01-31T18:00:00Z",
}


class AuditArgs(PageArgs):
    kind = fields.String(validate=validate.OneOf([*KINDS, LOOKS]), metadata=says("Of act; `looks`: what was opened."))
    by = Line(most=60, metadata=says("Who did it: a handle."))
    about = Line(most=60, metadata=says("Whom it is about: a handle. Decisions about somebody’s words are left out."))
    since = Moment()
    until = Moment(metadata=says("Only what was before it."))


@blueprint.route("/communities/<slug>/cases", methods=["GET"])
@blueprint.arguments(CaseArgs, location="query")
@blueprint.response(200, listed(CaseOut))
def list_cases(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """The queue. For facilitators and operators, the gravest first and of those the soonest due; closed cases, the
    latest first. Members get the cases that they opened, the latest first. Nobody gets one about themselves. Who said
    something anonymously is told to facilitators, and the audit says once a day who learned whose.
    """
    offset, limit = int(said.pop("cursor", 0)), said.pop("limit")
    with reading() as work:
        _, found = queries.cases(work, slug, offset=offset, limit=limit + 1, **said)
    more = str(offset + limit) if len(found) > limit else None
    return {"items": [case_shape(one) for one in cases_on_record(found[:limit])], "next": more}


@blueprint.route("/cases/<uuid:case_id>", methods=["GET"])
@blueprint.response(200, wrapped("case", CaseOut))
def show_case(case_id: UUID) -> dict[str, Any]:
    """One case. For facilitators and operators, and for whoever opened it. About oneself it is not found. Who said
    something anonymously is told to facilitators, on record as in the list.
    """
    with reading() as work:
        found = queries.case(work, case_id)[0]
    return {"case": case_shape(cases_on_record([found])[0])}


@blueprint.route("/cases/<uuid:case_id>/claim", methods=["POST"])
@blueprint.response(200, wrapped("case", CaseOut))
@refuses(403, 409)
def claim(case_id: UUID) -> dict[str, Any]:
    """Take a case for half an hour. Where somebody else has it, the conflict names them. Claiming again renews one's
    own claim.
    """
    with begin() as work:
        return {"case": case_shape(named(work, actions.claim(work, case_id)))}


@blueprint.route("/cases/<uuid:case_id>/notes", methods=["GET"])
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, listed(NoteOut))
@refuses(403)
def list_notes(said: dict[str, Any], case_id: UUID) -> dict[str, Any]:
    """Staff notes on a case. What facilitators wrote to each other, oldest first. Nobody else finds them; of an appeal
    they are not for whoever decided the first time.
    """
    with reading() as work:
        found = queries.notes(work, case_id)
        return part([note_shape(note, by) for note, by in found], said)


@blueprint.route("/cases/<uuid:case_id>/notes", methods=["POST"])
@blueprint.arguments(NoteIn)
@blueprint.response(201, wrapped("note", NoteOut))
@refuses(403)
def add_note(said: dict[str, str], case_id: UUID) -> dict[str, Any]:
    """Write a staff note. For the other facilitators. Whoever decided the first time writes none on the appeal."""
    limits.use("write", asker_id())
    with begin() as work:
        return {"note": note_shape(actions.add_note(work, case_id, **said), myself(work))}


@blueprint.route("/cases/<uuid:case_id>/decision", methods=["POST"])
@blueprint.arguments(DecisionIn, example={"outcome": "approve", "reason": "Welcome."})
@blueprint.response(200, wrapped("case", CaseOut))
@refuses(403, 409)
def decide(said: dict[str, Any], case_id: UUID) -> dict[str, Any]:
    """Decide a case. With an outcome (`approve` or `decline` for a request to join, `close` for a newcomer) and its
    reason. Once: the second one gets a conflict that names the first. A `version` that is not the newest any more is a
    conflict too. Of an amber or red safety case the reason of `close` stands for the steps that nobody noted with
    `POST /cases/ID/steps`; it is kept as `at_once` among them, and the audit names those that it stands for. With
    `remove` please name the `rule`: where none is, the case, the record and the members' log say so.

    A report can be decided with a `step` about its person: `dismiss` leaves what was reported, and whoever reported it
    learns that something came of it (`upheld`), and not what. A step that is not allowed decides nothing. About
    somebody who wrote anonymously facilitators alone take one: the audit names them, and says that whoever decided
    learned who it was.
    """
    if said["step"]:
        limits.use("write", asker_id())
    with begin() as work:
        return {"case": case_shape(named(work, closing.decide(work, case_id, **said)))}


@blueprint.route("/communities/<slug>/members/<uuid:person_id>/sanctions", methods=["POST"])
@blueprint.arguments(SanctionIn, example=MUTE)
@blueprint.response(201, wrapped("sanction", SanctionOut))
@refuses(403)
def sanction(said: dict[str, Any], slug: str, person_id: UUID) -> dict[str, Any]:
    """Sanction a member. A note for staff, a warning, a mute, a suspension, or a ban. Without `until` a mute or
    suspension lasts until it is lifted. About oneself nobody may; about facilitators only operators. The same once
    more within a minute is one: the answer has the first.
    """
    limits.use("write", asker_id())
    with begin() as work:
        return {"sanction": sanction_shape(sanctioning.sanction(work, slug, person_id, **said), myself(work))}


@blueprint.route("/sanctions/<uuid:sanction_id>", methods=["DELETE"])
@blueprint.response(204)
@refuses(403)
def end_sanction(sanction_id: UUID) -> None:
    """Lift a sanction. Before its end; what it took comes back. Doing it twice does it once. About oneself it is not
    found; a facilitator's is lifted by operators.
    """
    with begin() as work:
        sanctioning.end_sanction(work, sanction_id)


@blueprint.route("/communities/<slug>/audit", methods=["GET"])
@blueprint.arguments(AuditArgs, location="query")
@blueprint.response(200, listed(AuditRowOut))
@refuses(403)
def audit(said: dict[str, Any], slug: str) -> dict[str, Any]:
    """The audit. What was decided here, newest first, for facilitators and operators; all of it, or what is looked for.
    Each row's `hash` is SHA-256 over the row before it (`previous`) and its own content. That somebody reads it goes on
    record too, once a day for each.
    """
    looked.record_on_record(slug)
    limit, before = said.pop("limit"), position(said.pop("cursor", None))
    with reading() as work:
        found = queries.audit(work, slug, sought=Sought(**said), before=before, limit=limit + 1)
        made = steps_of(work, inside(work, slug).community.id, [row for row, _ in found])
    more = to_cursor(found[limit - 1][0].position) if len(found) > limit else None
    return {"items": [audit_shape(row, actor, made.get(row.id)) for row, actor in found[:limit]], "next": more}


@blueprint.route("/communities/<slug>/audit/export", methods=["GET"])
@blueprint.arguments(RecordArgs, location="query")
@blueprint.response(200, content_type="application/x-ndjson", schema={"type": "string"})
@blueprint.alt_response(200, schema={"type": "string"}, content_type="text/csv")
@refuses(403)
def export_audit(said: dict[str, str], slug: str) -> Response:
    """The audit as a file. All of it, newest first, for facilitators and operators: as JSON lines with all that a seal
    is made over, or as CSV for spreadsheets, an apostrophe before each cell that a spreadsheet would run. That somebody
    takes it out goes on record first, once a day for each.
    """
    return record.answer(said["format"], slug)


def note_shape(note: Any, by: Any) -> dict[str, Any]:
    return {"id": note.id, "at": note.at, "body": note.body, "by": by}
