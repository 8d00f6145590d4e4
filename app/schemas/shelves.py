"""Collections of the library and what a community settles about it, in and out."""

from __future__ import annotations

from marshmallow import Schema, fields

from app.schemas.fields import Flag, In, Line, Number, Several, says
from app.schemas.resources import TAG, Tags


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


class LibraryIn(In):
    is_public = Flag(metadata=says("Whether everybody may read what is published. Only with a public page."))
    tags = Tags(most=60, metadata=says("The community's own words. While there are none, authors choose freely."))
    circumstances = Several(
        Line(least=1, most=TAG),
        30,
        metadata=says("What whoever tried something can say about themselves, such as being in a flare."),
    )
    review_months = Number(
        least=1, most=60, metadata=says("After so many months what is published is looked at again.")
    )


class LibraryOut(Schema):
    is_public = fields.Boolean(required=True)
    tags = fields.List(fields.String(), required=True)
    circumstances = fields.List(fields.String(), required=True)
    review_months = fields.Integer(required=True)
