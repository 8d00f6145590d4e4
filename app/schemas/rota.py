"""The rota, in and out."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from app.schemas.fields import In, Moment, Text, says
from app.schemas.people import PersonOut
from networks.overview.rota import Turn


class ShiftIn(In):
    person_id = fields.UUID(required=True, metadata=says("A facilitator of the community."))
    starts_at = Moment(required=True)
    ends_at = Moment(required=True, metadata=says("Within 24 hours."))


class HandoverIn(In):
    note = Text(most=4000, required=True, metadata=says("Empty takes it back."))


class ShiftOut(Schema):
    id = fields.UUID(required=True)
    person = fields.Nested(PersonOut, required=True)
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    note = fields.String(required=True, metadata=says("What they left for whoever comes next."))
    noted_at = Moment(required=True, allow_none=True)


def shift_shape(one: Turn) -> dict[str, Any]:
    names = ("id", "starts_at", "ends_at", "note", "noted_at")
    return {name: getattr(one.shift, name) for name in names} | {"person": one.person}
