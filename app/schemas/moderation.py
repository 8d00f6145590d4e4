"""Cases, sanctions and the audit, in and out."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from app.schemas.fields import In, Line, Moment, Number, Pattern, Text, says
from app.schemas.people import PersonOut
from networks.audit import AuditRow
from networks.moderation.models import CaseKind, CaseState, Sanction, SanctionKind, Severity
from networks.moderation.queries import CaseView
from networks.people.models import Person


class NoteIn(In):
    body = Text(least=1, most=4000, required=True)


class DecisionStepIn(In):
    kind = fields.String(required=True, validate=validate.OneOf(list(SanctionKind)))
    until = Moment(load_default=None, allow_none=True, metadata=says("The end of a mute or suspension."))


class DecisionIn(In):
    outcome = fields.String(
        required=True,
        validate=validate.Length(1, 32, error="Please choose one of these."),
        metadata=says(
            "`approve` or `decline` for a request to join, `close` for a newcomer, `uphold` or `overturn` an appeal."
        ),
    )
    reason = Text(least=1, most=4000, required=True)
    rule = Line(
        most=300, load_default=None, allow_none=True, metadata=says("The rule of the charter, by number or words.")
    )
    version = Number(
        1,
        load_default=None,
        allow_none=True,
        metadata=says("Of a review, the version that was read. Where there is a newer one, a conflict."),
    )
    step = fields.Nested(
        DecisionStepIn,
        load_default=None,
        allow_none=True,
        metadata=says(
            "With a report, a step about the person it is about, for the same reason and by the same `rule`, which it "
            "needs: both, or neither."
        ),
    )


class HandOverIn(In):
    person_id = fields.UUID(
        required=True,
        metadata=says("Another facilitator of the community."),
        error_messages={"invalid_uuid": "Please choose one of the facilitators here."},
    )


class SanctionIn(In):
    kind = fields.String(required=True, validate=validate.OneOf(list(SanctionKind)))
    reason = Text(least=1, most=4000, required=True)
    rule = Line(least=1, most=300, required=True, metadata=says("The rule of the charter, by number or words."))
    until = Moment(load_default=None, allow_none=True, metadata=says("The end of a mute or suspension."))


class CaseArgs(Schema):
    kind = fields.String(validate=validate.OneOf(list(CaseKind)))
    state = fields.String(validate=validate.OneOf(list(CaseState)))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 100))
    cursor = fields.String(validate=Pattern(r"^[0-9]{1,9}$", error="This cursor is not one of ours."))


class RecordArgs(Schema):
    format = fields.String(load_default="jsonl", validate=validate.OneOf(["jsonl", "csv"]))


class SubjectOut(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(["person", "message", "resource", "sanction"]))
    id = fields.UUID(required=True)
    person = fields.Nested(PersonOut, required=True, allow_none=True, metadata=says("Whom it is about."))
    excerpt = fields.String(
        required=True, allow_none=True, metadata=says("The beginning of what it is about, as it was.")
    )


class AnswerOut(Schema):
    question = fields.String(required=True)
    answer = fields.String(required=True)


class SanctionOut(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    reason = fields.String(required=True)
    rule = fields.String(required=True)
    rule_text = fields.String(
        required=True, allow_none=True, metadata=says("The words of that rule when it was made, if the charter had it.")
    )
    starts_at = Moment(required=True)
    until = Moment(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)
    overturned_at = Moment(
        required=True, allow_none=True, metadata=says("An appeal came to that it should not have been: it is undone.")
    )
    by = fields.Nested(PersonOut, required=True, allow_none=True)


class CaseOut(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(CaseKind)))
    state = fields.String(required=True, validate=validate.OneOf(list(CaseState)))
    severity = fields.String(
        required=True,
        validate=validate.OneOf(list(Severity)),
        metadata=says("To whoever only reported it, as grave as they themselves said."),
    )
    subject = fields.Nested(SubjectOut, required=True)
    answers = fields.List(fields.Nested(AnswerOut), metadata=says("What somebody who asks to join answered."))
    opened_at = Moment(required=True)
    due_at = Moment(
        required=True, metadata=says("15 minutes after it was opened for red, 4 hours for amber, 24 hours for green.")
    )
    claimed_by = fields.Nested(PersonOut, required=True, allow_none=True)
    claimed_until = Moment(required=True, allow_none=True)
    decided_by = fields.Nested(PersonOut, required=True, allow_none=True)
    decided_at = Moment(required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    rule = fields.String(required=True, allow_none=True)
    step = fields.Nested(
        SanctionOut,
        required=True,
        allow_none=True,
        metadata=says("What was decided about the person with it; null to whoever only reported."),
    )


class NoteOut(Schema):
    id = fields.UUID(required=True)
    at = Moment(required=True)
    by = fields.Nested(PersonOut, required=True, allow_none=True)
    body = fields.String(required=True)


class CaseOpeningOut(Schema):
    id = fields.UUID(required=True)
    case_id = fields.UUID(required=True)
    reason = fields.String(required=True)
    opened_at = Moment(required=True)
    expires_at = Moment(required=True)


class AuditSubjectOut(Schema):
    kind = fields.String(required=True)
    id = fields.UUID(required=True, allow_none=True)


class AuditStepOut(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(list(SanctionKind)))
    until = Moment(required=True, allow_none=True, metadata=says("Null where it lasts until it is lifted."))


class AuditRowOut(Schema):
    id = fields.UUID(required=True)
    at = Moment(required=True)
    actor = fields.Nested(PersonOut, required=True, allow_none=True)
    act = fields.String(required=True, metadata=says("What was done, as in `case.decided`."))
    subject = fields.Nested(AuditSubjectOut, required=True)
    reason = fields.String(required=True, allow_none=True)
    step = fields.Nested(
        AuditStepOut,
        required=True,
        allow_none=True,
        metadata=says("Where it was taken, lifted or overturned: what about a member, and until when."),
    )
    previous = fields.String(required=True, metadata=says("The hash of the row before."))
    hash = fields.String(required=True, metadata=says("SHA-256 over the row before and this row's content."))


def case_shape(seen: CaseView) -> dict[str, Any]:
    """A case as CaseOut takes it."""
    case = seen.case
    names = (
        "id",
        "kind",
        "opened_at",
        "decided_at",
        "outcome",
        "rule",
    )
    shape = {name: getattr(case, name) for name in names} | {"reason": seen.reason}
    shape |= {"severity": seen.severity, "due_at": seen.due_at}
    subject = {"kind": seen.target[0], "id": seen.target[1], "person": seen.subject, "excerpt": seen.excerpt}
    shape |= {"claimed_by": seen.claimed_by, "claimed_until": case.claimed_until if seen.claimed_by else None}
    shape |= {"decided_by": seen.decided_by}
    shape["step"] = sanction_shape(seen.step, seen.decided_by) if seen.step else None
    return shape | {"state": seen.state, "subject": subject, "answers": case.evidence.get("answers", [])}


def sanction_shape(made: Sanction, by: Person | None) -> dict[str, Any]:
    names = ("id", "kind", "reason", "rule", "rule_text", "starts_at", "until", "ended_at", "overturned_at")
    return {name: getattr(made, name) for name in names} | {"by": by}


def audit_shape(row: AuditRow, actor: Person | None, made: Sanction | None) -> dict[str, Any]:
    names = ("id", "at", "act", "reason", "previous", "hash")
    subject = {"kind": row.subject_kind, "id": row.subject_id}
    step = {"kind": made.kind, "until": made.until} if made else None
    return {name: getattr(row, name) for name in names} | {"actor": actor, "subject": subject, "step": step}
