"""Decisions about oneself and appeals against them, in and out."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from app.schemas.fields import In, Moment, Text, says
from app.schemas.moderation import SanctionOut, sanction_shape
from app.schemas.people import PersonOut
from networks.moderation.appeal_models import Against, Appeal
from networks.moderation.appeals import Decision, Heard, Written


class AppealIn(In):
    statement = Text(least=1, most=4000, required=True)


class ReplyIn(In):
    body = Text(least=1, most=2000, required=True)


class ReplyOut(Schema):
    id = fields.UUID(required=True)
    at = Moment(required=True)
    by_appellant = fields.Boolean(required=True)
    by = fields.Nested(
        PersonOut, required=True, allow_none=True, metadata=says("Null for facilitators, to whoever appeals.")
    )
    body = fields.String(required=True)


class AppealSubjectOut(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(list(Against)))
    id = fields.UUID(required=True)


class AppealOut(Schema):
    id = fields.UUID(required=True)
    subject = fields.Nested(AppealSubjectOut, required=True)
    statement = fields.String(required=True)
    made_at = Moment(required=True)
    decided_at = Moment(required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True, metadata=says("`uphold` or `overturn`."))
    reason = fields.String(required=True, allow_none=True)


class HeardOut(AppealOut):
    replies = fields.List(fields.Nested(ReplyOut), required=True, metadata=says("What was written about it, in order."))


class DecisionOut(SanctionOut):
    community = fields.String(required=True)
    appeal = fields.Nested(AppealOut, required=True, allow_none=True)
    can_be_appealed = fields.Boolean(required=True)


def appeal_shape(found: Appeal) -> dict[str, Any]:
    names = ("id", "statement", "made_at", "decided_at", "outcome", "reason")
    subject = {"kind": found.subject_kind, "id": found.subject_id}
    return {name: getattr(found, name) for name in names} | {"subject": subject}


def heard_shape(heard: Heard, *, names: bool) -> dict[str, Any]:
    """Without `names` for whoever appeals: facilitators answer as one."""
    return appeal_shape(heard.appeal) | {"replies": [reply_shape(one, names=names) for one in heard.written]}


def reply_shape(one: Written, *, names: bool) -> dict[str, Any]:
    reply = one.reply
    by = one.by if names or reply.by_appellant else None
    return {"id": reply.id, "at": reply.at, "by_appellant": reply.by_appellant, "by": by, "body": reply.body}


def decision_shape(found: Decision, now: Any) -> dict[str, Any]:
    appeal = appeal_shape(found.appeal) if found.appeal else None
    more = {"community": found.community.slug, "appeal": appeal, "can_be_appealed": found.can_be_appealed(now)}
    return sanction_shape(found.sanction, found.by) | more
