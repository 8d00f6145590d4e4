"""Collections of the library, in and out."""

from __future__ import annotations

from marshmallow import Schema, fields

from app.schemas.fields import In, Line, Number, says


class CollectionEditIn(In):
    name = Line(least=1, most=80)
    purpose = Line(most=300)
    position = Number(least=1, most=1000, metadata=says("Its place among the others, from 1."))


class CollectionIn(In):
    name = Line(least=1, most=80, required=True)
    purpose = Line(most=300, load_default="")


class PlaceIn(In):
    position = Number(least=1, most=1000, load_default=None, metadata=says("Its place in the collection, from 1."))


class CollectionOut(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    purpose = fields.String(required=True)
    size = fields.Integer(metadata=says("How many resources of the library are in it."))
