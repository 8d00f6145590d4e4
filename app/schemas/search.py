"""What is searched for, and what was found."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from app.schemas.chat import MessageOut
from app.schemas.fields import says
from app.schemas.resources import ResourceOut, resource_shape
from networks.search.queries import MESSAGE, RESOURCE, Item


class FoundPieceOut(Schema):
    text = fields.String(required=True)
    hit = fields.Boolean(required=True, metadata=says("Whether this is what was looked for."))


class FoundOut(Schema):
    """Something that was found: a message, or a resource."""

    kind = fields.String(required=True, validate=validate.OneOf([MESSAGE, RESOURCE]))
    message = fields.Nested(MessageOut, metadata=says("Where it is one. Who wrote it anonymously is never told here."))
    resource = fields.Nested(ResourceOut, metadata=says("Where it is one: the published version."))
    excerpt = fields.List(
        fields.Nested(FoundPieceOut), required=True, metadata=says("The piece in which it was found, without markup.")
    )


def found_shape(item: Item) -> dict[str, Any]:
    """An item as FoundOut takes it."""
    shape = {"kind": item.kind, "excerpt": [piece._asdict() for piece in item.excerpt]}
    if item.resource:
        return shape | {"resource": resource_shape(item.resource)}
    return shape | {"message": item.message}
