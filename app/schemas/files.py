"""Files, as answers name them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from app.files.kinds import ENDINGS
from app.schemas.fields import says


class FileOut(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    size = fields.Integer(required=True, metadata=says("Bytes."))
    type = fields.String(
        required=True, validate=validate.OneOf(list(ENDINGS)), metadata=says("What it is, by what is in it.")
    )
    thumbnail = fields.Function(
        lambda file: file.thumbnail is not None,
        metadata={"type": "boolean", **says("Whether it is a picture that has a small one.")},
        required=True,
    )
