"""Amendments of a charter, in and out."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from app.schemas.fields import In, Line, Moment, Number, Text, says
from app.schemas.people import PersonOut
from networks.charter.amendments import Shown
from networks.charter.models import Choice, State


class AmendmentIn(In):
    rule = Line(most=8000, load_default="", metadata=says("The rule that would change, in its words; none: one more."))
    text = Line(least=1, most=300, required=True)
    why = Text(least=1, most=1000, required=True)


class VoteIn(In):
    days = Number(1, 30, load_default=7)


class BallotIn(In):
    choice = fields.String(required=True, validate=validate.OneOf(list(Choice)))


class ReasonIn(In):
    reason = Text(least=1, most=1000, required=True)


class AmendmentOut(Schema):
    id = fields.UUID(required=True)
    rule = fields.String(required=True)
    text = fields.String(required=True)
    why = fields.String(required=True)
    by = fields.Nested(PersonOut, required=True, allow_none=True)
    made_at = Moment(required=True)
    state = fields.String(required=True, validate=validate.OneOf(list(State)))
    support = fields.Integer(required=True)
    supported = fields.Boolean(required=True, metadata=says("By the asker."))
    opened_at = Moment(required=True, allow_none=True)
    closes_at = Moment(required=True, allow_none=True)
    electorate = fields.Integer(required=True, allow_none=True, metadata=says("Active members when it was opened."))
    quorum = fields.Integer(required=True, allow_none=True, metadata=says("How many have to vote: a quarter of them."))
    my_choice = fields.String(required=True, allow_none=True, metadata=says("The asker's, while it is open."))
    yes = fields.Integer(required=True, allow_none=True, metadata=says("Null while open, or where under 5 voted."))
    no = fields.Integer(required=True, allow_none=True)
    abstain = fields.Integer(required=True, allow_none=True)
    decided_at = Moment(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True, metadata=says("Why it was declined."))


def amendment_shape(one: Shown) -> dict[str, Any]:
    found = one.amendment
    names = ("id", "rule", "text", "why", "made_at", "state", "opened_at", "closes_at", "electorate", "quorum")
    shape = {name: getattr(found, name) for name in (*names, "decided_at", "reason")}
    counts = {name: getattr(found, name) if found.counts_shown else None for name in Choice}
    mine = {"support": one.support, "supported": one.supported, "my_choice": one.my_choice}
    return shape | {"by": one.by} | mine | {str(name): count for name, count in counts.items()}
