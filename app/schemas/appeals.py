"""Decisions about oneself and appeals against them, in and out."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from app.schemas.fields import In, Moment, Text, says
from app.schemas.moderation import SanctionOut, sanction_shape
from app.schemas.people import PersonOut
from app.schemas.reports import TargetOut
from networks.moderation.appeal_models import Against, Appeal
from networks.moderation.appeals import Heard, Written
from networks.moderation.decisions import Decision


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
    outcome = fields.String(required=True, allow_none=True, metadata=says("`uphold`, `overturn` or `withdrawn`."))
    reason = fields.String(required=True, allow_none=True)


class HeardOut(AppealOut):
    replies = fields.List(fields.Nested(ReplyOut), required=True, metadata=says("What was written about it, in order."))


class DecisionOut(SanctionOut):
    community = fields.String(required=True)
    appeal = fields.Nested(AppealOut, required=True, allow_none=True)
    can_be_appealed = fields.Boolean(required=True)


class MyRemovalOut(Schema):
    id = fields.UUID(required=True)
    community = fields.String(required=True)
    target = fields.Nested(TargetOut, required=True, metadata=says("The message or resource that was removed."))
    words = fields.String(
        required=True, allow_none=True, metadata=says("What a removed message said, while it is kept: half a year.")
    )
    words_erased_at = Moment(required=True, allow_none=True, metadata=says("When I had erased them."))
    reason = fields.String(required=True, allow_none=True)
    rule = fields.String(required=True, allow_none=True)
    rule_text = fields.String(required=True, allow_none=True)
    at = Moment(required=True)
    restored_at = Moment(
        required=True, allow_none=True, metadata=says("It stands in its place again, after an appeal.")
    )
    by = fields.Nested(PersonOut, required=True, allow_none=True)
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
    return sanction_shape(found.made, found.by) | _more(found, now)


def my_removal_shape(found: Decision, words: str | None, now: Any) -> dict[str, Any]:
    made = found.made
    names = ("id", "words_erased_at", "reason", "rule", "rule_text", "at", "restored_at")
    shape = {name: getattr(made, name) for name in names}
    target = {"kind": made.subject_kind, "id": made.subject_id}
    return shape | {"target": target, "words": words, "by": found.by} | _more(found, now)


def _more(found: Decision, now: Any) -> dict[str, Any]:
    appeal = appeal_shape(found.appeal) if found.appeal else None
    return {"community": found.community.slug, "appeal": appeal, "can_be_appealed": found.can_be_appealed(now)}
