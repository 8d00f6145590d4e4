"""Reports and the members' log, in and out."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from app.schemas.fields import In, Line, Moment, Text, says
from app.schemas.people import PersonOut
from networks.moderation.log import Logged
from networks.moderation.models import CaseState
from networks.moderation.report_models import ReportLimit, Why
from networks.moderation.reporters import Reporter
from networks.moderation.reports import MyReport
from networks.people.models import Person
from networks.reporting import TARGETS


class TargetIn(In):
    kind = fields.String(required=True, validate=validate.OneOf(list(TARGETS)))
    id = fields.UUID(required=True)


class SentReportIn(In):
    target = fields.Nested(TargetIn, required=True)
    reason = fields.String(
        required=True,
        validate=validate.OneOf(list(Why)),
        metadata=says("`risk`: somebody may be at risk. It is read first, and no limit holds it up."),
    )
    note = Text(most=2000, load_default="")
    community = Line(most=60, load_default=None, allow_none=True, metadata=says("With a person met in several."))


class TargetOut(Schema):
    kind = fields.String(required=True)
    id = fields.UUID(required=True)


class SentReportOut(Schema):
    id = fields.UUID(required=True)
    community = fields.String(required=True, metadata=says("Its slug."))
    target = fields.Nested(TargetOut, required=True)
    reason = fields.String(required=True, validate=validate.OneOf(list(Why)))
    note = fields.String(required=True)
    at = Moment(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["open", "closed"]))
    outcome = fields.String(required=True, allow_none=True, metadata=says("`dismiss`, `remove` or `withdrawn`."))
    upheld = fields.Boolean(required=True, allow_none=True, metadata=says("Whether anything came of it."))
    answered_at = Moment(required=True, allow_none=True)
    unread = fields.Boolean(required=True, metadata=says("Whether something came of it that one has not read."))


class RemovalOut(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["message", "resource"]))
    reason = fields.String(required=True, allow_none=True, metadata=says("Why it was reported, where it was."))
    rule = fields.String(required=True, allow_none=True)
    at = Moment(required=True, metadata=says("When its month began. The day would tell whose it was."))
    restored_at = Moment(required=True, allow_none=True, metadata=says("Likewise: put back after an appeal."))
    overturned_at = Moment(
        required=True,
        allow_none=True,
        metadata=says("Likewise: an appeal found that it should not have been, also where nothing could be put back."),
    )


class ReportLimitIn(In):
    reason = Text(least=1, most=2000, required=True, metadata=says("They read it."))
    until = Moment(
        load_default=None, allow_none=True, metadata=says("Within a year from now. Without it, thirty days.")
    )


class ReportLimitOut(Schema):
    reason = fields.String(required=True)
    starts_at = Moment(required=True)
    until = Moment(required=True)
    by = fields.Nested(PersonOut, required=True, allow_none=True)


class RecordOut(Schema):
    sent = fields.Integer(required=True)
    decided = fields.Integer(required=True)
    upheld = fields.Integer(required=True, metadata=says("Of how many something came."))


class ReporterOut(Schema):
    record = fields.Nested(RecordOut, required=True)
    limit = fields.Nested(ReportLimitOut, required=True, allow_none=True)


def report_shape(mine: MyReport) -> dict[str, Any]:
    """One's own report, as SentReportOut takes it."""
    shape = {name: getattr(mine.report, name) for name in ("id", "reason", "note", "at", "upheld")}
    state = "closed" if mine.state == CaseState.CLOSED else "open"
    about = {"community": mine.community.slug, "target": {"kind": mine.kind, "id": mine.target_id}}
    came = {"outcome": mine.outcome, "answered_at": mine.answered_at, "unread": mine.is_news}
    return shape | about | {"state": state} | came


def removal_shape(made: Logged) -> dict[str, Any]:
    names = ("id", "rule", "at", "restored_at", "overturned_at")
    return {name: getattr(made, name) for name in names} | {"kind": made.kind, "reason": made.why}


def reporter_shape(found: Reporter) -> dict[str, Any]:
    limit = limit_shape(found.limit, found.by) if found.limit else None
    return {"record": found.record._asdict(), "limit": limit}


def limit_shape(made: ReportLimit, by: Person | None) -> dict[str, Any]:
    return {name: getattr(made, name) for name in ("reason", "starts_at", "until")} | {"by": by}
