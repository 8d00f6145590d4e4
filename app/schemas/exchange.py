"""The library's import, in and out."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import Schema, fields, validate

from app.schemas.fields import Flag, In, says
from app.schemas.resources import ResourceIn
from networks.resources.exchange import Line

FORMATS: Final = ("json", "csv")


class CarriedIn(ResourceIn):
    """One resource as a file has it: what belongs to a later version only is not there."""

    class Meta(ResourceIn.Meta):
        exclude = ("material", "note")


class ExportArgs(Schema):
    format = fields.String(load_default="json", validate=validate.OneOf(FORMATS))


class ImportIn(In):
    format = fields.String(required=True, validate=validate.OneOf(FORMATS))
    content = fields.String(required=True, metadata=says("The file, as text."))
    dry_run = Flag(load_default=True, metadata=says("Whether to look through it only. Then nothing is kept."))


class CarriedOut(Schema):
    """What an export has of each."""

    kind = fields.String(required=True)
    title = fields.String(required=True)
    body = fields.String(required=True)
    url = fields.String(required=True, allow_none=True)
    tags = fields.List(fields.String(), required=True)
    helps = fields.String(required=True)
    source = fields.String(required=True)
    interest = fields.String(required=True)
    changes_treatment = fields.Boolean(required=True)
    try_days = fields.Integer(required=True)


class LibraryExportOut(Schema):
    format = fields.String(required=True, metadata=says("Always `cairn-library`."))
    version = fields.Integer(required=True)
    items = fields.List(fields.Nested(CarriedOut), required=True)


class LineOut(Schema):
    number = fields.Integer(
        required=True,
        metadata=says("Its row, as spreadsheets count them with the headings as 1, or its place among `items` from 1."),
    )
    title = fields.String(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(["new", "double", "wrong"]))
    same_as = fields.Integer(
        allow_none=True,
        required=True,
        metadata=says("Of a double: the number that says the same, 0 where it is in the community already."),
    )
    faults = fields.Dict(
        keys=fields.String(), values=fields.String(), required=True, metadata=says("What is wrong, by field.")
    )


class ReportOut(Schema):
    made = fields.Integer(required=True, metadata=says("How many wait for a review now; 0 after a dry run."))
    new = fields.Integer(required=True)
    doubles = fields.Integer(required=True)
    wrong = fields.Integer(required=True)
    lines = fields.List(fields.Nested(LineOut), required=True)


def report_shape(lines: list[Line], made: int = 0) -> dict[str, Any]:
    """A report as ReportOut takes it."""
    shapes = [_line(line) for line in lines]
    outcomes = [shape["outcome"] for shape in shapes]
    counts = {"new": outcomes.count("new"), "doubles": outcomes.count("double"), "wrong": outcomes.count("wrong")}
    return {"made": made, **counts, "lines": shapes}


def _line(line: Line) -> dict[str, Any]:
    outcome = "wrong" if line.faults else "new" if line.is_new else "double"
    known = {"number": line.number, "title": line.said.get("title", ""), "outcome": outcome}
    return known | {"same_as": line.double, "faults": line.faults}
