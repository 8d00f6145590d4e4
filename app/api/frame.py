"""What every call shares: a strict parser, answers wrapped in their noun, lists with a cursor."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from functools import cache
from typing import Any, NoReturn
from uuid import UUID

from flask import Request
from marshmallow import Schema, ValidationError, fields, validate
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from app import strict_json
from app.api.described import Described
from app.errors import flat
from app.schemas.fields import says
from networks.errors import Invalid


class ErrorBody(Schema):
    code = fields.String(
        required=True,
        validate=validate.OneOf(
            ["invalid", "unauthenticated", "not_allowed", "not_found", "conflict", "too_many", "unavailable"]
        ),
    )
    message = fields.String(required=True, metadata=says("For a person."))
    fields_ = fields.Dict(
        data_key="fields",
        keys=fields.String(),
        values=fields.String(),
        metadata=says("With `invalid`: what is wrong, by the name of the field."),
    )
    retry_after = fields.Integer(metadata=says("Seconds to wait, with `too_many` and `unavailable`."))


class ErrorAnswer(Schema):
    error = fields.Nested(ErrorBody, required=True)


class StrictParser(FlaskParser):
    """Reads JSON as the standard has it, and tells what is wrong in our form."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": None, "query": "exclude", "query_and_path": None}  # noqa: RUF012

    def load_json(self, req: Request, schema: Schema) -> Any:
        raw = req.get_data(cache=True)
        if len(raw) > LARGEST:
            raise RequestEntityTooLarge
        if not raw.strip():
            return {}
        try:
            return strict_json.loads(raw)
        except (ValueError, UnicodeDecodeError):
            raise BadRequest from None

    def handle_error(self, error: ValidationError, req: Request, schema: Schema, **_: Any) -> NoReturn:
        messages = error.messages
        inner = next(iter(messages.values())) if isinstance(messages, dict) and len(messages) == 1 else messages
        raise Invalid(fields=flat(inner))


LARGEST = 1024 * 1024
"""Bytes of the largest JSON body."""


class Blueprint(Described):
    ARGUMENTS_PARSER = StrictParser()

    def __init__(self, name: str, description: str) -> None:
        super().__init__(f"api_{name}", __name__, url_prefix="/api/v1", description=description)
        self.feature = name


@cache
def wrapped(noun: str, schema: type[Schema]) -> type[Schema]:
    """The answer that holds one object under its noun."""
    name = f"{schema.__name__.removesuffix('Out')}Answer"
    return Schema.from_dict({noun: fields.Nested(schema, required=True)}, name=name)


@cache
def listed(schema: type[Schema], *extra: str) -> type[Schema]:
    """The answer that holds a list and, in `next`, the cursor of its continuation."""
    shape: dict[str, fields.Field] = {
        "items": fields.List(fields.Nested(schema), required=True),
        "next": fields.String(required=True, allow_none=True),
        **{name: fields.Integer(required=True) for name in extra},
    }
    return Schema.from_dict(shape, name=f"{schema.__name__.removesuffix('Out')}List")


class Nothing(Schema):
    """An answer that says: done."""


class PageArgs(Schema):
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 100))
    cursor = fields.String(validate=validate.Length(max=400), metadata=says("The `next` of the answer before."))


def page(items: Sequence[Any], limit: int, cursor: Any) -> dict[str, Any]:
    """A list of up to `limit` items, of which one more was read to know whether it goes on."""
    more = len(items) > limit
    return {"items": items[:limit], "next": to_cursor(cursor(items[limit - 1])) if more else None}


def part(items: Sequence[Any], said: dict[str, Any]) -> dict[str, Any]:
    """What PageArgs asks for of a list that is read whole, because it is short."""
    start = position(said.get("cursor")) or 0
    end = start + said["limit"]
    return {"items": items[start:end], "next": to_cursor(end) if end < len(items) else None}


def to_cursor(key: object) -> str:
    return base64.urlsafe_b64encode(str(key).encode()).decode().rstrip("=")


def from_cursor(cursor: str | None) -> str:
    """The key in a cursor. Raises Invalid for what we never gave out."""
    if not cursor:
        return ""
    try:
        key = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        key = "\0"
    if not key.isprintable():
        raise Invalid(fields={"cursor": NOT_OURS})
    return key


def position(cursor: str | None) -> int | None:
    """The number in a cursor. Raises Invalid where it is none."""
    said = from_cursor(cursor)
    if said and not (said.isascii() and said.isdigit() and len(said) < 10):
        raise Invalid(fields={"cursor": NOT_OURS})
    return int(said) if said else None


def place_of(cursor: str | None) -> UUID | None:
    """The id in a cursor, of what the answer before ended with. Raises Invalid where it is none."""
    said = from_cursor(cursor)
    try:
        return UUID(said) if said else None
    except ValueError:
        raise Invalid(fields={"cursor": NOT_OURS}) from None


NOT_OURS = "This cursor is not one of ours."
